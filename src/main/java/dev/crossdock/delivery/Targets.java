package dev.crossdock.delivery;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What each channel should show, and what it shows by its own word.
 *
 * <p>A target is a level, not a fact: a thousand sales of one SKU leave one row behind that says
 * what is owed.
 */
@Component
public class Targets {
  /**
   * How far a channel's clock, often good to the second, may be from ours when an instant of its is
   * compared.
   */
  private static final long CLOCK_MARGIN_MILLIS = 2_000;

  private static final String TAKE_NAMES =
      """
      select pg_advisory_xact_lock(hashtextextended('target/' || sku, 0)) from (
        select v.sku from unnest(?::text[]) as v (sku)
        where not exists (select from delivery_targets t where t.sku = v.sku) order by v.sku) without
      """;

  private static final String OWE =
      """
      with news as (
        select * from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) as v (channel, sku, slot, quantity)),
      missing as (
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at)
        select n.channel, n.sku, n.slot, n.quantity, 1, crossdock_now() from news n
        where not exists (select from delivery_targets t
                          where t.channel = n.channel and t.sku = n.sku and t.slot = n.slot)
        on conflict do nothing
        returning channel, sku, slot, version, desired, owed_at, null::timestamptz as confirmed_at),
      changed as (
        update delivery_targets t
        set desired = n.quantity,
            version = t.version + 1,
            owed_at = case when t.version > t.confirmed_version then t.owed_at else crossdock_now() end,
            stopped = false, restored_over = null,
            attempts = case when t.failure_class = 'conflict' then t.attempts else 0 end,
            confirmed_version = case when t.seen = n.quantity and t.in_flight_until is null and not t.unsure
                                     then t.version + 1 else t.confirmed_version end,
            confirmed_at = case when t.seen = n.quantity and t.in_flight_until is null and not t.unsure
                                then crossdock_now() else t.confirmed_at end
        from news n
        where t.channel = n.channel and t.sku = n.sku and t.slot = n.slot
          and (t.desired <> n.quantity or t.version = 0
               or t.own_since_sent <> 0 and greatest(t.seen, 0) <> n.quantity
                  and t.version = t.confirmed_version and t.in_flight_until is null and t.read_back_at is null)
        returning t.channel, t.sku, t.slot, t.version, t.desired, crossdock_now(),
                  case when t.confirmed_version = t.version then t.confirmed_at end as confirmed_at),
      overtaken as (
        update delivery_target_changes h set confirmed_at = c.confirmed_at
        from changed c
        where c.confirmed_at is not null and h.confirmed_at is null
          and h.channel = c.channel and h.sku = c.sku and h.slot = c.slot and h.version < c.version)
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, confirmed_at)
      select * from missing union all select * from changed
      returning channel
      """;

  private static final String OWN =
      """
      with own as (
        select n.channel, n.sku, n.slot, sum(n.change)::integer as change,
               max(n.occurred_at::timestamptz) as occurred_at
        from unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::boolean[])
          as n (channel, sku, slot, change, occurred_at, exact)
        join delivery_targets t on t.channel = n.channel and t.sku = n.sku and t.slot = n.slot
        where (t.based_on is null or n.occurred_at::timestamptz > t.based_on)
          and (n.exact or t.sent_at is null
               or n.occurred_at::timestamptz > t.sent_at + ? * interval '1 millisecond')
        group by n.channel, n.sku, n.slot)
      update delivery_targets t
      set seen = t.seen + o.change, own_since_sent = t.own_since_sent + o.change,
          seen_at = greatest(t.seen_at, o.occurred_at),
          differs_since = case when t.observed = t.seen + o.change then null else t.differs_since end,
          next_attempt_at = case when t.failure_class = 'conflict' then null else t.next_attempt_at end,
          attempts = case when t.failure_class = 'conflict' then 0 else t.attempts end
      from own o
      where t.channel = o.channel and t.sku = o.sku and t.slot = o.slot
      """;

  private static final String OBSERVE =
      """
      insert into delivery_targets as t
        (channel, sku, slot, desired, version, owed_at, seen, seen_at, observed, observed_at, based_on)
      select distinct on (sku, slot) ?, sku, slot, quantity, 0, crossdock_now(),
             quantity, as_of::timestamptz, quantity, as_of::timestamptz, as_of::timestamptz
      from unnest(?::text[], ?::text[], ?::integer[], ?::text[]) as v (sku, slot, quantity, as_of)
      order by sku, slot, as_of desc
      on conflict (channel, sku, slot) do update
      set observed = excluded.observed, observed_at = excluded.observed_at,
          seen = coalesce(t.seen, excluded.seen), seen_at = coalesce(t.seen_at, excluded.seen_at),
          based_on = case when t.seen is null then excluded.based_on else t.based_on end,
          differs_since = case when %1$s then coalesce(t.differs_since, crossdock_now()) end
      where t.in_flight_until is null
        and (t.observed_at is null or excluded.observed_at >= t.observed_at)
        and (t.observed is distinct from excluded.observed or (t.differs_since is null) = (%1$s))
      """
          .formatted(
              "excluded.observed is distinct from coalesce(t.seen, excluded.seen)"
                  + " or t.version > 0 and t.version = t.confirmed_version and excluded.observed <> t.desired");

  private final JdbcTemplate jdbc;
  private final DeliveryWorkers workers;
  private final SecondLook secondLook;

  Targets(JdbcTemplate jdbc, DeliveryWorkers workers, SecondLook secondLook) {
    this.jdbc = jdbc;
    this.workers = workers;
    this.secondLook = secondLook;
  }

  /**
   * What one channel should show for one SKU.
   *
   * @param slot the channel's own location
   * @param quantity units it may promise
   */
  public record Owed(String channel, Sku sku, String slot, int quantity) {}

  /**
   * A change that a channel made to what it shows, by itself, because it sold or took back.
   *
   * @param change of the units shown
   * @param occurredAt by the channel's clock
   * @param exact whether writes to it compare first: then what we hear after a write happened after
   *     it
   */
  public record OwnChange(
      String channel, Sku sku, String slot, int change, Instant occurredAt, boolean exact) {}

  /**
   * Takes the targets of these SKUs for this transaction, in an order that never deadlocks. A SKU
   * that has none yet is taken by its name first: two who owe its first number at once would both
   * find nothing to wait for, and the one that is second would be dropped.
   */
  public void lock(Collection<Sku> skus) {
    var names = skus.stream().map(Sku::value).toArray(String[]::new);
    jdbc.query(TAKE_NAMES, row -> {}, (Object) names);
    jdbc.query(
        "select 1 from delivery_targets where sku = any(?) order by channel, sku, slot for update",
        row -> {},
        (Object) names);
  }

  /**
   * Lets what is seen follow what channels did by themselves; a write that found another number
   * than expected has then learned why, and is made again at once. Call before {@link #owe}, in the
   * same transaction.
   */
  public void follow(List<OwnChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    var channels = changes.stream().map(OwnChange::channel).collect(Collectors.toSet());
    AfterCommit.run(() -> workers.wake(channels));
    jdbc.update(
        OWN,
        changes.stream().map(OwnChange::channel).toArray(String[]::new),
        changes.stream().map(c -> c.sku().value()).toArray(String[]::new),
        changes.stream().map(OwnChange::slot).toArray(String[]::new),
        changes.stream().map(OwnChange::change).toArray(Integer[]::new),
        changes.stream().map(c -> c.occurredAt().toString()).toArray(String[]::new),
        changes.stream().map(OwnChange::exact).toArray(Boolean[]::new),
        CLOCK_MARGIN_MILLIS);
  }

  /**
   * Writes down what is owed. A number that did not change is not owed again, unless the channel
   * moved away from it by itself: one that may show no more than ten shows ten again after a sale.
   */
  public void owe(List<Owed> owed) {
    if (owed.isEmpty()) {
      return;
    }
    var channels = new HashSet<String>();
    jdbc.query(
        OWE,
        row -> {
          channels.add(row.getString(1));
        },
        owed.stream().map(Owed::channel).toArray(String[]::new),
        owed.stream().map(o -> o.sku().value()).toArray(String[]::new),
        owed.stream().map(Owed::slot).toArray(String[]::new),
        owed.stream().map(Owed::quantity).toArray(Integer[]::new));
    CrashPoints.hit("targets.owed");
    AfterCommit.run(() -> workers.wake(channels));
  }

  /**
   * What a channel says it shows.
   *
   * @param asOf by the channel's clock
   */
  public record Observed(Sku sku, String slot, int quantity, Instant asOf) {}

  /**
   * Keeps what a channel says it shows. That is not yet what its next write is compared with: the
   * order that changed the number may still be on its way. A difference that a second look finds
   * again, or that a lasting conflict proves, is believed, and told of if nothing else will mend
   * it.
   */
  public void observe(String channel, List<Observed> observed) {
    if (observed.isEmpty()) {
      return;
    }
    var skus = observed.stream().map(o -> o.sku().value()).toArray(String[]::new);
    jdbc.update(
        OBSERVE,
        channel,
        skus,
        observed.stream().map(Observed::slot).toArray(String[]::new),
        observed.stream().map(Observed::quantity).toArray(Integer[]::new),
        observed.stream().map(o -> o.asOf().toString()).toArray(String[]::new));
    secondLook.take(channel, skus);
    CrashPoints.hit("targets.observed");
    AfterCommit.run(() -> workers.wake(Set.of(channel)));
  }
}
