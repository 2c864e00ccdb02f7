-- Whose order it is: a keyed hash of an e-mail address, a phone or a card's token, of no use without the hub's secret (ADR 0037).
create table orders_contacts (
  hash     bytea       not null,
  channel  text        not null,
  order_id text        not null,
  kept_at  timestamptz not null default crossdock_now(),
  primary key (hash, channel, order_id)
);

create index orders_contacts_old on orders_contacts (kept_at);
