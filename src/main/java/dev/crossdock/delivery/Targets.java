package dev.crossdock.delivery;

import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
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
            owed_at = crossdock_now(),
            stopped = false,
            attempts = 0,
            confirmed_version = case when t.seen = n.quantity and t.in_flight_until is null
                                     then t.version + 1 else t.confirmed_version end,
            confirmed_at = case when t.seen = n.quantity and t.in_flight_until is null
                                then crossdock_now() else t.confirmed_at end
        from news n
        where t.channel = n.channel and t.sku = n.sku and t.slot = n.slot
          and (t.desired <> n.quantity or t.version = 0)
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.owed_at,
                  case when t.confirmed_version = t.version then t.confirmed_at end as confirmed_at)
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, confirmed_at)
      select * from missing union all select * from changed
      """;

  private static final String OWN =
      """
      with own as (
        select n.channel, n.sku, n.slot, sum(n.change)::integer as change,
               max(n.occurred_at::timestamptz) as occurred_at
        from unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::boolean[])
          as n (channel, sku, slot, change, occurred_at, exact)
        join delivery_targets t on t.channel = n.channel and t.sku = n.sku and t.slot = n.slot
        where n.exact or t.sent_at is null
           or n.occurred_at::timestamptz > t.sent_at + ? * interval '1 millisecond'
        group by n.channel, n.sku, n.slot)
      update delivery_targets t
      set seen = t.seen + o.change, own_since_sent = t.own_since_sent + o.change,
          seen_at = greatest(t.seen_at, o.occurred_at)
      from own o
      where t.channel = o.channel and t.sku = o.sku and t.slot = o.slot
      """;

  private static final String OBSERVE =
      """
      insert into delivery_targets as t (channel, sku, slot, desired, version, owed_at, seen, seen_at)
      select distinct on (sku, slot) ?, sku, slot, quantity, 0, crossdock_now(), quantity, as_of::timestamptz
      from unnest(?::text[], ?::text[], ?::integer[], ?::text[]) as v (sku, slot, quantity, as_of)
      order by sku, slot, as_of desc
      on conflict (channel, sku, slot) do update
      set seen = excluded.seen, seen_at = excluded.seen_at,
          differs_since = case when excluded.seen = t.desired then null
                               else coalesce(t.differs_since, crossdock_now()) end
      where t.in_flight_until is null
        and (t.seen_at is null or excluded.seen_at > t.seen_at + ? * interval '1 millisecond')
        and (t.seen is distinct from excluded.seen
             or (t.differs_since is null) = (excluded.seen <> t.desired))
      """;

  private static final String SECOND_LOOK =
      """
      with drifted as (
        update delivery_targets t
        set version = version + 1, owed_at = crossdock_now(), differs_since = null, attempts = 0, stopped = false
        where channel = ? and sku = any(?) and version > 0 and version = confirmed_version
          and seen <> desired and differs_since < crossdock_now() - ? * interval '1 millisecond'
        returning channel, sku, slot, version, desired, owed_at)
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at)
      select * from drifted
      """;

  private final JdbcTemplate jdbc;
  private final long secondLookMillis;

  Targets(
      JdbcTemplate jdbc, @Value("${hub.delivery.second-look:10s}") java.time.Duration secondLook) {
    this.jdbc = jdbc;
    this.secondLookMillis = secondLook.toMillis();
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

  /** Takes the targets of these SKUs for this transaction, in an order that never deadlocks. */
  public void lock(Collection<Sku> skus) {
    jdbc.query(
        "select 1 from delivery_targets where sku = any(?) order by channel, sku, slot for update",
        row -> {},
        (Object) skus.stream().map(Sku::value).toArray(String[]::new));
  }

  /**
   * Lets what is seen follow what channels did by themselves. Call before {@link #owe}, in the same
   * transaction.
   */
  public void follow(List<OwnChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
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

  /** Writes down what is owed; a number that did not change is not owed again. */
  public void owe(List<Owed> owed) {
    if (owed.isEmpty()) {
      return;
    }
    jdbc.update(
        OWE,
        owed.stream().map(Owed::channel).toArray(String[]::new),
        owed.stream().map(o -> o.sku().value()).toArray(String[]::new),
        owed.stream().map(Owed::slot).toArray(String[]::new),
        owed.stream().map(Owed::quantity).toArray(Integer[]::new));
  }

  /**
   * What a channel says it shows.
   *
   * @param asOf by the channel's clock
   */
  public record Observed(Sku sku, String slot, int quantity, Instant asOf) {}

  /**
   * Keeps what a channel says it shows. A difference that a second look still finds is owed again.
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
        observed.stream().map(o -> o.asOf().toString()).toArray(String[]::new),
        CLOCK_MARGIN_MILLIS);
    jdbc.update(SECOND_LOOK, channel, skus, secondLookMillis);
  }
}
