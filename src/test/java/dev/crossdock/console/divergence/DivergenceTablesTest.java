package dev.crossdock.console.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.console.divergence.DivergenceDesk.Held;
import dev.crossdock.console.divergence.DivergenceDesk.Row;
import dev.crossdock.console.divergence.DivergenceDesk.Run;
import dev.crossdock.console.divergence.DivergenceDesk.Sort;
import dev.crossdock.console.divergence.DivergenceDesk.Wanted;
import dev.crossdock.platform.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the page says of what is in the tables. */
class DivergenceTablesTest {
  private static final Wanted ANY = new Wanted(null, null, null, null, null, null);

  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate owner = new JdbcTemplate(DATABASE.owner());
  private final DivergenceTables tables = new DivergenceTables(new JdbcTemplate(DATABASE.app()));

  @BeforeEach
  void fill() {
    owner.execute("truncate divergence_items, divergence_runs, divergence_heals restart identity");
    item(1, "market", "TEE-OLD", "drift", "oversell", "manual-edit", "2 hours");
    item(2, "shop", "CAP", "stuck", "lost-sales", "mapping", "1 minute");
    item(3, "market", "TEE-NEW", "proposed", "oversell", null, "3 minutes");
    item(4, "market", "MUG", "suspected", "oversell", null, null);
    item(5, "shop", "HAT", "closed", "oversell", "duplicate", "5 minutes");
  }

  @Test
  void putsWhatMayBeOversoldFirstAndOfThatTheLatest() {
    assertThat(tables.rows(ANY, 50))
        .extracting(Row::key)
        .containsExactly("TEE-NEW", "TEE-OLD", "CAP");
    assertThat(tables.rows(ANY, 1)).extracting(Row::key).containsExactly("TEE-NEW");
    assertThat(tables.newest(2)).extracting(Row::key).containsExactly("CAP", "TEE-NEW");
  }

  @Test
  void findsByEachOfTheFilters() {
    assertThat(keys("market", null, null, null, null, null)).containsExactly("TEE-NEW", "TEE-OLD");
    assertThat(keys(null, "orders", null, null, null, null)).isEmpty();
    assertThat(keys(null, null, "mapping", null, null, null)).containsExactly("CAP");
    assertThat(keys(null, null, null, "lost-sales", null, null)).containsExactly("CAP");
    assertThat(keys(null, null, null, null, "suspected", null)).containsExactly("MUG");
    assertThat(keys(null, null, null, null, "closed", null)).containsExactly("HAT");
    assertThat(keys(null, null, null, null, null, "tee-o")).containsExactly("TEE-OLD");
  }

  @Test
  void countsWhatIsOpenOfEachSort() {
    item(6, "market", "TEE-THIRD", "drift", "oversell", "manual-edit", "1 hour");

    assertThat(tables.sorts())
        .containsExactlyInAnyOrder(
            new Sort("market", "stock", "manual-edit", "oversell", "drift", 2),
            new Sort("market", "stock", null, "oversell", "proposed", 1),
            new Sort("market", "stock", null, "oversell", "suspected", 1),
            new Sort("shop", "stock", "mapping", "lost-sales", "stuck", 1));
  }

  @Test
  void saysWhyAndWhatWasDone() {
    owner.update(
        """
        update divergence_items set evidence = '["It confirmed 10.", "It shows 14."]' where id = 1
        """);
    heal(1, "heal", 14L, 10L, "hub");
    heal(1, "undo", 10L, 14L, "admin");
    heal(2, "heal", 1L, 2L, "hub");

    assertThat(tables.evidence(1)).containsExactly("It confirmed 10.", "It shows 14.");
    assertThat(tables.evidence(2)).isEmpty();
    assertThat(tables.heals(1))
        .extracting(one -> one.kind() + " " + one.before() + " " + one.after() + " " + one.who())
        .containsExactly("undo 10 14 admin", "heal 14 10 hub");
    assertThat(tables.row(1))
        .hasValueSatisfying(
            row -> {
              assertThat(row.expected()).isEqualTo(10);
              assertThat(row.observed()).isEqualTo(14);
            });
    assertThat(tables.row(99)).isEmpty();
  }

  @Test
  void knowsTheLastComparisonsOfEachChannelAndEntity() {
    for (int agreed = 1; agreed <= 3; agreed++) {
      run("market", "stock", agreed);
    }
    run("market", "orders", 70);
    run("shop", "stock", 80);

    assertThat(tables.runs(1)).extracting(Run::agreed).containsExactly(70L, 3L, 80L);
    assertThat(tables.runs(2)).extracting(Run::agreed).containsExactly(70L, 3L, 2L, 80L);
  }

  @Test
  void saysWhatTheBrakeHoldsAndWhy() {
    run("market", "stock", 1);
    owner.update("update divergence_items set braked = true, run = 1 where channel = 'market'");
    owner.update("update divergence_runs set sentence = 'Too many at once.'");

    assertThat(tables.held(channel -> false))
        .containsExactly(new Held("market", 3, false, "Too many at once."));
  }

  @Test
  void saysWhichSnapshotWasNotBelievedUntilOneIs() {
    run("market", "stock", 0);
    owner.update("update divergence_runs set outcome = 'braked', sentence = 'All zero.'");

    assertThat(tables.held("market"::equals))
        .containsExactly(new Held("market", 0, true, "All zero."));
    run("market", "stock", 0);
    owner.update("update divergence_runs set outcome = 'failed' where outcome = 'compared'");
    assertThat(tables.held(channel -> false)).as("one that failed says nothing").hasSize(1);
    run("market", "stock", 12);
    assertThat(tables.held(channel -> false)).isEmpty();
  }

  private java.util.List<String> keys(
      @Nullable String channel,
      @Nullable String entity,
      @Nullable String cause,
      @Nullable String risk,
      @Nullable String state,
      @Nullable String text) {
    return tables.rows(new Wanted(channel, entity, cause, risk, state, text), 50).stream()
        .map(Row::key)
        .toList();
  }

  private void item(
      long id,
      String channel,
      String key,
      String state,
      String risk,
      @Nullable String cause,
      @Nullable String driftFor) {
    owner.update(
        """
        insert into divergence_items (id, channel, entity, key, place, expected, observed, state, risk, cause, drift_at, closed_at)
        overriding system value
        select ?, ?, 'stock', ?, '1', 10, 14, s, ?, ?, crossdock_now() - ?::interval, case when s = 'closed' then crossdock_now() end
        from (select ?::text as s) given
        """,
        id,
        channel,
        key,
        risk,
        cause,
        driftFor,
        state);
  }

  private void heal(long item, String kind, Long before, Long after, String who) {
    owner.update(
        """
        insert into divergence_heals (item, channel, entity, key, place, kind, who, before, after)
        values (?, 'market', 'stock', 'TEE-OLD', '1', ?, ?, ?, ?)
        """,
        item,
        kind,
        who,
        before,
        after);
  }

  private void run(String channel, String entity, int agreed) {
    owner.update(
        """
        insert into divergence_runs (snapshot, sync, channel, entity, as_of, agreed) values (1, 's', ?, ?, crossdock_now(), ?)
        """,
        channel,
        entity,
        agreed);
  }
}
