-- What waits for a person, with all that one needs to decide: the raw bytes stay in the inbox, the canonical document is sealed here.
create table delivery_parked (
  message_id  bigint primary key,
  channel     text        not null,
  topic       text        not null,
  order_key   text        not null,
  class       text        not null,
  code        text        not null,
  sentence    text        not null,
  pointer     text,
  canonical   bytea,
  mapping     text,
  trace       text        not null,
  received_at timestamptz not null,
  parked_at   timestamptz not null default crossdock_now(),
  times       smallint    not null default 1,
  left_at     timestamptz,
  left_by     text
) with (fillfactor = 80);

create index delivery_parked_waiting on delivery_parked (parked_at, message_id) where left_at is null;
create index delivery_parked_of_key on delivery_parked (channel, order_key) where left_at is null;

insert into delivery_parked (message_id, channel, topic, order_key, class, code, sentence, pointer, trace, received_at, parked_at)
select id, channel, topic, order_key, coalesce(failure_class, 'bug'), coalesce(failure_code, 'HUB-000'), coalesce(failure_sentence, ''),
       failure_pointer, replace(gen_random_uuid()::text, '-', ''), received_at, coalesce(closed_at, received_at)
from delivery_inbox where state = 'parked';

-- Messages, facts on their way out, and targets that a channel will not take: one list of what waits for a person.
create view delivery_parked_view as
  select 'message' as kind, message_id::text as id, channel, topic, order_key, class, code, sentence, pointer, received_at,
         parked_at, times::integer as times
  from delivery_parked where left_at is null
  union all
  select 'fact', id::text, channel, flow, order_key, coalesce(failure_class, 'bug'), coalesce(failure_code, ''),
         coalesce(failure_sentence, ''), null, created_at, coalesce(closed_at, created_at), attempts::integer
  from delivery_outbox where state = 'parked'
  union all
  select 'target', sku || ' ' || slot, channel, 'level', sku, coalesce(failure_class, 'bug'), coalesce(failure_code, ''),
         coalesce(failure_sentence, ''), null, owed_at, coalesce(sent_at, owed_at), attempts::integer
  from delivery_targets where stopped;

create index delivery_outbox_parked on delivery_outbox (id) where state = 'parked';
create index delivery_targets_stopped on delivery_targets (channel, sku, slot) where stopped;

-- What a person did by hand, for ever: the running hub may add to it and read it, and nothing else (rule R28).
create table delivery_audit (
  id     bigint generated always as identity primary key,
  at     timestamptz not null default crossdock_now(),
  who    text        not null,
  what   text        not null,
  about  text        not null,
  count  integer     not null default 1,
  before bytea,
  after  bytea
);
revoke update, delete, truncate on delivery_audit from "${app}";

-- A replay is a job: what it drives is decided when it is asked for, and how far it has come is kept here and nowhere else.
create table delivery_replays (
  id           bigint generated always as identity primary key,
  request_key  text        not null unique,
  who          text        not null,
  filter       text        not null,
  per_second   integer     not null check (per_second between 1 and 1000),
  total        integer     not null,
  state        text        not null default 'running' check (state in ('running', 'done', 'cancelled')),
  asked_at     timestamptz not null default crossdock_now(),
  finished_at  timestamptz,
  epoch        bigint      not null default 0,
  leased_until timestamptz
);
create index delivery_replays_running on delivery_replays (id) where state = 'running';

create table delivery_replay_items (
  replay_id  bigint   not null references delivery_replays (id) on delete cascade,
  message_id bigint   not null,
  state      text     not null default 'waiting' check (state in ('waiting', 'driven', 'ended', 'skipped', 'cancelled')),
  ended_as   text,
  primary key (replay_id, message_id)
) with (fillfactor = 80);
create index delivery_replay_items_open on delivery_replay_items (replay_id, state, message_id) where state in ('waiting', 'driven');
