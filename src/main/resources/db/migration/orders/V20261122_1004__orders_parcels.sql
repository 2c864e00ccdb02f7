-- Orders that must be looked at: something of them is open, or is asked for and no longer open.
create table orders_to_source (
  channel    text        not null,
  id         text        not null,
  not_before timestamptz not null default crossdock_now(),
  primary key (channel, id)
);

create index orders_to_source_due on orders_to_source (not_before);

-- What one location is asked to send, or to hand out.
create table orders_parcels (
  channel   text        not null,
  order_id  text        not null,
  n         integer     not null,
  location  text        not null,
  taken_at  text        not null,              -- where its channel's orders take their stock
  state     text        not null check (state in ('asked', 'ready', 'sent', 'rejected', 'cancelled')),
  lines     jsonb       not null,              -- [{line, sku, quantity}]
  because   jsonb       not null,              -- each thing that decided it
  pick_up   boolean     not null default false,
  due_at    timestamptz,
  reason    text,                              -- why it was rejected
  carrier   text,
  tracking  text,
  asked_at  timestamptz not null default crossdock_now(),
  ended_at  timestamptz,
  primary key (channel, order_id, n)
);

create index orders_parcels_open on orders_parcels (location, asked_at) where state in ('asked', 'ready');
create index orders_parcels_asked on orders_parcels (asked_at, location);

create view orders_parcels_view as
  select channel, order_id, n, location, state, lines, because, pick_up, due_at, reason, carrier, tracking, asked_at, ended_at
  from orders_parcels;
