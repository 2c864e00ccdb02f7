-- A channel's own locations, and ours behind each: the channel files, where set-based SQL can see them.
create table delivery_slots (
  channel  text    not null,
  slot     text    not null,
  location text    not null,
  shows    boolean not null,
  primary key (channel, slot, location)
);

create view delivery_slots_view as select channel, slot, location, shows from delivery_slots;

-- What a channel should show (desired), what it was told (sent) and what it took (confirmed); seen is what it shows by its own word.
create table delivery_targets (
  channel           text        not null,
  sku               text        not null,
  slot              text        not null,
  desired           integer     not null,
  version           bigint      not null,
  owed_at           timestamptz not null,
  sent              integer,
  sent_version      bigint      not null default 0,
  sent_at           timestamptz,
  in_flight_until   timestamptz,
  confirmed_version bigint      not null default 0,
  confirmed_at      timestamptz,
  seen              integer,
  seen_at           timestamptz,
  own_since_sent    integer     not null default 0,
  differs_since     timestamptz,
  attempts          smallint    not null default 0,
  next_attempt_at   timestamptz,
  failure_class     text,
  failure_code      text,
  failure_sentence  text,
  stopped           boolean     not null default false,
  primary key (channel, sku, slot)
) with (fillfactor = 60);

create index delivery_targets_owed on delivery_targets (channel, owed_at) where version > confirmed_version and not stopped;

create view delivery_targets_view as
  select channel, sku, slot, desired, version, owed_at, sent_at, confirmed_version, confirmed_at, seen, seen_at, attempts,
         failure_class, failure_code, failure_sentence, stopped, version > confirmed_version as owed
  from delivery_targets;

-- What a target was at any instant; lag and expected(T) are read from it. One partition a day.
create table delivery_target_changes (
  channel      text        not null,
  sku          text        not null,
  slot         text        not null,
  version      bigint      not null,
  quantity     integer     not null,
  owed_at      timestamptz not null,
  sent_at      timestamptz,
  confirmed_at timestamptz
) partition by range (owed_at);

create table delivery_target_changes_default partition of delivery_target_changes default;

create index delivery_target_changes_of_target on delivery_target_changes (channel, sku, slot, version);
create index delivery_target_changes_owed on delivery_target_changes (owed_at);
create index delivery_target_changes_unconfirmed on delivery_target_changes (channel, sku, slot, version) where confirmed_at is null;

create view delivery_target_changes_view as
  select channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at from delivery_target_changes;

-- Facts that must leave the hub, each once, in order of their key.
create table delivery_outbox (
  id               bigint generated always as identity primary key,
  channel          text        not null,
  flow             text        not null,
  key              text        not null,
  order_key        text        not null,
  shard            smallint    not null,
  payload          jsonb       not null,
  created_at       timestamptz not null default crossdock_now(),
  state            text        not null default 'owed' check (state in ('owed', 'relayed', 'delivered', 'parked')),
  attempts         smallint    not null default 0,
  epoch            bigint      not null default 0,
  leased_until     timestamptz,
  next_attempt_at  timestamptz,
  closed_at        timestamptz,
  failure_class    text,
  failure_code     text,
  failure_sentence text,
  unique (channel, key)
) with (fillfactor = 80);

create index delivery_outbox_owed on delivery_outbox (shard, id) where state = 'owed';
create index delivery_outbox_handed_out on delivery_outbox (leased_until) where state = 'relayed';

create view delivery_outbox_view as
  select id, channel, flow, key, order_key, created_at, state, attempts, closed_at, failure_class, failure_code, failure_sentence
  from delivery_outbox;
