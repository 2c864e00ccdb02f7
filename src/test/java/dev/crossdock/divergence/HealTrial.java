package dev.crossdock.divergence;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.HubLife;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Observed;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A shop whose every SKU should show ten units, and does; what is owed is told by the hub's own
 * rounds of delivery, and what it shows is read by the hub's own eyes.
 */
final class HealTrial {
  static final Path FOLDER = Path.of("src/test/resources/divergence");

  final JdbcTemplate sql;
  final HubCore core;
  final PlayedShop shop = new PlayedShop();
  final Heals heals;
  private final HubLife life;
  private final String channel;
  private Instant clock;

  static HubCore core(TestDatabase database) {
    return new HubCore(database.app(), database.app(), FOLDER, Map.of());
  }

  HealTrial(TestDatabase database, HubCore core, String channel, int skus) {
    this.core = core;
    this.channel = channel;
    var owner = new JdbcTemplate(database.owner());
    owner.execute(
        "truncate delivery_targets, delivery_target_changes, delivery_cases, delivery_audit, divergence_items, divergence_heals, divergence_let_go");
    sql = new JdbcTemplate(database.app());
    clock =
        Objects.requireNonNull(sql.queryForObject("select crossdock_now()", Timestamp.class))
            .toInstant();
    heals = core.get(Heals.class);
    life = new HubLife(core, shop::call, System::nanoTime, false);
    sql.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, confirmed_at, seen, seen_at)
        select ?, 'SKU-' || n, '1', 10, 1, 1, crossdock_now() - interval '1 hour', crossdock_now() - interval '1 hour', 10,
               crossdock_now() - interval '1 hour'
        from generate_series(1, ?) n
        """,
        channel,
        skus);
    for (var n = 1; n <= skus; n++) {
      shop.shelf.put("SKU-" + n, 10);
    }
  }

  /** Somebody changes a number in the shop itself. */
  HealTrial edits(String sku, int to) {
    shop.shelf.put(sku, to);
    return this;
  }

  /** What the shop shows of these is read once. */
  HealTrial reads(String... skus) {
    clock = clock.plusSeconds(60);
    core.get(Targets.class)
        .observe(
            channel,
            List.of(skus).stream()
                .map(sku -> new Observed(new Sku(sku), "1", shop.shelf.getOrDefault(sku, 0), clock))
                .toList());
    sql.update(
        "update delivery_targets set differs_since = differs_since - interval '11 seconds' where sku = any(?)",
        (Object) skus);
    return this;
  }

  /** It is read twice. */
  HealTrial finds(String... skus) {
    return reads(skus).reads(skus);
  }

  /** A snapshot was compared twice: so much differs. */
  HealTrial compared(String query, Object... values) {
    sql.update(
        """
        insert into divergence_items (channel, entity, key, place, expected, observed, state, risk, cause, drift_at)
        select ?, 'stock', d.key, '1', 10, d.observed, 'drift', 'oversell', 'unknown', crossdock_now()
        from (%s) d (key, observed)
        """
            .formatted(query),
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(channel), java.util.stream.Stream.of(values))
            .toArray());
    return this;
  }

  HealTrial round() {
    core.get(Healing.class).round();
    return this;
  }

  /** What is owed is told, until nothing is. */
  HealTrial delivers() {
    sql.update("update delivery_targets set next_attempt_at = null");
    for (var telling = life.tell(channel); !telling.nothing(); telling = life.tell(channel)) {
      telling.call();
      telling.learn();
    }
    return this;
  }

  HealTrial later(Duration time) {
    sql.update(
        "update delivery_targets set confirmed_at = confirmed_at - ? * interval '1 second'",
        time.toSeconds());
    return this;
  }

  /** The states of all that was found, oldest first, with how it ended. */
  List<String> items() {
    return sql.queryForList(
        "select state || coalesce(' ' || closed_as, '') from divergence_items order by id",
        String.class);
  }

  List<Long> ids() {
    return sql.queryForList("select id from divergence_items order by id", Long.class);
  }

  List<String> cases() {
    return core.get(Cases.class).open().stream().map(c -> c.kind() + " " + c.about()).toList();
  }

  int owed() {
    var owed =
        sql.queryForObject(
            "select count(*) from delivery_targets where version > confirmed_version",
            Integer.class);
    return owed == null ? 0 : owed;
  }
}
