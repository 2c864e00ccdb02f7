-- One comparison of a snapshot with what we hold true, and what came of it.
create table divergence_runs (
  id          bigint generated always as identity primary key,
  snapshot    bigint      not null,
  sync        text        not null,
  channel     text        not null,
  entity      text        not null,
  as_of       timestamptz not null,
  compared_at timestamptz not null default crossdock_now(),
  expected    bigint      not null default 0,
  observed    bigint      not null default 0,
  agreed      bigint      not null default 0,
  lag         bigint      not null default 0,
  tolerated   bigint      not null default 0,
  suspected   bigint      not null default 0,
  drift       bigint      not null default 0,
  millis      bigint      not null default 0,
  outcome     text        not null default 'compared' check (outcome in ('compared', 'braked', 'failed')),
  sentence    text
);

create index divergence_runs_of_channel on divergence_runs (channel, entity, id desc);

create view divergence_runs_view as
  select id, snapshot, sync, channel, entity, as_of, compared_at, expected, observed, agreed, lag, tolerated, suspected, drift, millis,
         outcome, sentence
  from divergence_runs;

-- Where a system disagrees with us: one row for as long as it lasts. It is suspected until a second look finds it again; then it is drift, and
-- what is done about it is its state: proposed to a person, healing, or stuck after so many tries. expected or observed is null where there is no such line.
create table divergence_items (
  id         bigint generated always as identity primary key,
  channel    text        not null,
  entity     text        not null,
  key        text        not null,
  place      text        not null,
  expected   bigint,
  observed   bigint,
  state      text        not null default 'suspected'
             check (state in ('suspected', 'drift', 'proposed', 'healing', 'stuck', 'closed')),
  risk       text        not null check (risk in ('oversell', 'lost-sales', 'none')),
  cause      text        check (cause in ('missed-event', 'duplicate', 'manual-edit', 'mapping', 'wrong-location', 'bundle', 'unknown-sku', 'never-listed', 'unknown')),
  evidence   jsonb       not null default '[]',
  looks      integer     not null default 1,
  tries      integer     not null default 0,
  run        bigint,
  first_at   timestamptz not null default crossdock_now(),
  last_at    timestamptz not null default crossdock_now(),
  drift_at   timestamptz,
  closed_at  timestamptz,
  closed_as  text        check (closed_as in ('healed', 'by-itself', 'lag', 'dismissed'))
) with (fillfactor = 80);

create unique index divergence_items_open on divergence_items (channel, entity, key, place) where closed_at is null;
create index divergence_items_latest on divergence_items (drift_at desc) where drift_at is not null;

create view divergence_items_view as
  select id, channel, entity, key, place, expected, observed, state, risk, cause, evidence, looks, tries, run, first_at, last_at, drift_at,
         closed_at, closed_as
  from divergence_items;
