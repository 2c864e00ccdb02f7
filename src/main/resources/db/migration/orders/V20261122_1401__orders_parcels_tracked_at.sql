-- Where a parcel can be followed, as whoever sent it said.
alter table orders_parcels add column tracking_url text;

create or replace view orders_parcels_view as
  select channel, order_id, n, location, state, lines, because, pick_up, due_at, reason, carrier, tracking, asked_at, ended_at,
         tracking_url
  from orders_parcels;
