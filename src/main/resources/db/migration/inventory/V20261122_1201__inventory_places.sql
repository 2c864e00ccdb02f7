-- What of a location's stock may be promised: config/stock.yaml where set-based SQL can see it, and whether its keeper was heard lately.
create table inventory_places (
  location     text     primary key,
  safety       integer  not null default 0,
  stale_millis bigint,                        -- null: never doubted
  stale_keeps  smallint not null default 0,
  heard_at     timestamptz not null default crossdock_now(),
  keeps        smallint not null default 100  -- how much of what is on hand counts now, in percent
);

-- By which rules all targets were last owed; what differs from the rules of now is owed anew.
create table inventory_rules (
  subject text primary key,                   -- channel/shop, bundle/GIFT-SET, location/leeds
  rules   text not null
);

-- What is on hand and does not count now, because nobody knows whether it still is.
create or replace view inventory_levels_view as
  select l.sku, l.location, l.on_hand, l.reserved, l.safety, l.incoming, l.unavailable, l.version, l.changed_at,
         (greatest(0, l.on_hand) - greatest(0, l.on_hand)::bigint * coalesce(p.keeps, 100) / 100)::integer as stale
  from inventory_levels l left join inventory_places p on p.location = l.location;
