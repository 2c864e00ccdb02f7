-- What customers fetch is due twice: to be ready, and then to be fetched. What nobody fetched in time is for sale again.
alter table orders_parcels drop constraint orders_parcels_state_check;
alter table orders_parcels
  add constraint orders_parcels_state_check
      check (state in ('asked', 'ready', 'sent', 'rejected', 'cancelled', 'expired')),
  add column ready_at timestamptz,
  add column late_at  timestamptz;             -- since when somebody has been told that it is not ready in time

create index orders_parcels_due on orders_parcels (due_at) where pick_up and state in ('asked', 'ready');

create or replace view orders_parcels_view as
  select channel, order_id, n, location, state, lines, because, pick_up, due_at, reason, carrier, tracking, asked_at, ended_at,
         tracking_url, ready_at, late_at
  from orders_parcels;
