-- Goods that customers brought back, wherever, and what is paid back for them where they were paid for. Each once.
create table orders_returns (
  taken_by text        not null,               -- the channel where they were brought
  key      text        not null,               -- the caller's own
  channel  text        not null,               -- the order's
  order_id text        not null,
  location text        not null,               -- where the goods are now
  lines    jsonb       not null,               -- [{line, quantity, restock}]
  refund   numeric     not null check (refund >= 0),
  due      numeric     not null check (due >= 0),
  currency text        not null,
  taken_at timestamptz not null default crossdock_now(),
  primary key (taken_by, key)
);

create index orders_returns_of_order on orders_returns (channel, order_id);

create view orders_returns_view as
  select taken_by, key, channel, order_id, location, lines, refund, due, currency, taken_at from orders_returns;
