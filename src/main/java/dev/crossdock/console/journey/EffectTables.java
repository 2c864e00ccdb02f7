package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.MessageTables.instant;
import static dev.crossdock.console.journey.MessageTables.trouble;

import dev.crossdock.console.journey.Rows.Change;
import dev.crossdock.console.journey.Rows.Fact;
import dev.crossdock.console.journey.Rows.Message;
import dev.crossdock.console.journey.Rows.Movement;
import dev.crossdock.console.journey.Rows.Posting;
import dev.crossdock.console.journey.Rows.Target;
import dev.crossdock.console.journey.Rows.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What messages did to stock, and who had to be told. */
@Component
class EffectTables {
  private static final int MOST = 600;

  private static final String MOVEMENTS =
      """
      select key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at, heard_at, message_id, version, note
      from inventory_movements_view
      where message_id = any(?) and sku = coalesce(?, sku) order by id limit ?
      """;

  /** The version with which a number that was overtaken went out: the next one that was sent. */
  private static final String CHANGE =
      """
      c.channel, c.sku, c.slot, c.version, c.quantity, c.owed_at, c.confirmed_at,
      coalesce(s.version, c.version), coalesce(s.quantity, c.quantity), coalesce(s.sent_at, c.sent_at),
      case when c.sent_at is null then s.confirmed_at else c.confirmed_at end, c.found
      """;

  private static final String OVERTAKER =
      """
      left join lateral (
        select n.version, n.quantity, n.sent_at, n.confirmed_at from delivery_target_changes_view n
        where n.channel = c.channel and n.sku = c.sku and n.slot = c.slot and n.version > c.version
          and n.sent_at is not null and n.owed_at >= c.owed_at
        order by n.version limit 1) s on c.sent_at is null
      """;

  /** What a message owes is written in its transaction: after its movements, before its end. */
  private static final String CAUSED =
      "select w.message, "
          + CHANGE
          + """
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) w (message, sku, since, until)
            join lateral (
              select * from delivery_target_changes_view c
              where c.sku = w.sku and c.owed_at between w.since::timestamptz and w.until::timestamptz
              limit 100) c on true
            """
          + OVERTAKER
          + " order by c.owed_at limit ?";

  private static final String ABOUT =
      "select null::bigint, "
          + CHANGE
          + " from delivery_target_changes_view c "
          + OVERTAKER
          + """
            where c.channel = any(?) and c.sku = ? and c.owed_at between ?::timestamptz and ?::timestamptz
            order by c.owed_at limit ?
            """;

  /** Versions that only repeat one of these, because it was accepted and found lost. */
  private static final String AGAIN =
      "select distinct w.message, "
          + CHANGE
          + """
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
              w (message, channel, sku, slot, version, owed_at)
            join delivery_target_changes_view c
              on c.channel = w.channel and c.sku = w.sku and c.slot = w.slot and c.version > w.version
              and c.owed_at >= w.owed_at::timestamptz and c.found is not null
              and not exists (
                select from delivery_target_changes_view n
                where n.channel = c.channel and n.sku = c.sku and n.slot = c.slot and n.version > w.version
                  and n.version < c.version and n.owed_at >= w.owed_at::timestamptz and n.found is null)
            """
          + OVERTAKER
          + " order by c.owed_at limit ?";

  private static final String TARGETS =
      """
      select t.channel, t.sku, t.slot, t.desired, t.version, t.owed_at, t.sent_version, t.sent_at, t.in_flight_until,
             t.confirmed_version, t.confirmed_at, t.observed, t.observed_at, t.attempts, t.next_attempt_at,
             t.failure_class, t.failure_code, t.failure_sentence, t.stopped, t.read_back_at, t.read_back_looks, t.lost_writes
      from (select distinct * from unnest(?::text[], ?::text[], ?::text[]) d (channel, sku, slot)) w
      join delivery_journey_targets_view t on t.channel = w.channel and t.sku = w.sku and t.slot = w.slot
      """;

  private static final String POSTINGS =
      """
      select p.movement, p.channel, p.confirmed_at, f.id, f.created_at, f.state, f.attempts, f.next_attempt_at, f.closed_at,
             f.failure_class, f.failure_code, f.failure_sentence
      from inventory_postings_view p
      left join delivery_journey_facts_view f on f.channel = p.channel and f.key = p.movement
      where p.movement = any(?) order by f.id limit ?
      """;

  private final JdbcTemplate jdbc;

  EffectTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What these messages did to stock.
   *
   * @param sku of which alone; null for all
   */
  List<Movement> movements(Collection<Message> messages, @Nullable String sku) {
    return jdbc.query(
        MOVEMENTS,
        EffectTables::movement,
        messages.stream().map(Message::id).toArray(Long[]::new),
        sku,
        MOST);
  }

  /** What channels should show because of these movements. */
  List<Change> caused(Collection<Message> messages, Collection<Movement> movements) {
    record Window(long message, String sku) {}
    var since = new HashMap<Window, Instant>();
    for (var movement : movements) {
      var message = movement.message();
      if (message != null) {
        since.merge(
            new Window(message, movement.sku()),
            movement.heardAt(),
            (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    var closed = new HashMap<Long, Instant>();
    messages.forEach(
        m -> {
          if (m.closedAt() != null) {
            closed.put(m.id(), m.closedAt());
          }
        });
    var windows = new ArrayList<>(since.keySet());
    windows.removeIf(w -> !closed.containsKey(w.message()));
    return jdbc.query(
        CAUSED,
        EffectTables::change,
        windows.stream().map(Window::message).toArray(Long[]::new),
        windows.stream().map(Window::sku).toArray(String[]::new),
        windows.stream().map(w -> String.valueOf(since.get(w))).toArray(String[]::new),
        windows.stream().map(w -> String.valueOf(closed.get(w.message()))).toArray(String[]::new),
        MOST);
  }

  /** What channels should show of a SKU changed in this time, whoever caused it. */
  List<Change> about(Collection<String> channels, String sku, Instant since, Instant until) {
    return jdbc.query(
        ABOUT,
        EffectTables::change,
        channels.toArray(String[]::new),
        sku,
        since.toString(),
        until.toString(),
        MOST);
  }

  /** What was owed again, because a channel accepted one of these and then did not show it. */
  List<Change> again(Collection<Change> changes) {
    return jdbc.query(
        AGAIN,
        EffectTables::change,
        changes.stream().map(Change::message).toArray(Long[]::new),
        changes.stream().map(Change::channel).toArray(String[]::new),
        changes.stream().map(Change::sku).toArray(String[]::new),
        changes.stream().map(Change::slot).toArray(String[]::new),
        changes.stream().map(Change::version).toArray(Long[]::new),
        changes.stream().map(c -> c.owedAt().toString()).toArray(String[]::new),
        MOST);
  }

  /** How the targets of these changes stand now. */
  List<Target> targets(Collection<Change> changes) {
    return jdbc.query(
        TARGETS,
        EffectTables::target,
        changes.stream().map(Change::channel).toArray(String[]::new),
        changes.stream().map(Change::sku).toArray(String[]::new),
        changes.stream().map(Change::slot).toArray(String[]::new));
  }

  /** Who had to book these movements, and what became of it. */
  List<Posting> postings(Collection<Movement> movements) {
    return jdbc.query(
        POSTINGS,
        EffectTables::posting,
        movements.stream().map(Movement::key).toArray(String[]::new),
        MOST);
  }

  private static Movement movement(ResultSet row, int index) throws SQLException {
    return new Movement(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getString(8),
        row.getTimestamp(9).toInstant(),
        row.getTimestamp(10).toInstant(),
        row.getObject(11, Long.class),
        row.getLong(12),
        row.getString(13));
  }

  private static Change change(ResultSet row, int index) throws SQLException {
    var sentAt = instant(row.getTimestamp(11));
    return new Change(
        row.getObject(1, Long.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getInt(6),
        row.getTimestamp(7).toInstant(),
        instant(row.getTimestamp(8)),
        sentAt == null
            ? null
            : new Told(row.getLong(9), row.getInt(10), sentAt, instant(row.getTimestamp(12))),
        row.getObject(13, Integer.class));
  }

  private static Target target(ResultSet row, int index) throws SQLException {
    return new Target(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        row.getLong(5),
        row.getTimestamp(6).toInstant(),
        row.getLong(7),
        instant(row.getTimestamp(8)),
        instant(row.getTimestamp(9)),
        row.getLong(10),
        instant(row.getTimestamp(11)),
        row.getObject(12, Integer.class),
        instant(row.getTimestamp(13)),
        row.getInt(14),
        instant(row.getTimestamp(15)),
        trouble(row, 16, null),
        row.getBoolean(19),
        instant(row.getTimestamp(20)),
        row.getInt(21),
        row.getInt(22));
  }

  private static Posting posting(ResultSet row, int index) throws SQLException {
    var confirmed = instant(row.getTimestamp(3));
    var movement = row.getString(1);
    var channel = row.getString(2);
    if (row.getObject(4) == null) {
      return new Posting(movement, channel, confirmed, null);
    }
    return new Posting(
        movement,
        channel,
        confirmed,
        new Fact(
            row.getLong(4),
            channel,
            movement,
            row.getTimestamp(5).toInstant(),
            row.getString(6),
            row.getInt(7),
            instant(row.getTimestamp(8)),
            instant(row.getTimestamp(9)),
            trouble(row, 10, null)));
  }
}
