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
  void saysNothingOfOneThatIsFreshOrNeedNotBe() {
    lastGood("14 minutes 50 seconds");
    freshness.look(List.of(nightly));
    assertThat(cases.open()).isEmpty();

    lastGood("3 days");
    freshness.look(List.of(fresh("nightly", null)));
    assertThat(cases.open()).isEmpty();
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
    return new Sync(
        id,
        "market",
        "items",
        null,
        Sync.Mode.CHANGED,
        "1h",
        null,
        null,
        Scope.ALL,
        fresh,
        Sync.Overlap.REFUSE,
        null,
        "warehouse");
  }
}
