-- What each system that keeps or books stock should hold, in the shape in which everything is compared: what the ledger holds there. What it was not
-- told of yet, or has not booked, is asked for only where it says something else.
create view inventory_expected_view as
  select s.channel, l.sku as key, s.slot as place, l.on_hand::bigint as value, l.location, l.changed_at as settled_since
  from delivery_slots_view s join inventory_levels l on l.location = s.location
  where not s.shows;

-- What happened to stock that a system keeps or books, and when that system had it in its own figures.
create view inventory_booked_view as
  select s.channel, m.sku as key, s.slot as place, m.key as movement, m.kind, m.source, m.on_hand::bigint as units,
         m.occurred_at, m.heard_at, p.movement is not null as posted, p.confirmed_at
  from delivery_slots_view s
  join inventory_movements m on m.location = s.location
  left join inventory_postings p on p.movement = m.key and p.channel = s.channel
  where not s.shows and m.on_hand <> 0;

-- What a channel did to its own number by itself: by how much it promised, gave back and took back.
create view inventory_own_view as
  select s.channel, m.sku as key, s.slot as place, m.key as movement, m.kind,
         case m.kind when 'reservation' then -m.quantity else m.quantity end::bigint as units, m.occurred_at, m.heard_at
  from inventory_movements m
  join delivery_slots_view s on s.channel = m.source and s.location = m.location
  where m.kind in ('reservation', 'release', 'return');

create index inventory_postings_of_level on inventory_postings (channel, sku, location);
