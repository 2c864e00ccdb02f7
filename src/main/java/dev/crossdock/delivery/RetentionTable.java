package dev.crossdock.delivery;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL by which old messages and old keys are deleted. */
@Component
class RetentionTable {
  /** By its number, because that is nearly the order of its age and costs no index of its own. */
  private static final String SWEEP =
      """
      with looked as (
        select id, state, received_at, closed_at, channel, topic, message_id, polled
        from delivery_inbox where id > ? order by id limit ?),
      old as (
        select * from looked
        where state in ('applied', 'duplicate', 'ignored') and closed_at < crossdock_now() - ? * interval '1 day'),
      remembered as (
        insert into delivery_polled_keys (channel, topic, message_id)
        select channel, topic, message_id from old where polled and message_id is not null
        on conflict do nothing),
      notes as (delete from delivery_parked p using old o where p.message_id = o.id),
      gone as (
        delete from delivery_inbox i using old o
        where i.id = o.id and i.state in ('applied', 'duplicate', 'ignored')
        returning i.id, i.channel, i.received_at, i.state),
      booked as (
        insert into delivery_book_entries (channel, hour, page, account, detail, n)
        select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), 'deleted', state, count(*)
        from gone group by 1, 2, 3, 5)
      select coalesce(max(id), 0), count(*),
             count(*) filter (where received_at < crossdock_now() - ? * interval '1 day'), (select count(*) from gone)
      from looked
      """;

  private final JdbcTemplate jdbc;

  RetentionTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What one look found.
   *
   * @param last the number of the last message looked at
   * @param looked how many there were
   * @param old how many of them are old, deleted or not
   * @param deleted how many of them are gone now
   */
  record Sweep(long last, int looked, int old, int deleted) {}

  /** Looks at the next messages, and deletes those that ended longer ago than so many days. */
  Sweep sweep(long after, int atMost, long days) {
    var sweep =
        jdbc.queryForObject(
            SWEEP,
            (row, i) -> new Sweep(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4)),
            after,
            atMost,
            days,
            days);
    return sweep == null ? new Sweep(after, 0, 0, 0) : sweep;
  }

  /** Deletes what is told of messages that left the parked page longer ago than so many days. */
  int deleteLeft(long days, int atMost) {
    return jdbc.update(
        """
        delete from delivery_parked where message_id in (
          select message_id from delivery_parked where left_at < crossdock_now() - ? * interval '1 day'
          order by left_at limit ?)
        """,
        days,
        atMost);
  }

  /** Deletes replays, with their items, that ended longer ago than so many days. */
  int deleteReplays(long days, int atMost) {
    return jdbc.update(
        """
        delete from delivery_replays where id in (
          select id from delivery_replays
          where state <> 'running' and finished_at < crossdock_now() - ? * interval '1 day' order by id limit ?)
        """,
        days,
        atMost);
  }

  /** Has the owner delete what was done by hand more than a year ago; the hub itself may not. */
  int forgetAudit(int atMost) {
    var forgotten = jdbc.queryForObject("select delivery_forget_audit(?)", Integer.class, atMost);
    return forgotten == null ? 0 : forgotten;
  }

  /** Deletes the keys of days that ended longer ago than so many days. */
  int deleteKeys(long days) {
    return jdbc.update(
        "delete from delivery_day_keys where day < (crossdock_now() at time zone 'UTC')::date - ?::integer",
        days);
  }
}
