package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Journey.Named;
import dev.crossdock.console.journey.Rows.Message;
import dev.crossdock.console.journey.Rows.Trouble;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds messages by what people call them. */
@Component
class MessageTables {
  /** A journey that is longer is shown in part, and says so. */
  static final int MOST = 200;

  private static final String COLUMNS =
      """
      select id, channel, topic, order_key, message_id, polled, file, line, encode(body_hash, 'hex'), observed_at, received_at,
             state, attempts, next_attempt_at, closed_at, rule, failure_class, failure_code, failure_sentence, failure_pointer,
             (select u.mapping from delivery_mappings_used_view u
              where u.channel = m.channel and u.topic = m.topic and u.since <= coalesce(m.closed_at, crossdock_now())
              order by u.since desc limit 1), held_by
      from delivery_journey_messages_view m
      """;

  private final JdbcTemplate jdbc;

  MessageTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The messages with this name. */
  List<Long> named(Collection<String> names, @Nullable String kind) {
    return jdbc.queryForList(
        "select distinct message_id from delivery_names_view where name = any(?) and kind = coalesce(?, kind)"
            + " order by message_id limit ?",
        Long.class,
        names.toArray(String[]::new),
        kind,
        MOST + 1);
  }

  /** Messages that wait and that nobody has opened yet, by the ids that were seen from outside. */
  List<Long> waiting(String written) {
    return jdbc.queryForList(
        """
        select id from delivery_journey_messages_view where state = 'received' and order_key = ?
        union select id from delivery_journey_messages_view
              where state = 'received' and message_id is not null and message_id = ?
        order by id limit ?
        """,
        Long.class,
        written,
        written,
        MOST + 1);
  }

  /** The message that made a movement with this business key. */
  List<Long> moved(String key) {
    return jdbc.queryForList(
        "select message_id from inventory_movements_view where key = ? and message_id is not null",
        Long.class,
        key);
  }

  /** The message that made a fact which a channel is told of. */
  List<Long> ofFact(long fact) {
    return jdbc.queryForList(
        "select m.message_id from delivery_journey_facts_view f join inventory_movements_view m on m.key = f.key"
            + " where f.id = ? and m.message_id is not null",
        Long.class,
        fact);
  }

  /** The messages that changed the stock of a SKU in this time, or told of it then. */
  List<Long> movedStock(String sku, Instant since, Instant until) {
    return jdbc.queryForList(
        """
        select message_id from (
          select message_id, heard_at from inventory_movements_view
          where sku = ? and occurred_at between ?::timestamptz and ?::timestamptz
          union select message_id, heard_at from inventory_movements_view
          where sku = ? and heard_at between ?::timestamptz and ?::timestamptz) m
        where message_id is not null group by message_id order by max(heard_at) desc limit ?
        """,
        Long.class,
        sku,
        since.toString(),
        until.toString(),
        sku,
        since.toString(),
        until.toString(),
        MOST + 1);
  }

  /** All that these messages are called. */
  List<Named> names(Collection<Long> messages) {
    return jdbc.query(
        "select distinct kind, name from delivery_names_view where message_id = any(?) order by kind, name limit 500",
        (row, i) -> new Named(row.getString(1), row.getString(2)),
        (Object) messages.toArray(Long[]::new));
  }

  List<Message> messages(Collection<Long> ids) {
    var wanted = new TreeSet<>(ids);
    return jdbc.query(
        COLUMNS + " where id = any(?) order by received_at, id",
        MessageTables::message,
        (Object) wanted.toArray(Long[]::new));
  }

  /** Which SKUs of ours this may be: ours by its number, or anybody's name for it. */
  List<String> skus(String written) {
    return jdbc.queryForList(
        """
        select sku from catalog_skus_view where sku = ?
        union select sku from catalog_references_view where code = ?
        union (select sku from inventory_movements_view where sku = ? limit 1)
        limit 20
        """,
        String.class,
        written,
        written,
        written);
  }

  private static Message message(ResultSet row, int index) throws SQLException {
    return new Message(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBoolean(6),
        row.getString(7),
        row.getObject(8, Integer.class),
        row.getString(9),
        row.getTimestamp(10).toInstant(),
        row.getTimestamp(11).toInstant(),
        row.getString(12),
        row.getInt(13),
        instant(row.getTimestamp(14)),
        instant(row.getTimestamp(15)),
        row.getString(16),
        trouble(row, 17, row.getString(20)),
        row.getString(21),
        row.getObject(22, Long.class));
  }

  static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  /** Three columns: class, code, sentence. */
  static @Nullable Trouble trouble(ResultSet row, int column, @Nullable String pointer)
      throws SQLException {
    var kind = row.getString(column);
    var code = row.getString(column + 1);
    var sentence = row.getString(column + 2);
    return kind == null
        ? null
        : new Trouble(kind, code == null ? "" : code, sentence == null ? "" : sentence, pointer);
  }
}
