-- Everything that ever happened to stock. Rows are added, never changed: levels are their sum and can be rebuilt from them.
create table inventory_movements (
  id           bigint generated always as identity primary key,
  key          text        not null unique,
  kind         text        not null,
  sku          text        not null,
  location     text        not null,
  quantity     integer     not null,
  on_hand      integer     not null,
  reserved     integer     not null,
  source       text        not null,
  reservation  text,
  occurred_at  timestamptz not null,
  heard_at     timestamptz not null default crossdock_now(),
  message_id   bigint,
  version      bigint      not null,
  note         text
);

create index inventory_movements_of_level on inventory_movements (sku, location, occurred_at);

do $$ begin
  if exists (select from pg_roles where rolname = 'crossdock_app') then
    revoke update, delete, truncate on inventory_movements from crossdock_app;
  end if;
end $$;

-- The sum of the movements, one row for each SKU and location. Its version rises by one with every change.
create table inventory_levels (
  sku         text        not null,
  location    text        not null,
  on_hand     integer     not null default 0,
  reserved    integer     not null default 0 check (reserved >= 0),
  safety      integer     not null default 0,
  incoming    integer     not null default 0,
  unavailable integer     not null default 0,
  version     bigint      not null default 0,
  changed_at  timestamptz not null default crossdock_now(),
  primary key (sku, location)
) with (fillfactor = 60);

create view inventory_levels_view as
  select sku, location, on_hand, reserved, safety, incoming, unavailable, version, changed_at from inventory_levels;

create view inventory_movements_view as
  select id, key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at, heard_at, message_id, version, note
  from inventory_movements;

-- Stock promised to someone. What is held is quantity - released - consumed, never below zero, in whatever order these are heard.
create table inventory_reservations (
  key      text primary key,
  sku      text    not null,
  location text    not null,
  quantity integer not null default 0,
  released integer not null default 0,
  consumed integer not null default 0
) with (fillfactor = 70);

-- Which movement a system that books stock has been told of, and has taken into its own figures.
create table inventory_postings (
  movement     text not null,
  channel      text not null,
  sku          text not null,
  location     text not null,
  on_hand      integer not null,
  confirmed_at timestamptz,
  primary key (movement, channel)
);

create index inventory_postings_unconfirmed on inventory_postings (channel, sku, location) where confirmed_at is null;

-- The last count or level that a keeper gave for a place, and as of when.
create table inventory_counts (
  sku      text        not null,
  location text        not null,
  source   text        not null,
  rebased  text        not null check (rebased in ('by-time', 'by-booking')),
  counted  integer     not null,
  as_of    timestamptz not null,
  primary key (sku, location, source)
);

-- Units that were sold and were not there. Every shortage is a case of its own.
create table inventory_shortages (
  movement  text primary key,
  sku       text        not null,
  location  text        not null,
  quantity  integer     not null check (quantity > 0),
  opened_at timestamptz not null default crossdock_now(),
  closed_at timestamptz
);

create view inventory_shortages_view as
  select movement, sku, location, quantity, opened_at, closed_at from inventory_shortages;
