package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL that the inbox and the outbox share, because both are handed out the same way. */
final class RelayedTable implements Relayed {
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final String flow;
  private final String claim;
  private final String giveBack;
  private final String giveBackLost;

  /**
   * Prepares the statements.
   *
   * @param waiting the state of a row that may be handed out
   * @param route the column that names the route template
   */
  RelayedTable(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      String flow,
      String waiting,
      String route) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.flow = flow;
    var table = "delivery_" + flow;
    this.claim =
        """
        with lanes as (
          select c.channel, s.shard from unnest(?::text[]) c (channel) cross join unnest(?::smallint[]) s (shard)
          where (c.channel || '/' || (s.shard %% %2$d)) <> all (?::text[])),
        due as (
          select d.id from lanes l cross join lateral (
            select i.id from %1$s i
            where i.channel = l.channel and i.shard = l.shard and i.state = '%3$s'
              and (i.next_attempt_at is null or i.next_attempt_at <= crossdock_now())
            order by i.id limit 64 for update skip locked) d)
        update %1$s i
        set state = 'relayed', attempts = attempts + 1, epoch = ?,
            leased_until = crossdock_now() + interval '30 seconds'
        from due where i.id = due.id
        returning i.id, i.channel, i.%4$s, i.shard
        """
            .formatted(table, Relay.LANES, waiting, route);
    this.giveBack =
        """
        update %s set state = '%s', leased_until = null, attempts = greatest(attempts - 1, 0),
               next_attempt_at = crossdock_now() + interval '1 second'
        where id = any(?) and epoch = ? and state = 'relayed'
        """
            .formatted(table, waiting);
    this.giveBackLost =
        """
        update %s set state = '%s', leased_until = null
        where state = 'relayed' and shard = any(?) and (leased_until < crossdock_now() or epoch < ?)
        """
            .formatted(table, waiting);
  }

  @Override
  public String flow() {
    return flow;
  }

  @Override
  public List<Handed> claim(
      Collection<String> channels, List<Short> shards, Collection<String> busy, long epoch) {
    var handed =
        transaction.execute(
            status -> {
              // a mark that a crash of the database forgets is only made again
              jdbc.execute("set local synchronous_commit = off");
              return jdbc.query(
                  claim,
                  (row, i) ->
                      new Handed(
                          row.getLong(1), row.getString(2), row.getString(3), row.getShort(4)),
                  channels.toArray(String[]::new),
                  shards.toArray(Short[]::new),
                  busy.toArray(String[]::new),
                  epoch);
            });
    return handed == null ? List.of() : handed;
  }

  @Override
  public void giveBack(List<Long> ids, long epoch) {
    jdbc.update(giveBack, ids.toArray(Long[]::new), epoch);
  }

  @Override
  public int giveBackLost(List<Short> shards, long epoch) {
    return jdbc.update(giveBackLost, shards.toArray(Short[]::new), epoch);
  }
}
