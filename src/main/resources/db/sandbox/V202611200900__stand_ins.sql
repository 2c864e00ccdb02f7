-- what the stand-ins remember between two starts

create table sandbox.settings (
  name text primary key,
  value text not null
);

create table sandbox.numbers (
  name text primary key,
  value bigint not null
);

-- the oracle: facts told to the world, and the levels that follow from them
create table sandbox.facts (
  id bigint primary key,
  seq bigint unique,
  key text not null unique,
  kind text not null,
  channel text not null,
  sku text not null,
  location text not null,
  quantity integer not null,
  occurred_at timestamptz not null,
  emitted_at timestamptz
);

create table sandbox.book (
  sku text not null,
  location text not null,
  on_hand integer not null,
  reserved integer not null,
  primary key (sku, location)
);

create table sandbox.planted (
  id bigint primary key,
  channel text not null,
  kind text not null,
  place text not null,
  key text not null
);

-- what shop, marketplace and tills say they have
create table sandbox.holdings (
  channel text not null,
  sku text not null,
  slot text not null,
  quantity integer not null,
  updated_at timestamptz not null,
  primary key (channel, sku, slot)
);

create table sandbox.shop_orders (
  id bigint primary key,
  updated_at timestamptz not null,
  document text not null
);
create index shop_orders_updated_at on sandbox.shop_orders (updated_at, id);

create table sandbox.shop_webhooks (
  id text primary key,
  document text not null
);

create table sandbox.shop_answers (
  key text primary key,
  asked text not null,
  document text not null,
  answered_at timestamptz not null
);

create table sandbox.market_orders (
  id text primary key,
  updated_at timestamptz not null,
  document text not null
);
create index market_orders_updated_at on sandbox.market_orders (updated_at, id);

-- the legacy ERP
create schema if not exists erp;

create table erp.items (
  sku text primary key,
  ean text not null,
  description text not null
);

create table erp.stock (
  sku text not null references erp.items,
  warehouse text not null,
  quantity integer not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (sku, warehouse)
);
create index stock_updated_at on erp.stock (updated_at);

create table erp.sales_staging (
  reference text primary key,
  sku text not null,
  warehouse text not null,
  quantity_change integer not null,
  kind text not null,
  document text,
  occurred_at timestamptz not null,
  staged_at timestamptz not null default now(),
  booked_at timestamptz,
  error text
);
create index sales_staging_unbooked on erp.sales_staging (staged_at) where booked_at is null and error is null;
