package dev.crossdock.delivery;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Opens what was sealed, for a person who may see it: what a channel said, what was sent to it, and
 * what it answered.
 */
@Service
public class Evidence {
  private static final String HEARD =
      """
      select i.id, i.channel, i.topic, i.headers::text, i.observed_at, i.body,
             (select u.mapping from delivery_mappings_used u
              where u.channel = i.channel and u.topic = i.topic and u.since <= coalesce(i.closed_at, crossdock_now())
              order by u.since desc limit 1)
      from delivery_inbox i where i.id = ?
      """;

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final CallTable calls;
  private final Audit audit;

  Evidence(JdbcTemplate jdbc, Vault vault, CallTable calls, Audit audit) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.calls = calls;
    this.audit = audit;
  }

  /**
   * What went over the wire in one call, as JSON.
   *
   * @param sent null when it was not kept
   * @param answered {@code {status, headers, body}}; null when there was none
   */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed on once and never compared
  public record Exchanged(byte @Nullable [] sent, byte @Nullable [] answered) {}

  /** Notes that somebody was shown what others had said in private. */
  public void wasRead(String who, String about) {
    audit.note(who, "read", about, 1);
  }

  /** A message's raw bytes; empty when it is gone, or its day's key was deleted. */
  public Optional<byte[]> message(long id) {
    return jdbc
        .query("select body from delivery_inbox where id = ?", (row, i) -> row.getBytes(1), id)
        .stream()
        .findFirst()
        .flatMap(vault::open);
  }

  /**
   * A message as its mapping was given it, with the mapping that gave it its shape then; empty when
   * it is gone, or no document.
   */
  public Optional<Batch> heard(long id) {
    return jdbc.query(HEARD, (row, i) -> batch(row), id).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Batch> batch(ResultSet row) throws SQLException {
    var body = vault.open(row.getBytes(6));
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try {
      var headers = new HashMap<String, String>();
      Json.read(row.getString(4).getBytes(StandardCharsets.UTF_8))
          .properties()
          .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
      var message =
          new Message(
              row.getLong(1),
              row.getString(2),
              row.getString(3),
              headers,
              row.getTimestamp(5).toInstant(),
              Json.read(body.get()),
              null);
      var mapping = row.getString(7);
      var batch = new Batch(message.channel(), 0, List.of(message));
      return Optional.of(mapping == null ? batch : batch.mappedBy(mapping));
    } catch (HubException e) {
      return Optional.empty();
    }
  }

  /** What went over the wire in a call; empty when it is gone. */
  public Optional<Exchanged> call(long id, Instant at) {
    return calls.exchanged(id, at);
  }
}
