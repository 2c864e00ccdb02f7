package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what systems count: which numbers were heard, and which are missing between them. */
@Component
class GapTable {
  /** A wider one is no loss: somebody began to count anew. */
  static final int WIDEST = 1_000;

  private static final String NEWS =
      """
      select i.id, i.channel, i.topic, case when w.topic is not null then (select body from delivery_inbox b where b.id = i.id) end
      from (select id, channel, topic, received_at from delivery_inbox where id > ? order by id limit ?) i
      left join unnest(?::text[], ?::text[]) as w (channel, topic) on w.channel = i.channel and w.topic = i.topic
      where i.received_at < crossdock_now() - ? * interval '1 millisecond'
      order by i.id
      """;

  private static final String HEAR =
      """
      insert into delivery_sequences as s (channel, name, scope, seen, grace_seconds)
      select channel, name, scope, range_agg(int8range(number, number, '[]')), max(grace)
      from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[]) as v (channel, name, scope, number, grace)
      group by channel, name, scope
      on conflict (channel, name, scope) do update
      set seen = s.seen + excluded.seen, grace_seconds = excluded.grace_seconds, heard_at = crossdock_now()
      """;

  private static final String FIND =
      """
      with touched as (
        select distinct channel, name, scope from unnest(?::text[], ?::text[], ?::text[]) as v (channel, name, scope)),
      missing as (
        select channel, name, scope, lower(g) as first_number, upper(g) - 1 as last_number
        from touched join delivery_sequences s using (channel, name, scope),
             unnest(int8multirange(int8range(lower(seen), upper(seen))) - seen) g
        where upper(g) - lower(g) <= ?),
      filled as (
        delete from delivery_gaps g using touched t
        where g.channel = t.channel and g.name = t.name and g.scope = t.scope
          and not exists (select from missing m
                          where m.channel = g.channel and m.name = g.name and m.scope = g.scope
                            and m.first_number = g.first_number and m.last_number = g.last_number)
        returning g.*)
      insert into delivery_gaps (channel, name, scope, first_number, last_number, since)
      select m.*, coalesce((select min(f.since) from filled f
                            where f.channel = m.channel and f.name = m.name and f.scope = m.scope
                              and f.first_number <= m.last_number and f.last_number >= m.first_number), crossdock_now())
      from missing m
      on conflict do nothing
      """;

  private static final String FORGIVE =
      """
      with old as (
        delete from delivery_gaps where since < crossdock_now() - ? * interval '1 day' returning *),
      forgiven as (
        update delivery_sequences s
        set seen = seen + (select range_agg(int8range(o.first_number, o.last_number, '[]')) from old o
                           where o.channel = s.channel and o.name = s.name and o.scope = s.scope)
        where (channel, name, scope) in (select channel, name, scope from old))
      delete from delivery_sequences s
      where heard_at < crossdock_now() - ? * interval '1 day'
        and not exists (select from old o where o.channel = s.channel and o.name = s.name and o.scope = s.scope)
      """;

  private final JdbcTemplate jdbc;

  GapTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A message that has been kept for a while; its body only when it tells of what is counted. */
  @SuppressWarnings("ArrayRecordComponent") // raw bytes, opened once and never compared
  record Kept(long id, Sequences.Told told, byte @Nullable [] body) {}

  /** Where one number of a sequence stands. */
  record Numbered(String channel, String name, String scope, long number, int graceSeconds) {}

  /** How far the inbox was looked through, for this transaction; empty when another looks. */
  List<Long> cursor() {
    return jdbc.queryForList(
        "select last_id from delivery_sequence_cursor for update skip locked", Long.class);
  }

  void cursor(long last) {
    jdbc.update("update delivery_sequence_cursor set last_id = ?", last);
  }

  /** The next messages, as far as nobody can be about to commit one before them. */
  List<Kept> news(long after, int atMost, Collection<Sequences.Told> wanted, long settledMillis) {
    return jdbc.query(
        NEWS,
        (row, i) ->
            new Kept(
                row.getLong(1),
                new Sequences.Told(row.getString(2), row.getString(3)),
                row.getBytes(4)),
        after,
        atMost,
        wanted.stream().map(Sequences.Told::channel).toArray(String[]::new),
        wanted.stream().map(Sequences.Told::topic).toArray(String[]::new),
        settledMillis);
  }

  /** Notes numbers that were heard, and what is missing between them now. */
  void hear(List<Numbered> numbers) {
    var channels = numbers.stream().map(Numbered::channel).toArray(String[]::new);
    var names = numbers.stream().map(Numbered::name).toArray(String[]::new);
    var scopes = numbers.stream().map(Numbered::scope).toArray(String[]::new);
    jdbc.update(
        HEAR,
        channels,
        names,
        scopes,
        numbers.stream().map(Numbered::number).toArray(Long[]::new),
        numbers.stream().map(Numbered::graceSeconds).toArray(Integer[]::new));
    jdbc.update(FIND, channels, names, scopes, WIDEST);
  }

  /** Everything that is missing, the oldest first. */
  List<Gaps.Gap> all() {
    return jdbc.query(
        "select channel, name, scope, first_number, last_number, since, told from delivery_gaps"
            + " order by since, channel, name, scope, first_number limit 1000",
        (row, i) ->
            new Gaps.Gap(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getTimestamp(6).toInstant(),
                row.getBoolean(7)));
  }

  /** Marks what has been missing for longer than it may; returns what was not marked yet. */
  List<Gaps.Counted> tell() {
    return jdbc.query(
        """
        update delivery_gaps g set told = true from delivery_sequences s
        where not g.told and s.channel = g.channel and s.name = g.name and s.scope = g.scope
          and g.since < crossdock_now() - s.grace_seconds * interval '1 second'
        returning g.channel, g.name
        """,
        (row, i) -> new Gaps.Counted(row.getString(1), row.getString(2)));
  }

  /** What has been missing for so many days will not come; what ended so long ago is forgotten. */
  void forgive(long days) {
    jdbc.update(FORGIVE, days, days);
  }
}
