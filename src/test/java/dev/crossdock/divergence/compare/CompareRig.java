package dev.crossdock.divergence.compare;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.sync.SnapshotTaken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The simulation's channels, what they were told and when, and snapshots of what they say. Instants
 * are so many minutes ago.
 */
final class CompareRig implements AutoCloseable {
  static final String SHOP_SLOT = "1";

  private final JdbcTemplate sql;
  private final Path folder;
  private final HubCore core;

  CompareRig(TestDatabase database, Path folder) {
    this.folder = folder;
    this.sql = new JdbcTemplate(database.owner());
    copy(Path.of("src/test/resources/simulation"));
    this.core = new HubCore(database.app(), database.app(), folder, Map.of());
    sql.execute(
        """
        truncate divergence_items, divergence_runs, delivery_cases, delivery_targets, delivery_target_changes, delivery_outbox,
          delivery_gaps, inventory_levels, inventory_movements, inventory_postings, orders_book
        """);
  }

  private void copy(Path simulation) {
    try (var files = Files.walk(simulation)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(simulation.relativize(file).toString());
        Files.createDirectories(copy.resolve(".."));
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T> T get(Class<T> type) {
    return core.get(type);
  }

  JdbcTemplate sql() {
    return sql;
  }

  void policies(String text) {
    try {
      Files.writeString(folder.resolve("config/divergence.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shop was told and took it, yesterday. */
  void shows(String sku, int quantity) {
    told("shop", sku, SHOP_SLOT, quantity, 1_440, 1_440);
  }

  /**
   * A channel was owed a number.
   *
   * @param confirmed when it took it; null when it has not yet
   */
  void told(
      String channel,
      String sku,
      String slot,
      int quantity,
      int owed,
      @Nullable Integer confirmed) {
    var version =
        Objects.requireNonNull(
            sql.queryForObject(
                """
                insert into delivery_targets as t (channel, sku, slot, desired, version, owed_at)
                values (?, ?, ?, ?, 1, crossdock_now() - ? * interval '1 minute')
                on conflict (channel, sku, slot) do update
                set desired = excluded.desired, version = t.version + 1, owed_at = excluded.owed_at
                returning version
                """,
                Long.class,
                channel,
                sku,
                slot,
                quantity,
                owed));
    sql.update(
        """
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
        values (?, ?, ?, ?, ?, crossdock_now() - ? * interval '1 minute',
                crossdock_now() - ?::integer * interval '1 minute', crossdock_now() - ?::integer * interval '1 minute')
        """,
        channel,
        sku,
        slot,
        version,
        quantity,
        owed,
        confirmed,
        confirmed);
    if (confirmed != null) {
      sql.update(
          """
          update delivery_targets
          set confirmed_version = version, sent_version = version, sent = desired, seen = desired,
              sent_at = crossdock_now() - ? * interval '1 minute', confirmed_at = crossdock_now() - ? * interval '1 minute'
          where channel = ? and sku = ? and slot = ?
          """,
          confirmed,
          confirmed,
          channel,
          sku,
          slot);
    }
  }

  /** What the ledger holds. */
  void holds(String sku, String location, int onHand) {
    sql.update(
        """
        insert into inventory_levels (sku, location, on_hand, changed_at)
        values (?, ?, ?, crossdock_now() - interval '1 day')
        """,
        sku,
        location,
        onHand);
  }

  /** Something that happened to stock. */
  void moved(
      String key,
      String source,
      String kind,
      String sku,
      String location,
      int quantity,
      int onHand,
      int occurred,
      int heard) {
    sql.update(
        """
        insert into inventory_movements (key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at, heard_at, version)
        values (?, ?, ?, ?, ?, ?, 0, ?, crossdock_now() - ? * interval '1 minute', crossdock_now() - ? * interval '1 minute', 1)
        """,
        key,
        kind,
        sku,
        location,
        quantity,
        onHand,
        source,
        occurred,
        heard);
  }

  /** A line of a snapshot. */
  record Said(String key, String place, long value) {}

  static Said said(String key, long value) {
    return new Said(key, SHOP_SLOT, value);
  }

  /** The shop says what it shows, so many minutes ago. */
  void shopSays(int ago, Said... lines) {
    says("shop", "stock", ago, true, List.of(lines));
  }

  void says(String channel, String entity, int ago, boolean whole, List<Said> lines) {
    var id = staged(entity + "-" + channel, channel, entity, ago, whole, lines);
    core.get(Compare.class).on(new SnapshotTaken(id, channel, entity, whole));
  }

  /** The shop is asked for some of its stock, and says so. */
  void looked(int ago, Said... lines) {
    var id = staged("look", "shop", "stock", ago, false, List.of(lines));
    core.get(Compare.class).on(new SnapshotTaken(id, "shop", "stock", false));
  }

  /** A snapshot that nobody was told of yet. */
  long staged(
      String sync, String channel, String entity, int ago, boolean whole, List<Said> lines) {
    var id =
        Objects.requireNonNull(
            sql.queryForObject(
                """
                insert into sync_snapshots (sync, channel, entity, as_of, items, whole, units, repeats, state)
                values (?, ?, ?, crossdock_now() - ? * interval '1 minute', ?, ?, ?, ?, 'complete') returning id
                """,
                Long.class,
                sync,
                channel,
                entity,
                ago,
                lines.size(),
                whole,
                lines.stream().mapToLong(line -> Math.max(0, line.value())).sum(),
                lines.size()
                    - lines.stream().map(l -> l.key() + ' ' + l.place()).distinct().count()));
    sql.query("select sync_open_staging(?)", row -> {}, id);
    sql.update(
        "insert into sync_staging (snapshot, key, place, value)"
            + " select ?, * from unnest(?::text[], ?::text[], ?::bigint[])",
        id,
        lines.stream().map(Said::key).toArray(String[]::new),
        lines.stream().map(Said::place).toArray(String[]::new),
        lines.stream().map(Said::value).toArray(Long[]::new));
    return id;
  }

  /** What is known of each divergence that is not over, by its key. */
  Map<String, String> states() {
    return map("select key, state from divergence_items where closed_at is null");
  }

  /** How each that is over ended. */
  Map<String, String> ended() {
    return map("select key, closed_as from divergence_items where closed_at is not null");
  }

  /** How many minutes ago a SKU was last seen to agree. */
  Integer agreed(String sku) {
    return sql.queryForObject(
        "select round(extract(epoch from crossdock_now() - agreed_at) / 60)::integer from divergence_items where key = ?",
        Integer.class,
        sku);
  }

  Map<String, String> causes() {
    return map("select key, cause from divergence_items where cause is not null");
  }

  /** What people are told of now. */
  List<String> cases() {
    return sql.queryForList(
        "select kind || ' ' || about from delivery_cases where closed_at is null order by 1",
        String.class);
  }

  Map<String, Object> lastRun() {
    return sql.queryForMap("select * from divergence_runs order by id desc limit 1");
  }

  private Map<String, String> map(String query) {
    var map = new java.util.TreeMap<String, String>();
    sql.query(
        query,
        row -> {
          map.put(row.getString(1), row.getString(2));
        });
    return map;
  }

  @Override
  public void close() {
    core.close();
  }
}
