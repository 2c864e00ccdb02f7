package dev.crossdock.divergence;

import dev.crossdock.divergence.HealTable.Limit;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of deciding, round by round, what becomes of what drifted. */
@Component
class HealRounds {
  private static final String PLACES =
      """
      select channel, entity, place, bool_or(exists (select from divergence_healable_view h where h.id = i.id))
      from divergence_items i where state = 'drift' and closed_at is null
      group by channel, entity, place order by channel, entity, place
      """;

  private static final String PROPOSE =
      """
      update divergence_items set state = 'proposed'
      where channel = ? and entity = ? and place = ? and state = 'drift' and closed_at is null
      """;

  /** More at once than a whole hour may: no budget will ever have room for it. */
  private static final String TOO_LARGE =
      """
      update divergence_items set state = 'proposed'
      where id in (select id from divergence_healable_view where channel = ? and place = ? and state = 'drift' and size > ?)
      """;

  private static final String STUCK =
      """
      with tired as (
        select id, computed from divergence_healable_view where channel = ? and place = ? and state = 'drift' and tried >= ?)
      update divergence_items i set state = 'stuck' from tired t where i.id = t.id
      returning i.key, i.place, t.computed, i.observed
      """;

  /**
   * What waits, what the brake holds and what was corrected within the hour count together: many
   * small runs are one large one. What one look found and no second one yet counts only for
   * waiting.
   */
  private static final String MASS =
      """
      with waiting as (
        select key, place, size from divergence_healable_view
        where channel = ? and (state = 'drift' and place = any(?) or braked)
        union all
        select key, place, abs(after - before) from divergence_heals
        where channel = ? and kind = 'heal' and who = 'hub' and at > crossdock_now() - interval '1 hour'),
      suspected as (
        select sku as key, slot as place, abs(observed - desired) as size from delivery_repairs_view
        where channel = ? and differs
        union all
        select key, place, abs(coalesce(observed, 0) - coalesce(expected, 0)) from divergence_items
        where channel = ? and entity = 'stock' and state = 'suspected' and closed_at is null),
      one as (
        select max(size) as size, max(surely) as surely
        from (select *, 1 as surely from waiting union all select *, 0 from suspected) a group by key, place)
      select count(*) filter (where surely = 1), coalesce(sum(size) filter (where surely = 1), 0),
             count(*), coalesce(sum(size), 0)
      from one
      """;

  private static final String BRAKE =
      """
      with held as (
        update divergence_items set state = 'proposed', braked = true
        where id in (select id from divergence_healable_view where channel = ? and state = 'drift' and place = any(?))
        returning run),
      runs as (
        update divergence_runs set outcome = 'braked', sentence = ?
        where id in (select run from held))
      select count(*) from held
      """;

  /**
   * It is healed when the channel says so after we told it, or took it and nobody contradicted for
   * a while. What was never told is over when the channel says so.
   */
  private static final String OVER =
      """
      with last as (
        select i.id, i.state, i.last_at, coalesce(r.as_of, i.last_at) as found_at, t.confirmed_at,
               t.observed = t.desired as agrees, t.observed_at,
               (select max(h.at) from divergence_heals h where h.item = i.id and h.kind = 'heal') as told_at
        from divergence_items i
        join delivery_repairs_view t on t.channel = i.channel and t.sku = i.key and t.slot = i.place
        left join divergence_runs r on r.id = i.run
        where i.closed_at is null and i.entity = 'stock' and i.state in ('drift', 'proposed', 'healing', 'stuck')
          and t.at_rest and not t.unconfirmed and not t.differs
          and (i.state = 'healing' or t.observed = t.desired)),
      over as (
        select id, case when state = 'healing' then 'healed' else 'by-itself' end as closed_as from last
        where case when state = 'healing'
                   then found_at <= confirmed_at
                        and (agrees and observed_at > told_at - interval '2 seconds'
                             or confirmed_at < crossdock_now() - interval '10 minutes')
                   else agrees and observed_at > last_at end)
      update divergence_items i
      set state = 'closed', closed_at = crossdock_now(), closed_as = o.closed_as, braked = false,
          cause = coalesce(cause, 'unknown')
      from over o where i.id = o.id
      """;

  /** It was told and took it, and was found to show something else since. */
  private static final String NOT_HELD =
      """
      update divergence_items set state = 'drift'
      where id in (select id from divergence_healable_view where state = 'healing' and ready)
      """;

  /** Found once more, with the same numbers: what a person closed lately stands for it. */
  private static final String DISMISSED =
      """
      with again as (
        delete from divergence_items i using divergence_items d
        where i.closed_at is null and i.state in ('suspected', 'drift') and i.tries = 0
          and d.closed_as = 'dismissed' and d.last_at > crossdock_now() - interval '2 days'
          and d.channel = i.channel and d.entity = i.entity and d.key = i.key and d.place = i.place
          and d.expected is not distinct from i.expected and d.observed is not distinct from i.observed
          and not exists (select from divergence_items n
                          where n.channel = d.channel and n.entity = d.entity and n.key = d.key and n.place = d.place
                            and n.closed_as <> 'dismissed' and n.closed_at > d.closed_at)
        returning d.id)
      update divergence_items set last_at = crossdock_now(), looks = looks + 1 where id in (select id from again)
      """;

  private static final String CASES_OVER =
      """
      select kind, channel, about from delivery_cases_view c
      where closed_at is null
        and (kind = 'heal-stuck'
             and not exists (select from divergence_items i
                             where i.state = 'stuck' and i.closed_at is null and i.channel = c.channel
                               and i.entity || ' ' || i.key || ' at ' || i.place = c.about)
             or kind = 'brake' and about = ?
             and not exists (select from divergence_items i
                             where i.braked and i.closed_at is null and i.channel = c.channel))
      """;

  private final JdbcTemplate jdbc;

  HealRounds(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Where something drifted that nobody has decided on; whether any of it can be corrected. */
  record Place(String channel, String entity, String place, boolean healable) {}

  /** Ends what is over, leaves what a person left, and takes up again what did not hold. */
  void settle() {
    jdbc.update(DISMISSED);
    jdbc.update(OVER);
    jdbc.update(NOT_HELD);
  }

  List<Place> places() {
    return jdbc.query(
        PLACES,
        (row, i) ->
            new Place(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)));
  }

  /** A person is asked. */
  void propose(Place place) {
    jdbc.update(PROPOSE, place.channel(), place.entity(), place.place());
  }

  void proposeTooLarge(String channel, Limit limit) {
    jdbc.update(TOO_LARGE, channel, limit.place(), limit.policy().unitsPerHour());
  }

  /** One that was corrected as often as it may be. */
  record Stuck(String key, String place, long expected, long observed) {
    String about() {
      return "stock %s at %s".formatted(key, place);
    }
  }

  List<Stuck> stuck(String channel, Limit limit) {
    return jdbc.query(
        STUCK,
        (row, i) -> new Stuck(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
        channel,
        limit.place(),
        limit.policy().tries());
  }

  /**
   * How much would be corrected, and of how much.
   *
   * @param suspected the same with what is not sure yet
   */
  record Mass(Amount waiting, Amount suspected) {}

  /** SKUs at a location, and units. */
  record Amount(long places, long units) {}

  Mass mass(String channel, List<String> places) {
    return jdbc.queryForObject(
        MASS,
        (row, i) ->
            new Mass(
                new Amount(row.getLong(1), row.getLong(2)),
                new Amount(row.getLong(3), row.getLong(4))),
        channel,
        places.toArray(String[]::new),
        channel,
        channel,
        channel);
  }

  /** All that a channel is told by us. */
  Amount all(String channel) {
    return jdbc.queryForObject(
        "select count(*), coalesce(sum(greatest(desired, 0)), 0) from delivery_repairs_view where channel = ? and version > 0",
        (row, i) -> new Amount(row.getLong(1), row.getLong(2)),
        channel);
  }

  /** Holds all of it; how many. */
  int brake(String channel, List<String> places, String sentence) {
    var held =
        jdbc.queryForObject(BRAKE, Integer.class, channel, places.toArray(String[]::new), sentence);
    return held == null ? 0 : held;
  }

  /** Whether people were told already that a whole snapshot of its stock was doubted. */
  boolean isTold(String channel) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select from delivery_cases_view where kind = 'brake' and channel = ? and about = 'stock' and closed_at is null)",
            Boolean.class,
            channel));
  }

  /** A case of ours. */
  record Told(String kind, String channel, String about) {}

  /** Those whose reason is gone. */
  List<Told> casesOver(String brakeAbout) {
    return jdbc.query(
        CASES_OVER,
        (row, i) -> new Told(row.getString(1), row.getString(2), row.getString(3)),
        brakeAbout);
  }
}
