package dev.crossdock.delivery;

import java.time.Instant;
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
  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final CallTable calls;

  Evidence(JdbcTemplate jdbc, Vault vault, CallTable calls) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.calls = calls;
  }

  /**
   * What went over the wire in one call, as JSON.
   *
   * @param sent null when it was not kept
   * @param answered {@code {status, headers, body}}; null when there was none
   */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed on once and never compared
  public record Exchanged(byte @Nullable [] sent, byte @Nullable [] answered) {}

  /** A message's raw bytes; empty when it is gone, or its day's key was deleted. */
  public Optional<byte[]> message(long id) {
    return jdbc
        .query("select body from delivery_inbox where id = ?", (row, i) -> row.getBytes(1), id)
        .stream()
        .findFirst()
        .flatMap(vault::open);
  }

  /** What went over the wire in a call; empty when it is gone. */
  public Optional<Exchanged> call(long id, Instant at) {
    return calls.exchanged(id, at);
  }
}
