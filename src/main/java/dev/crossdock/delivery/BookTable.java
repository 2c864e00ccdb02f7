package dev.crossdock.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of the books: entries, the hours they are folded into, and their sums. */
@Component
class BookTable {
  /**
   * Books what a statement closed. To be put into the statement that did it, behind a part {@code
   * closed} that returns id, channel, received_at, state and detail (the rule or the class).
   */
  static final String CLOSED =
      """
      booked as (
        insert into delivery_book_entries (channel, hour, page, account, detail, n)
        select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), state, coalesce(detail, ''), count(*)
        from closed group by 1, 2, 3, 4, 5)
      """;

  /**
   * Books what is parked no more. To be put behind a part {@code opened} that returns id, channel,
   * received_at and failure_class.
   */
  static final String OPENED =
      """
      unbooked as (
        insert into delivery_book_entries (channel, hour, page, account, detail, n)
        select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), 'parked', coalesce(failure_class, ''),
               -count(*)
        from opened group by 1, 2, 3, 5)
      """;

  private static final String FOLD =
      """
      with mine as materialized (select pg_try_advisory_xact_lock(hashtext('delivery_books')) as yes),
      taken as (
        delete from delivery_book_entries
        where id in (select id from delivery_book_entries where (select yes from mine) order by id limit 20000)
        returning *),
      sums as (
        select channel, hour, page, account, detail, sum(n) as n
        from taken group by channel, hour, page, account, detail),
      hours as (
        insert into delivery_books as b (channel, hour, page, account, detail, n)
        select * from sums order by channel, hour, page, account, detail
        on conflict (channel, hour, page, account, detail) do update set n = b.n + excluded.n),
      totals as (
        insert into delivery_book_totals as t (channel, account, n)
        select channel, account, sum(n) from sums group by channel, account order by channel, account
        on conflict (channel, account) do update set n = t.n + excluded.n)
      select count(*) from taken
      """;

  private static final String ENTRIES =
      """
      (select channel, hour, page, account, detail, n from delivery_books
       union all
       select channel, hour, page, account, detail, n from delivery_book_entries)
      """;

  /** One statement, and so one instant: what is booked on a page, against what is there. */
  private static final String DIFFERENCES =
      """
      with there as (
        select channel, date_trunc('hour', received_at, 'UTC') as hour, state, count(*) as n
        from delivery_inbox where id >= ?::bigint << 14 and id < (?::bigint + 1) << 14 group by 1, 2, 3),
      sides as (
        select channel, hour, s.state, s.n as booked, 0::bigint as kept
        from %s booked, lateral (values
          (case account when 'deleted' then detail when 'received' then 'in progress' else account end,
           case account when 'deleted' then -n else n end),
          ('in progress', case when account in ('received', 'deleted') then 0 else -n end)) s (state, n)
        where page = ?
        union all
        select channel, hour,
               case when state in ('applied', 'duplicate', 'ignored', 'parked') then state else 'in progress' end, 0, n
        from there)
      select channel, hour, state, sum(booked)::bigint, sum(kept)::bigint
      from sides group by channel, hour, state having sum(booked) <> sum(kept)
      order by channel, hour, state
      """
          .formatted(ENTRIES);

  private static final String TOTALS =
      """
      select channel, account, sum(n)::bigint
      from (select channel, account, n from delivery_book_totals
            union all select channel, account, n from delivery_book_entries) t
      group by channel, account
      """;

  /** By the index of what waits, one shard at a time: a million that wait cost no more than one. */
  private static final String OLDEST =
      """
      select c.channel, min(w.received_at)
      from (select distinct channel from delivery_book_totals) c
      cross join lateral (
        select first.received_at from generate_series(0, 15) s (shard)
        cross join lateral (
          select received_at from delivery_inbox i
          where i.channel = c.channel and i.shard = s.shard::smallint and i.state = 'received' order by i.id limit 1) first
        union all
        select i.received_at from delivery_inbox i
        where i.leased_until is not null and i.state = 'relayed' and i.channel = c.channel
        union all
        select i.received_at from delivery_inbox i where i.state = 'held' and i.channel = c.channel) w
      group by c.channel
      """;

  private final JdbcTemplate jdbc;

  BookTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Folds entries into their hours; returns how many. */
  int fold() {
    var folded = jdbc.queryForObject(FOLD, Integer.class);
    return folded == null ? 0 : folded;
  }

  /** What is booked on one account of one channel. */
  record Total(String channel, String account, long n) {}

  List<Total> totals() {
    return jdbc.query(
        TOTALS, (row, i) -> new Total(row.getString(1), row.getString(2), row.getLong(3)));
  }

  /** One line of the books. */
  record Line(String channel, Instant hour, String account, String detail, long n) {}

  /** The lines of those hours, by channel and hour. */
  List<Line> lines(Instant from, Instant to) {
    return jdbc.query(
        "select channel, hour, account, detail, sum(n)::bigint from %s e".formatted(ENTRIES)
            + " where hour >= ?::timestamptz and hour < ?::timestamptz"
            + " group by 1, 2, 3, 4 having sum(n) <> 0 order by 2, 1, 3, 4",
        (row, i) ->
            new Line(
                row.getString(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getLong(5)),
        from.toString(),
        to.toString());
  }

  /** Where entries and rows of that page do not say the same. */
  List<Books.Imbalance> differences(long page) {
    return jdbc.query(DIFFERENCES, BookTable::imbalance, page, page, page);
  }

  private static Books.Imbalance imbalance(ResultSet row, int index) throws SQLException {
    return new Books.Imbalance(
        row.getString(1),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        row.getLong(4),
        row.getLong(5));
  }

  /** Since when the oldest message of a channel waits. */
  record Oldest(String channel, Instant receivedAt) {}

  List<Oldest> oldest() {
    return jdbc.query(
        OLDEST, (row, i) -> new Oldest(row.getString(1), row.getTimestamp(2).toInstant()));
  }

  /** Pages in a row; none when the last is before the first. */
  record Pages(long first, long last) {
    boolean none() {
      return last < first;
    }

    /** With those that follow, up to that one. */
    Pages upTo(long newest) {
      return new Pages(none() ? newest : first, Math.max(last, newest));
    }

    LongStream each() {
      return LongStream.rangeClosed(first, last);
    }
  }

  /** The pages that messages of those hours are booked on. */
  Pages pages(Instant from, Instant to) {
    return pages(
        "select coalesce(min(page), 0), coalesce(max(page), -1) from %s e".formatted(ENTRIES)
            + " where page >= 0 and hour >= ?::timestamptz and hour < ?::timestamptz",
        from.toString(),
        to.toString());
  }

  /** All that anything is booked on, or stands on. */
  Pages pages() {
    return pages(
        """
        select coalesce(least(min(page), delivery_page((select min(id) from delivery_inbox))), 0),
               coalesce(greatest(max(page), delivery_page((select max(id) from delivery_inbox))), -1)
        from %s e where page >= 0
        """
            .formatted(ENTRIES));
  }

  private Pages pages(String query, Object... hours) {
    var pages =
        jdbc.queryForObject(query, (row, i) -> new Pages(row.getLong(1), row.getLong(2)), hours);
    return pages == null ? new Pages(0, -1) : pages;
  }
}
