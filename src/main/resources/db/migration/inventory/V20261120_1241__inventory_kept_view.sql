-- What a system that books stock said last, beside what the hub holds. What it has not booked yet is lag; what remains is drift.
create view inventory_kept_view as
  select c.source as channel, c.sku, c.location, c.counted, c.as_of, l.on_hand,
         case when c.counted = l.on_hand then 'agrees'
              when c.counted + u.unconfirmed = l.on_hand then 'lag'
              else 'drift' end as state
  from inventory_counts c
  join inventory_levels l on l.sku = c.sku and l.location = c.location
  cross join lateral (
    select coalesce(sum(p.on_hand), 0)::integer as unconfirmed from inventory_postings p
    where p.channel = c.source and p.sku = c.sku and p.location = c.location and p.confirmed_at is null) u
  where c.rebased = 'by-booking';
