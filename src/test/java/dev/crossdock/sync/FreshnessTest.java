package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.TestCases;
import dev.crossdock.platform.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is told of a sync that has had no good end for too long. */
class FreshnessTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Cases cases = TestCases.of(jdbc);
  private final Turns turns = new Turns(jdbc, "external");
  private final Freshness freshness =
      new Freshness(
          turns, cases, new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app())));
  private final Sync nightly = fresh("nightly", "15m");

  @BeforeEach
  void known() {
    jdbc.update("delete from sync_turns");
    jdbc.update("delete from delivery_cases");
    turns.know(nightly);
  }

  @Test
  void opensOneCaseWhenItIsLateAndClosesItWhenItHasEndedWell() {
    lastGood("15 minutes 1 second");

    freshness.look(List.of(nightly));
    freshness.look(List.of(nightly));

    assertThat(cases.open())
        .singleElement()
        .satisfies(late -> assertThat(late.kind()).isEqualTo("late"))
        .satisfies(late -> assertThat(late.channel()).isEqualTo("market"))
        .satisfies(late -> assertThat(late.about()).isEqualTo("nightly"))
        .satisfies(late -> assertThat(late.sentence()).contains("15m", "warehouse"))
        .satisfies(late -> assertThat(late.times()).isEqualTo(1));

    turns.good("nightly");
    freshness.look(List.of(nightly));
    assertThat(cases.open()).isEmpty();
  }

  @Test
  void saysNothingOfOneThatIsFresh() {
    lastGood("14 minutes 50 seconds");
    freshness.look(List.of(nightly));
    assertThat(cases.open()).isEmpty();
  }

  @Test
  void mayMissThreeOfItsRunsWhereItsFileSaysNothing() {
    var hourly = fresh("nightly", null);
    lastGood("2 hours 59 minutes");
    freshness.look(List.of(hourly));
    assertThat(cases.open()).isEmpty();

    lastGood("3 hours 1 second");
    freshness.look(List.of(hourly));
    assertThat(cases.open())
        .singleElement()
        .satisfies(late -> assertThat(late.sentence()).contains("longer than 3h"));
  }

  @Test
  void isAllowedThreeOfTheLongestTimesBetweenTwoRuns() {
    assertThat(every("500ms").fresh()).as("some minutes, however often it runs").isEqualTo("15m");
    assertThat(every("7m").fresh()).isEqualTo("21m");
    assertThat(cron("0 30 2 * * ?", null).fresh()).isEqualTo("3d");
    assertThat(cron("0 0/5 8-18 ? * MON-FRI", null).fresh())
        .as("over a week-end")
        .isEqualTo("10995m");
    assertThat(cron("0 30 2 * * ?", "Europe/London").fresh())
        .as("an hour more in autumn")
        .isEqualTo("75h");
    assertThat(cron("0 0 3 1 * ?", null).fresh()).isEqualTo("93d");
  }

  @Test
  void countsFromWhenItBecameKnownWhenItNeverEndedWell() {
    freshness.look(List.of(nightly));
    assertThat(cases.open()).isEmpty();

    jdbc.update("update sync_turns set known_at = crossdock_now() - interval '16 minutes'");
    freshness.look(List.of(nightly));
    assertThat(cases.open()).hasSize(1);
  }

  @Test
  void closesTheCaseOfASyncThatIsGone() {
    lastGood("1 hour");
    freshness.look(List.of(nightly));

    freshness.look(List.of());

    assertThat(cases.open()).isEmpty();
  }

  private void lastGood(String ago) {
    jdbc.update("update sync_turns set good_at = crossdock_now() - ?::interval", ago);
  }

  private static Sync fresh(String id, @Nullable String fresh) {
    return sync(id, "1h", null, null, fresh);
  }

  private static Sync every(String every) {
    return sync("often", every, null, null, null);
  }

  private static Sync cron(String cron, @Nullable String zone) {
    return sync("by-cron", null, cron, zone, null);
  }

  private static Sync sync(
      String id,
      @Nullable String every,
      @Nullable String cron,
      @Nullable String zone,
      @Nullable String fresh) {
    return new Sync(
        id,
        "market",
        "items",
        null,
        Sync.Mode.CHANGED,
        every,
        cron,
        zone,
        Scope.ALL,
        fresh,
        Sync.Overlap.REFUSE,
        null,
        "warehouse");
  }
}
