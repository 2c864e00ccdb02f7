package dev.crossdock.faults.chaos;

import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.sync.SnapshotTaken;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/** What channels say they hold, as a sync leaves it in staging. */
final class Snapshots {
  private static final int KEPT = 4;

  private final JdbcTemplate sql;
  private final Agenda agenda;
  private final Deque<Long> kept = new ArrayDeque<>();

  Snapshots(JdbcTemplate sql, Agenda agenda) {
    this.sql = sql;
    this.agenda = agenda;
  }

  /** Every number that a channel shows now. */
  SnapshotTaken stock(Stall stall) {
    return stock(stall, line -> true, true);
  }

  /** What a channel shows of some SKUs now. */
  SnapshotTaken stock(Stall stall, Collection<String> skus) {
    return stock(stall, line -> skus.contains(line.key()), false);
  }

  private SnapshotTaken stock(Stall stall, Predicate<Line> of, boolean whole) {
    var lines = stall.shown().entrySet().stream().filter(line -> of.test(line.getKey())).toList();
    return taken(
        stall.channel(),
        "stock",
        whole,
        lines.stream().map(e -> e.getKey().key()).toArray(String[]::new),
        lines.stream().map(e -> e.getKey().place()).toArray(String[]::new),
        lines.stream().map(e -> Long.valueOf(e.getValue())).toArray(Long[]::new));
  }

  /** Every order that a channel lists as open now. */
  SnapshotTaken orders(String channel, List<Bought> open, boolean whole) {
    return taken(
        channel,
        "orders",
        whole,
        open.stream().map(Bought::id).toArray(String[]::new),
        open.stream().map(order -> "").toArray(String[]::new),
        open.stream().map(order -> Long.valueOf(order.worth())).toArray(Long[]::new));
  }

  private SnapshotTaken taken(
      String channel, String entity, boolean whole, String[] keys, String[] places, Long[] values) {
    var asOf = Instant.EPOCH.plus(agenda.micros(), java.time.temporal.ChronoUnit.MICROS);
    var id =
        Objects.requireNonNull(
            sql.queryForObject(
                "insert into sync_snapshots (sync, channel, entity, as_of, pages, items, whole)"
                    + " values (?, ?, ?, ?, 1, ?, ?) returning id",
                Long.class,
                whole ? entity + "-" + channel : dev.crossdock.sync.Snapshots.LOOK,
                channel,
                entity,
                Timestamp.from(asOf),
                keys.length,
                whole));
    sql.query("select sync_open_staging(?)", row -> {}, id);
    sql.update(
        "insert into sync_staging (snapshot, key, place, value)"
            + " select ?, * from unnest(?::text[], ?::text[], ?::bigint[])",
        id,
        keys,
        places,
        values);
    sql.update(
        "update sync_snapshots set state = 'complete', finished_at = crossdock_now() where id = ?",
        id);
    forget(id);
    return new SnapshotTaken(id, channel, entity, whole);
  }

  /** Whoever compares may be done with the older ones. */
  private void forget(long id) {
    kept.add(id);
    if (kept.size() > KEPT) {
      sql.query("select sync_drop_staging(?)", row -> {}, kept.remove());
    }
  }

  /** What the hub wants shown, and whether that is settled, by line. */
  Map<Line, Wanted> wanted(List<String> skus) {
    var wanted = new java.util.HashMap<Line, Wanted>();
    sql.query(
        "select channel, sku, slot, desired, stopped, read_back_at is null and (stopped or"
            + " version = confirmed_version and in_flight_until is null)"
            + " from delivery_targets where version > 0 and sku = any(?)",
        row -> {
          wanted.put(
              new Line(row.getString(1), row.getString(2), row.getString(3)),
              new Wanted(row.getInt(4), row.getBoolean(5), row.getBoolean(6)));
        },
        (Object) skus.toArray(String[]::new));
    return wanted;
  }

  /** What happened to a line of late, for whoever must find out why it was called drift. */
  String story(Line line) {
    return String.join(
        "; ",
        sql.queryForList(
            """
            select what from (
              select 'v' || version || '=' || quantity || ' owed ' || owed_at::time(0) || ' sent '
                     || coalesce((sent_at::time(0))::text, '-') || ' taken ' || coalesce((confirmed_at::time(0))::text, '-') as what, owed_at as at
              from delivery_target_changes_view where channel = ? and sku = ? and slot = ?
              union all
              select kind || ' of ' || quantity || ' by ' || source || ' heard ' || heard_at::time(0), occurred_at
              from inventory_movements_view where sku = ?
              union all
              select 'compared ' || coalesce(expected::text, '-') || '/' || coalesce(observed::text, '-') || ', first ' || first_at::time(0), last_at
              from divergence_items_view where channel = ? and key = ? and place = ?) happened
            order by at desc limit 14
            """,
            String.class,
            line.channel(),
            line.key(),
            line.place(),
            line.key(),
            line.channel(),
            line.key(),
            line.place()));
  }

  /** What a channel should show by the hub. */
  record Wanted(int units, boolean stopped, boolean settled) {}
}
