package dev.crossdock.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL that the inbox and the outbox share, because both are handed out the same way. */
final class RelayedTable implements Relayed {
  /** Of a term of office that ended: suspect; alone at work when it ended: blamed. */
  private static final String SUSPECTED =
      """
      case when crashes > 0 or epoch < ? then 'held' else 'received' end,
      crashes = crashes + case when epoch < ? and (opened or crashes = 0) then 1 else 0 end, opened = false\
      """;

  private final JdbcTemplate marks;
  private final boolean suspects;
  private final String flow;
  private final int mostOfAShard;
  private final String claim;
  private final String giveBack;
  private final String giveBackLost;
  private final String ended;

  /**
   * Prepares the statements.
   *
   * @param marks a mark that a crash of the database forgets is only made again
   * @param waiting the state of a row that may be handed out
   * @param route the column that names the route template
   * @param mostOfAShard so many rows at once, and no more
   */
  RelayedTable(JdbcTemplate marks, String flow, String waiting, String route, int mostOfAShard) {
    this(marks, flow, waiting, route, mostOfAShard, false);
  }

  /**
   * As above.
   *
   * @param suspects whether rows that were out when their process died are suspected of it
   */
  RelayedTable(
      JdbcTemplate marks,
      String flow,
      String waiting,
      String route,
      int mostOfAShard,
      boolean suspects) {
    var back =
        suspects
            ? "case when crashes > 0 then 'held' else '%s' end".formatted(waiting)
            : "'%s'".formatted(waiting);
    this.marks = marks;
    this.suspects = suspects;
    this.mostOfAShard = mostOfAShard;
    this.flow = flow;
    var table = "delivery_" + flow;
    this.claim =
        """
        with lanes as (select * from unnest(?::text[], ?::smallint[]) as l (channel, shard)),
        due as (
          select d.id from lanes l cross join lateral (
            select i.id from %1$s i
            where i.channel = l.channel and i.shard = l.shard and i.state = '%3$s'
              and (i.next_attempt_at is null or i.next_attempt_at <= crossdock_now())
            order by i.id limit %2$d for update skip locked) d)
        update %1$s i
        set state = 'relayed', attempts = attempts + 1, epoch = ?,
            leased_until = crossdock_now() + interval '30 seconds'
        where i.id = any(array(select id from due))
        returning i.id, i.channel, i.%4$s, i.shard
        """
            .formatted(table, mostOfAShard, waiting, route);
    this.giveBack =
        """
        update %s set state = %s%s, leased_until = null, attempts = greatest(attempts - 1, 0),
               next_attempt_at = crossdock_now() + interval '1 second'
        where id = any(?) and epoch = ? and state = 'relayed'
        """
            .formatted(table, back, suspects ? ", opened = false" : "");
    this.giveBackLost =
        """
        update %s set state = %s, leased_until = null
        where leased_until is not null and state = 'relayed' and shard = any(?) and (leased_until < crossdock_now() or epoch < ?)
        """
            .formatted(table, suspects ? SUSPECTED : back);
    this.ended =
        "select o.id from unnest(?::bigint[]) as o (id) where not exists"
            + " (select from %s i where i.id = o.id and i.epoch = ? and i.state = 'relayed')"
                .formatted(table);
  }

  /** The statement that hands rows out, for whoever asks the database how it will run it. */
  String claim() {
    return claim;
  }

  @Override
  public String flow() {
    return flow;
  }

  @Override
  public int mostOfAShard() {
    return mostOfAShard;
  }

  @Override
  public List<Handed> claim(Collection<Lane> lanes, List<Short> shards, long epoch) {
    var channel = new ArrayList<String>();
    var shard = new ArrayList<Short>();
    for (var lane : lanes) {
      shards.stream()
          .filter(lane::has)
          .forEach(
              held -> {
                channel.add(lane.channel());
                shard.add(held);
              });
    }
    return marks.query(
        claim,
        (row, i) -> new Handed(row.getLong(1), row.getString(2), row.getString(3), row.getShort(4)),
        channel.toArray(String[]::new),
        shard.toArray(Short[]::new),
        epoch);
  }

  @Override
  public void giveBack(List<Long> ids, long epoch) {
    marks.update(giveBack, ids.toArray(Long[]::new), epoch);
  }

  @Override
  public int giveBackLost(List<Short> shards, long epoch) {
    var held = shards.toArray(Short[]::new);
    return suspects
        ? marks.update(giveBackLost, epoch, epoch, held, epoch)
        : marks.update(giveBackLost, held, epoch);
  }

  @Override
  public List<Long> ended(List<Long> ids, long epoch) {
    return ids.isEmpty()
        ? List.of()
        : marks.queryForList(ended, Long.class, ids.toArray(Long[]::new), epoch);
  }
}
