package dev.crossdock.delivery;

import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How rows of what waits for a person are read. */
final class ParkedRows {
  static final String FULL =
      """
      select 'message', p.message_id::text, p.channel, p.topic, p.order_key, p.class, p.code, p.sentence, p.pointer,
             p.received_at, p.parked_at, p.times, i.body, p.canonical, i.headers::text, p.mapping, p.trace,
             (select f.name from delivery_files f where f.id = i.file_id), i.line, i.crashes,
             (select count(*) from delivery_inbox h where h.state = 'held' and h.held_by = i.id)
      from delivery_parked p join delivery_inbox i on i.id = p.message_id
      where p.message_id = ? and p.left_at is null
      """;

  static final String FACT_AGAIN =
      "update delivery_outbox set state = 'owed', attempts = 0, closed_at = null, next_attempt_at = null"
          + " where channel = ? and id::text = ? and state = 'parked'";

  static final String TARGET_AGAIN =
      "update delivery_targets set stopped = false, attempts = 0, next_attempt_at = null"
          + " where channel = ? and sku || ' ' || slot = ? and stopped";

  private ParkedRows() {}

  static Parked.Waiting waiting(ResultSet row) throws SQLException {
    return new Parked.Waiting(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getTimestamp(10).toInstant(),
        row.getTimestamp(11).toInstant(),
        row.getInt(12));
  }

  static Parked.Full full(ResultSet row, Vault vault) throws SQLException {
    return new Parked.Full(
        waiting(row),
        text(row.getBytes(13), vault),
        text(row.getBytes(14), vault),
        headers(row.getString(15)),
        row.getString(16),
        row.getString(17),
        row.getString(18),
        row.getObject(19) == null ? null : row.getInt(19),
        row.getInt(20),
        row.getInt(21));
  }

  private static @Nullable String text(byte @Nullable [] sealed, Vault vault) {
    return sealed == null
        ? null
        : vault.open(sealed).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null);
  }

  private static Map<String, String> headers(String json) {
    var headers = new TreeMap<String, String>();
    Json.read(json.getBytes(StandardCharsets.UTF_8))
        .properties()
        .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
    return headers;
  }
}
