-- Of which bundle a movement is a part, and how many of those were sold or taken back; one of its parts says so, and the others say 0.
alter table inventory_movements
  add column bundle  text,
  add column bundles integer;

create index inventory_movements_of_bundle on inventory_movements (bundle, location, occurred_at) where bundle is not null;

-- What a channel did to its own number by itself: by how much it promised, gave back and took back. Of a bundle it counts off the bundle.
create or replace view inventory_own_view as
  select s.channel, m.sku as key, s.slot as place, m.key as movement, m.kind,
         case m.kind when 'reservation' then -m.quantity else m.quantity end::bigint as units, m.occurred_at, m.heard_at
  from inventory_movements m
  join delivery_slots_view s on s.channel = m.source and s.location = m.location
  where m.kind in ('reservation', 'release', 'return') and m.bundle is null
  union all
  select s.channel, m.bundle as key, s.slot as place, m.key as movement, m.kind,
         case m.kind when 'reservation' then -m.bundles else m.bundles end::bigint as units, m.occurred_at, m.heard_at
  from inventory_movements m
  join delivery_slots_view s on s.channel = m.source and s.location = m.location
  where m.kind in ('reservation', 'release', 'return') and m.bundle is not null and m.bundles > 0;
