package dev.crossdock.divergence.compare;

/**
 * What is held true about one sort of thing, and what may explain that a system says otherwise. A
 * further sort is a further one of these: a view of what is expected, and a question that explains.
 *
 * <p>The question is asked of each line that differs ({@code c}: key, place, expected, observed,
 * there, as_of) and answers with what was expected at the line's own instant, the numbers between
 * which it may have been then by what was on its way ({@code lo}, {@code hi}), and whether it is
 * late all the same.
 */
enum Book {
  /** The stock that a channel shows: what it was told. */
  SHOWN(
      "delivery_expected_view",
      """
      select coalesce(at.quantity, e.value) as expected,
             case when e.settled_since = '-infinity' then e.value
                  else least(h.lo, e.value, e.shown_before, own.lo) end as lo,
             case when e.settled_since = '-infinity' then e.value
                  else greatest(h.hi, e.value, e.shown_before, own.hi) end as hi,
             not c.there and coalesce(e.settled_since > c.as_of - :out * interval '1 millisecond', true) as late
      from delivery_expected_view e
      left join lateral (
        select t.quantity from delivery_target_changes_view t
        where t.channel = e.channel and t.sku = e.key and t.slot = e.place and t.owed_at <= c.as_of
        order by t.version desc limit 1) at on true
      left join lateral (
        select t.version from delivery_target_changes_view t
        where t.channel = e.channel and t.sku = e.key and t.slot = e.place
          and t.confirmed_at <= c.as_of - :out * interval '1 millisecond'
        order by t.version desc limit 1) base on true
      left join lateral (
        select min(t.quantity + coalesce(m.fewer, 0))::bigint as lo, max(t.quantity + coalesce(m.more, 0))::bigint as hi
        from delivery_target_changes_view t
        left join lateral (
          select sum(least(v.units, 0)) as fewer, sum(greatest(v.units, 0)) as more from inventory_own_view v
          where v.channel = e.channel and v.key = e.key and v.place = e.place and v.kind = any(:own)
            and v.heard_at > t.owed_at
            and v.occurred_at between c.as_of - interval '7 days' and c.as_of + interval '2 seconds') m
          on coalesce(e.settled_since > c.as_of - :out * interval '1 millisecond', true)
        where t.channel = e.channel and t.sku = e.key and t.slot = e.place and t.version >= coalesce(base.version, 0)) h on true
      left join lateral (
        select coalesce(at.quantity, e.value) + coalesce(sum(o.units) filter (where not o.near), 0)
                 + coalesce(sum(least(o.units, 0)) filter (where o.near), 0) as lo,
               coalesce(at.quantity, e.value) + coalesce(sum(o.units) filter (where not o.near), 0)
                 + coalesce(sum(greatest(o.units, 0)) filter (where o.near), 0) as hi
        from (select v.units, v.occurred_at > c.as_of - interval '2 seconds' as near from inventory_own_view v
              where v.channel = e.channel and v.key = e.key and v.place = e.place and v.kind = any(:own)
                and v.heard_at > c.as_of
                and v.occurred_at between c.as_of - interval '7 days' and c.as_of + interval '2 seconds') o) own on true
      where e.channel = :channel and e.key = c.key and e.place = c.place
      """),

  /**
   * The stock that a system keeps or books for itself: what our ledger holds there, less what it
   * had not heard of. What it was told and has not booked yet may count or not.
   */
  KEPT(
      "inventory_expected_view",
      """
      select e.value - b.after as expected, e.value - b.after - b.more as lo, e.value - b.after - b.fewer as hi,
             not c.there and e.settled_since > c.as_of - :out * interval '1 millisecond' as late
      from (select sum(v.value)::bigint as value, max(v.settled_since) as settled_since from inventory_expected_view v
            where v.channel = :channel and v.key = c.key and v.place = c.place) e
      cross join lateral (
        select coalesce(sum(m.units) filter (where m.heard_at > c.as_of and not m.had), 0)::bigint as after,
               coalesce(sum(greatest(m.units, 0)) filter (where m.perhaps), 0)::bigint as more,
               coalesce(sum(least(m.units, 0)) filter (where m.perhaps), 0)::bigint as fewer
        from (select v.units, v.heard_at, v.source = v.channel and v.occurred_at <= c.as_of as had,
                     v.source = v.channel and v.heard_at <= c.as_of and v.occurred_at > c.as_of - interval '2 seconds'
                     or v.posted and v.heard_at <= c.as_of and coalesce(v.confirmed_at > c.as_of, true)
                       and (o.state in ('owed', 'relayed')
                            or coalesce(o.closed_at, v.heard_at) > c.as_of - :out * interval '1 millisecond') as perhaps
              from inventory_booked_view v
              left join delivery_outbox_view o on o.channel = v.channel and o.key = v.movement
              where v.channel = :channel and v.key = c.key and v.place = c.place
                and v.occurred_at > c.as_of - interval '7 days') m) b
      where e.value is not null
      """),

  /** The orders that a channel lists as open: those that are open in our order book. */
  ORDERS(
      "orders_expected_view",
      """
      select c.expected, c.expected as lo, c.expected as hi,
             coalesce(k.changed_at > c.as_of - :out * interval '1 millisecond', false)
             or exists (select from delivery_outbox_view o
                        where o.channel = :channel and o.order_key = c.key and o.state in ('owed', 'relayed')) as late
      from orders_known_view k where k.channel = :channel and k.key = c.key
      """);

  private final String view;
  private final String explains;

  Book(String view, String explains) {
    this.view = view;
    this.explains = explains;
  }

  /** What is expected: channel, key, place, value, settled_since. */
  String view() {
    return view;
  }

  /** What is asked of each line that differs. */
  String explains() {
    return explains;
  }

  /** Whether a number means units that may be off by a few; an order is there or is not. */
  boolean counts() {
    return this != ORDERS;
  }

  /** Whether somebody may buy by what it says. */
  boolean sells() {
    return this == SHOWN;
  }
}
