package dev.crossdock.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.PlayedDelivery;
import dev.crossdock.divergence.compare.Compare;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.sync.SnapshotTaken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** From the snapshot of a whole catalogue to the calls that put it right, and no others. */
class WholeCatalogueTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int LEVELS = 100_000;
  private static final int CHANGED = 50;

  @SuppressWarnings("NullAway.Init")
  private static HubCore core;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());
  private final PlayedShop shop = new PlayedShop();

  @BeforeAll
  static void starts() {
    core = HealTrial.core(DATABASE);
  }

  @AfterAll
  static void ends() {
    core.close();
  }

  @BeforeEach
  void empty() {
    sql.execute(
        """
        truncate delivery_targets, delivery_target_changes, delivery_cases, divergence_items, divergence_runs, divergence_heals,
          divergence_let_go
        """);
  }

  @Test
  void makesFiftyWritesInOneCallWhereFiftyOfAHundredThousandChangedAndNoneTheNextTime(
      @TempDir Path root) {
    shows(LEVELS, 10);
    IntStream.rangeClosed(1, CHANGED).forEach(n -> shop.shelf.put("SKU-" + n * 1_000, 13));

    compare(30, "case when n % 1000 = 0 and n <= 50000 then 13 else 10 end", LEVELS);
    assertThat(owed()).as("one look is none").isZero();
    compare(15, "case when n % 1000 = 0 and n <= 50000 then 13 else 10 end", LEVELS);
    core.get(Healing.class).round();
    assertThat(owed()).isEqualTo(CHANGED);

    try (var delivery = new PlayedDelivery(new JdbcTemplate(DATABASE.app()), root, shop::call)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> owed() == 0);
      assertThat(shop.writes).hasValue(CHANGED);
      assertThat(shop.calls).hasValue(1);
      assertThat(shop.shelf.values()).containsOnly(10);

      compare(0, "10", LEVELS);
      compare(0, "10", LEVELS);
      core.get(Healing.class).round();
      assertThat(owed()).isZero();
      assertThat(
              sql.queryForList(
                  "select closed_as || ' ' || count(*) from divergence_items group by closed_as",
                  String.class))
          .containsExactly("healed 50");
      assertThat(delivery).isNotNull();
    }
    assertThat(shop.writes).hasValue(CHANGED);
  }

  @Test
  void changesNothingWhenASnapshotSaysThatAllIsZeroUntilAPersonLetsItGo() {
    shows(60, 10);
    for (var n = 0; n < 3; n++) {
      compare(60 - n, "0", 60);
      core.get(Healing.class).round();
    }
    assertThat(owed()).isZero();
    assertThat(cases()).isEqualTo(1);

    var heals = core.get(Heals.class);
    assertThat(heals.letGo("shop", "ann")).isEqualTo(new Heals.Done(0, 0));
    compare(30, "0", 60);
    compare(15, "0", 60);
    core.get(Healing.class).round();

    // 10 units each: 50 of them are the 500 of an hour
    assertThat(owed()).isEqualTo(50);
  }

  private int cases() {
    return number(
        "select count(*) from delivery_cases where kind in ('brake', 'heal-stuck', 'divergence')");
  }

  private int owed() {
    return number("select count(*) from delivery_targets where version > confirmed_version");
  }

  private int number(String question) {
    return Objects.requireNonNull(sql.queryForObject(question, Integer.class));
  }

  /** It was told so yesterday, and took it. */
  private void shows(int levels, int units) {
    sql.update(
        """
        insert into delivery_targets
          (channel, sku, slot, desired, version, confirmed_version, sent, sent_version, owed_at, sent_at, confirmed_at, seen, seen_at)
        select 'shop', 'SKU-' || n, '1', ?, 1, 1, ?, 1, y, y, y, ?, y
        from generate_series(1, ?) n, (select crossdock_now() - interval '1 day' as y) yesterday
        """,
        units,
        units,
        units,
        levels);
    sql.update(
        """
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
        select channel, sku, slot, version, desired, owed_at, sent_at, confirmed_at from delivery_targets
        """);
    sql.execute("analyze delivery_targets, delivery_target_changes");
  }

  /** Some minutes ago a snapshot said so of each SKU {@code n}. */
  private void compare(int minutes, String quantity, int levels) {
    var id =
        Objects.requireNonNull(
            sql.queryForObject(
                """
                insert into sync_snapshots (sync, channel, entity, as_of, finished_at, items, state)
                values ('shop-stock', 'shop', 'stock', crossdock_now() - ? * interval '1 minute', crossdock_now(), ?, 'complete') returning id
                """,
                Long.class,
                minutes,
                levels));
    sql.query("select sync_open_staging(?)", row -> {}, id);
    sql.update(
        """
        insert into sync_staging (snapshot, key, place, value)
        select ?, 'SKU-' || n, '1', %s from generate_series(1, ?) n
        """
            .formatted(quantity),
        id,
        levels);
    core.get(Compare.class).on(new SnapshotTaken(id, "shop", "stock", true));
  }
}
