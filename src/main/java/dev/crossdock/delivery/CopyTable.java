package dev.crossdock.delivery;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL by which a corrected copy takes a parked message's place. */
@Component
class CopyTable {
  private static final String COPY =
      """
      with copied as (
      insert into delivery_inbox (channel, topic, intake, shard, order_key, message_id, file_id, line, body, body_hash,
                                  headers, observed_at, copy_of)
      select channel, topic, intake, shard, order_key, message_id, file_id, line, ?, ?, headers, observed_at, id
      from delivery_inbox where id = ? and state = 'parked'
      returning id, channel, shard, received_at),
      booked as (
        insert into delivery_book_entries (channel, hour, page, account, n)
        select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), 'received', 1 from copied)
      select id, channel, shard from copied
      """;

  private final JdbcTemplate jdbc;
  private final Reopening reopening;
  private final Vault vault;

  CopyTable(JdbcTemplate jdbc, Reopening reopening, Vault vault) {
    this.jdbc = jdbc;
    this.reopening = reopening;
    this.vault = vault;
  }

  /** A copy and the fingerprints of what it replaces and what it says. */
  @SuppressWarnings("ArrayRecordComponent") // fingerprints, written down once and never compared
  record Copied(Reopening.Opened opened, byte[] before, byte[] after) {}

  /** Within the caller's transaction; empty when the message is parked no more. */
  Optional<Copied> copy(long id, byte[] body) {
    var before =
        jdbc.queryForList(
            "select body_hash from delivery_inbox where id = ? and state = 'parked' for update",
            byte[].class,
            id);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    var after = vault.fingerprint(body);
    var copy =
        jdbc.query(
                COPY,
                (row, i) ->
                    new Reopening.Opened(row.getLong(1), Lane.of(row.getString(2), row.getInt(3))),
                vault.seal(body),
                after,
                id)
            .get(0);
    reopening.settle(List.of(id), "replaced by " + copy.id());
    reopening.waitFor(copy.id(), id);
    return Optional.of(new Copied(copy, before.get(0), after));
  }
}
