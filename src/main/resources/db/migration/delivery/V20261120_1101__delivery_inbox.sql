-- What was heard. A row is written once, handed out under a term of office (epoch), and closed with a verdict.
create table delivery_inbox (
  id               bigint generated always as identity primary key,
  channel          text        not null,
  topic            text        not null,
  intake           text        not null,
  shard            smallint    not null,
  order_key        text        not null,
  message_id       text,
  polled           boolean     not null default false,
  file_id          bigint,
  line             integer,
  body             bytea       not null,
  body_hash        bytea       not null,
  headers          jsonb       not null default '{}',
  observed_at      timestamptz not null,
  received_at      timestamptz not null default crossdock_now(),
  state            text        not null default 'received'
                   check (state in ('received', 'relayed', 'applied', 'duplicate', 'ignored', 'parked')),
  attempts         smallint    not null default 0,
  epoch            bigint      not null default 0,
  leased_until     timestamptz,
  next_attempt_at  timestamptz,
  closed_at        timestamptz,
  rule             text,
  failure_class    text,
  failure_code     text,
  failure_sentence text,
  failure_pointer  text
) with (fillfactor = 80, toast_tuple_target = 512);

alter table delivery_inbox alter column body set storage external;

create index delivery_inbox_waiting on delivery_inbox (channel, shard, id) where state = 'received';
create index delivery_inbox_handed_out on delivery_inbox (leased_until) where state = 'relayed';
create index delivery_inbox_parked on delivery_inbox (channel, id) where state = 'parked';
-- a poll reads the same entity again and again; it is one message as long as its revision is the same
create unique index delivery_inbox_polled on delivery_inbox (channel, topic, message_id) where polled;
create index delivery_inbox_of_file on delivery_inbox (file_id, line) where file_id is not null;

create view delivery_inbox_view as
  select id, channel, topic, intake, order_key, message_id, file_id, line, observed_at, received_at, state, attempts,
         closed_at, rule, failure_class, failure_code, failure_sentence, failure_pointer
  from delivery_inbox;

-- Files are parents of messages; a file half kept is continued where it stopped.
create table delivery_files (
  id          bigint generated always as identity primary key,
  channel     text        not null,
  name        text        not null,
  sha256      bytea       not null,
  size        bigint      not null,
  kept        integer     not null default 0,
  complete    boolean     not null default false,
  observed_at timestamptz not null,
  heard_at    timestamptz not null default crossdock_now(),
  unique (channel, name, sha256)
);

-- Who may hand out which shard, and under which term of office. A later term fences off an earlier one.
create table delivery_leases (
  flow        text        not null,
  shard       smallint    not null,
  owner       text        not null,
  epoch       bigint      not null,
  leased_until timestamptz not null,
  primary key (flow, shard)
);

-- Terms of office: every start of a relay is a new one.
create sequence delivery_epochs;
