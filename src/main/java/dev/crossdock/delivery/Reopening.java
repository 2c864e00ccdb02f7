package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The one door by which a message leaves the place where it waits: a parked one is handed out again
 * or settled, a held one goes on. Whatever opens it, a person or the hub itself, it is the same
 * SQL.
 */
@Component
class Reopening {
  private static final String REOPEN =
      """
      with opened as (
        update delivery_inbox
        set state = case when crashes > 0 then 'held' else 'received' end, crashes = least(crashes, ?),
            opened = false, closed_at = null, next_attempt_at = null, attempts = 0
        where id = any(?) and state = 'parked'
        returning id, channel, shard, received_at, failure_class),
      %s,
      left_ as (
        update delivery_parked p set left_at = crossdock_now(), left_by = ?
        from opened where p.message_id = opened.id)
      select id, channel, shard from opened
      """
          .formatted(BookTable.OPENED);

  private static final String SETTLE =
      """
      with closed as (
        update delivery_inbox set state = 'ignored', rule = ?, closed_at = crossdock_now()
        where id = any(?) and state = 'parked'
        returning id, channel, received_at, state, rule as detail, failure_class),
      opened as (select * from closed),
      %s, %s
      update delivery_parked p set left_at = crossdock_now(), left_by = ?
      from closed where p.message_id = closed.id
      """
          .formatted(BookTable.OPENED, BookTable.CLOSED);

  private static final String HOLD =
      """
      update delivery_inbox i
      set state = 'held', held_by = first.id, leased_until = null, attempts = greatest(i.attempts - 1, 0)
      from (select p.id from delivery_inbox m join delivery_inbox p
              on p.channel = m.channel and p.order_key = m.order_key and p.id < m.id and p.state in ('held', 'parked')
            where m.id = ? order by p.id limit 1) first
      where i.id = ? and i.epoch = ? and i.state = 'relayed'
      """;

  private static final String RELEASE =
      """
      update delivery_inbox h set state = 'received', held_by = null
      where h.state = 'held' and h.held_by is not null
        and not exists (select from delivery_inbox p
                        where p.id = h.held_by and p.state in ('received', 'relayed', 'held', 'parked'))
      returning h.channel, h.shard
      """;

  private final JdbcTemplate jdbc;

  Reopening(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A message that may be handed out now. */
  record Opened(long id, Lane lane) {}

  /** Lets parked messages be tried again; those that are parked no more are left alone. */
  List<Opened> reopen(Collection<Long> ids, String by) {
    return jdbc.query(
        REOPEN,
        (row, i) -> new Opened(row.getLong(1), Lane.of(row.getString(2), row.getInt(3))),
        SuspectTable.ALONE,
        ids.toArray(Long[]::new),
        by);
  }

  /** Ends parked messages as ignored, by that rule; returns how many were still parked. */
  int settle(Collection<Long> ids, String rule) {
    return jdbc.update(SETTLE, rule, ids.toArray(Long[]::new), rule);
  }

  /** Has a message that was handed out wait for an earlier one of its key, if there is one. */
  boolean hold(long epoch, long id) {
    return jdbc.update(HOLD, id, id, epoch) > 0;
  }

  /** Who waited for one may wait for its corrected copy instead. */
  void waitFor(long copy, long original) {
    jdbc.update(
        "update delivery_inbox set held_by = ? where held_by = ? and state = 'held'",
        copy,
        original);
  }

  /** Lets go on what waited for a message that has ended since. */
  List<Lane> release() {
    return jdbc.query(RELEASE, (row, i) -> Lane.of(row.getString(1), row.getInt(2)));
  }
}
