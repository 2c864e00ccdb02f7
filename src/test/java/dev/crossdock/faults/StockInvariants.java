package dev.crossdock.faults;

import static dev.crossdock.faults.Invariant.always;
import static dev.crossdock.faults.Invariant.atRest;

import java.util.List;

/** The ledger is its own proof: levels, promises and shortages follow from the movements alone. */
final class StockInvariants {
  private StockInvariants() {}

  private static final Invariant NEVER_NEGATIVE =
      always(
          "I1",
          "select sku || '@' || location, 'reserved >= 0', reserved::text from inventory_levels where reserved < 0");

  /** Every movement that made us shorter than we were has one case over exactly those units. */
  private static final Invariant SHORTAGES =
      always(
          "I1",
          """
          with run as (
            select key, on_hand, reserved, sum(on_hand) over w as shelf, sum(reserved) over w as promised
            from inventory_movements
            window w as (partition by sku, location order by version, id rows unbounded preceding)),
          opened as (
            select key, greatest(0, promised - shelf) - greatest(0, promised - reserved - shelf + on_hand) as quantity
            from run)
          select coalesce(o.key, s.movement), 'a shortage of ' || greatest(0, coalesce(o.quantity, 0)),
                 coalesce(s.quantity::text, 'none')
          from (select * from opened where quantity > 0) o
          full join inventory_shortages s on s.movement = o.key
          where o.quantity is distinct from s.quantity
          """);

  private static final Invariant SUMS =
      always(
          "I2",
          """
          with sums as (
            select sku, location, sum(on_hand) as on_hand, sum(reserved) as reserved, count(*) as version,
                   count(distinct version) as versions
            from inventory_movements group by sku, location)
          select coalesce(s.sku, l.sku) || '@' || coalesce(s.location, l.location),
                 format('movements: on hand %s, reserved %s, version %s', coalesce(s.on_hand, 0),
                        coalesce(s.reserved, 0), coalesce(s.version, 0)),
                 format('on hand %s, reserved %s, version %s of %s', l.on_hand, l.reserved, l.version, s.versions)
          from sums s full join inventory_levels l on l.sku = s.sku and l.location = s.location
          where coalesce(s.on_hand, 0) is distinct from l.on_hand
             or coalesce(s.reserved, 0) is distinct from l.reserved
             or coalesce(s.version, 0) is distinct from l.version or s.versions <> s.version
          """);

  private static final Invariant PROMISES =
      always(
          "I2",
          """
          with sums as (
            select reservation as key,
                   coalesce(sum(quantity) filter (where kind = 'reservation'), 0) as quantity,
                   coalesce(sum(quantity) filter (where kind = 'release'), 0) as released,
                   coalesce(sum(quantity) filter (where kind = 'fulfilment'), 0) as consumed
            from inventory_movements where reservation is not null group by reservation)
          select coalesce(s.key, r.key), format('%s - %s - %s', s.quantity, s.released, s.consumed),
                 format('%s - %s - %s', r.quantity, r.released, r.consumed)
          from sums s full join inventory_reservations r on r.key = s.key
          where (s.quantity, s.released, s.consumed) is distinct from (r.quantity, r.released, r.consumed)
          """);

  private static final Invariant HELD =
      always(
          "I2",
          """
          with held as (
            select sku, location, sum(greatest(0, quantity - released - consumed)) as reserved
            from inventory_reservations group by sku, location)
          select l.sku || '@' || l.location, 'promises hold ' || coalesce(h.reserved, 0), l.reserved::text
          from inventory_levels l left join held h on h.sku = l.sku and h.location = l.location
          where l.reserved <> coalesce(h.reserved, 0)
          """);

  /** What the senders add up themselves, who know nothing of the hub's tables. */
  private static final Invariant AS_SENT =
      atRest(
          "I2",
          """
          select e.sku || '@' || e.location, format('sent: on hand %s, reserved %s', e.on_hand, e.reserved),
                 format('on hand %s, reserved %s', coalesce(l.on_hand, 0), coalesce(l.reserved, 0))
          from unnest(?::text[], ?::text[], ?::integer[], ?::integer[]) as e (sku, location, on_hand, reserved)
          left join inventory_levels l on l.sku = e.sku and l.location = e.location
          where e.on_hand <> coalesce(l.on_hand, 0) or e.reserved <> coalesce(l.reserved, 0)
          """,
          evidence ->
              new Object[] {
                evidence.levels().stream().map(Evidence.Level::sku).toArray(String[]::new),
                evidence.levels().stream().map(Evidence.Level::location).toArray(String[]::new),
                evidence.levels().stream().map(Evidence.Level::onHand).toArray(Integer[]::new),
                evidence.levels().stream().map(Evidence.Level::reserved).toArray(Integer[]::new)
              });

  private static final Invariant ONE_EFFECT =
      always(
          "I4",
          "select key, 'one movement', count(*)::text from inventory_movements group by key having count(*) > 1");

  /**
   * The verdict and the effect commit together: no effect of a message that did not end applied.
   * Messages may be older than what is kept of them; their movements stay.
   */
  private static final Invariant EFFECT_WITH_VERDICT =
      always(
          "I4",
          """
          select m.key, 'message ' || m.message_id || ' ended applied', coalesce(i.state, 'no such message')
          from inventory_movements m left join delivery_inbox i on i.id = m.message_id
          where i.state <> 'applied' or i.id is null and m.message_id >= (select min(id) from delivery_inbox)
          """);

  static final List<Invariant> ALL =
      List.of(
          NEVER_NEGATIVE,
          SHORTAGES,
          SUMS,
          PROMISES,
          HELD,
          AS_SENT,
          ONE_EFFECT,
          EFFECT_WITH_VERDICT);
}
