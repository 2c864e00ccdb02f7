package dev.crossdock.divergence;

import dev.crossdock.delivery.Repairs.Found;
import dev.crossdock.delivery.Repairs.Told;
import dev.crossdock.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of correcting: what can be, what was, and what a person decided about it. */
@Component
class HealTable {
  /** As much as one transaction takes. */
  static final int AT_ONCE = 1_000;

  private static final String ROW = "select id, channel, key, place, observed, found_at";

  /** The worst first, and no more than the hour's budget leaves. */
  private static final String DUE =
      """
      with used as (
        select count(distinct (key, place)) as skus, coalesce(sum(abs(after - before)), 0) as units
        from divergence_heals
        where channel = ? and kind = 'heal' and who = 'hub' and at > crossdock_now() - interval '1 hour'),
      ranked as (
        select h.*, l.skus, l.units, row_number() over worst as nth, sum(h.size) over worst as running
        from divergence_healable_view h
        join unnest(?::text[], ?::integer[], ?::bigint[]) as l (place, skus, units) on l.place = h.place
        where h.channel = ? and h.state = 'drift' and h.ready
        window worst as (order by h.risk = 'oversell' desc, h.drift_at, h.id rows unbounded preceding))
      select r.id, r.channel, r.key, r.place, r.observed, r.found_at
      from ranked r, used u
      where u.skus + r.nth <= r.skus and u.units + r.running <= r.units
      order by r.nth limit ?
      """;

  private static final String NOTE =
      """
      insert into divergence_heals (item, channel, entity, key, place, kind, who, before, after, version)
      select v.item, ?, 'stock', v.key, v.place, ?, ?, v.before, v.after, v.version
      from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
        as v (item, key, place, before, after, version)
      """;

  private static final String LAST_DONE =
      """
      select h.item, h.channel, h.key, h.place, h.before, h.after, h.version from divergence_heals h
      where h.item = any(?) and h.kind = 'heal'
        and not exists (select from divergence_heals l
                        where l.channel = h.channel and l.entity = h.entity and l.key = h.key and l.place = h.place
                          and l.id > h.id and l.kind <> 'retry')
      order by h.channel, h.id
      """;

  private static final String RETRY =
      """
      with again as (
        update divergence_items set state = 'drift', tries = 0
        where id = any(?) and state = 'stuck' and closed_at is null
        returning id, channel, entity, key, place)
      insert into divergence_heals (item, channel, entity, key, place, kind, who)
      select id, channel, entity, key, place, 'retry', ? from again
      """;

  private final JdbcTemplate jdbc;

  HealTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One that can be corrected. */
  record Row(long id, String channel, Found found) {}

  /**
   * Whether nobody else decides about a channel or compares it; nobody does in this transaction.
   */
  boolean isFree(String channel) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select pg_try_advisory_xact_lock(hashtextextended('divergence/' || ? || '/stock', 0))",
            Boolean.class,
            channel));
  }

  /** What may be corrected by policy now. */
  List<Row> due(String channel, List<Limit> limits) {
    return jdbc.query(
        DUE,
        HealTable::row,
        channel,
        limits.stream().map(Limit::place).toArray(String[]::new),
        limits.stream().map(l -> l.policy().skusPerHour()).toArray(Integer[]::new),
        limits.stream().map(l -> l.policy().unitsPerHour()).toArray(Long[]::new),
        channel,
        AT_ONCE);
  }

  /** What counts at one place of a channel. */
  record Limit(String place, Policy policy) {}

  /** Those of these that a person may have corrected. */
  List<Row> open(Collection<Long> ids) {
    return jdbc.query(
        ROW
            + " from divergence_healable_view where id = any(?) and state in ('drift', 'proposed') order by channel, id",
        HealTable::row,
        (Object) ids.toArray(Long[]::new));
  }

  /** The next ones that the brake holds. */
  List<Long> braked(String channel, long after) {
    return jdbc.queryForList(
        "select id from divergence_items where channel = ? and braked and closed_at is null and id > ? order by id limit ?",
        Long.class,
        channel,
        after,
        AT_ONCE);
  }

  /** Lifts the brake of a channel for an hour; false when it is lifted. */
  boolean letGo(String channel, String who) {
    return !isLetGo(channel)
        && jdbc.update("insert into divergence_let_go (channel, who) values (?, ?)", channel, who)
            > 0;
  }

  /** Whether a person lifted it within the hour. */
  boolean isLetGo(String channel) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select from divergence_let_go where channel = ? and at > crossdock_now() - interval '1 hour')",
            Boolean.class,
            channel));
  }

  /** These were told: they are being healed, unless they were over before we knew. */
  void healing(String channel, String who, Map<Place, Long> ids, List<Told> told) {
    note(channel, "heal", who, ids, told);
    jdbc.update(
        "update divergence_items set state = 'healing', braked = false, tries = tries + 1"
            + " where id = any(?) and closed_at is null",
        (Object) told.stream().map(t -> ids.get(Place.of(t))).toArray(Long[]::new));
  }

  /** These were told to show again what they showed before: nothing more is done about them. */
  void undone(String channel, String who, Map<Place, Long> ids, List<Told> told) {
    note(channel, "undo", who, ids, told);
    dismiss(told.stream().map(t -> Objects.requireNonNull(ids.get(Place.of(t)))).toList());
  }

  private void note(
      String channel, String kind, String who, Map<Place, Long> ids, List<Told> told) {
    jdbc.update(
        NOTE,
        channel,
        kind,
        who,
        told.stream().map(t -> ids.get(Place.of(t))).toArray(Long[]::new),
        told.stream().map(t -> t.sku().value()).toArray(String[]::new),
        told.stream().map(Told::slot).toArray(String[]::new),
        told.stream().map(t -> (long) t.before()).toArray(Long[]::new),
        told.stream().map(t -> (long) t.after()).toArray(Long[]::new),
        told.stream().map(Told::version).toArray(Long[]::new));
  }

  /** A SKU at a channel's own location. */
  record Place(String sku, String slot) {
    static Place of(Told told) {
      return new Place(told.sku().value(), told.slot());
    }

    static Place of(Found found) {
      return new Place(found.sku().value(), found.slot());
    }
  }

  /** They are over: a person leaves them as they are. */
  int dismiss(Collection<Long> ids) {
    return jdbc.update(
        "update divergence_items set state = 'closed', closed_at = crossdock_now(), closed_as = 'dismissed', braked = false"
            + " where id = any(?) and closed_at is null",
        (Object) ids.toArray(Long[]::new));
  }

  /** Stuck ones go on, with all their tries; how many. */
  int retry(Collection<Long> ids, String who) {
    return jdbc.update(RETRY, ids.toArray(Long[]::new), who);
  }

  /** What the brake held and could not be corrected goes the way of all others. */
  void release(Collection<Long> ids) {
    jdbc.update(
        "update divergence_items set state = 'drift', braked = false where id = any(?) and braked and closed_at is null",
        (Object) ids.toArray(Long[]::new));
  }

  /** What was done last about each of these, and not undone. */
  List<Done> lastDone(Collection<Long> ids) {
    return jdbc.query(
        LAST_DONE,
        (row, i) ->
            new Done(
                row.getLong(1),
                row.getString(2),
                new Told(
                    new Sku(row.getString(3)),
                    row.getString(4),
                    row.getInt(5),
                    row.getInt(6),
                    row.getLong(7))),
        (Object) ids.toArray(Long[]::new));
  }

  /** One correction that was made. */
  record Done(long id, String channel, Told told) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2),
        new Found(
            new Sku(row.getString(3)),
            row.getString(4),
            row.getInt(5),
            row.getTimestamp(6).toInstant()));
  }
}
