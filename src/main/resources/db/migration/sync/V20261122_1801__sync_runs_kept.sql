-- A run is one row from the moment it is due to its end, in whichever process, and in as many processes as it takes. fire_key is the firing it
-- was made for (sync@instant): however many processes hear of one firing, it is one row. owner and epoch are the turn it runs under; what comes
-- late under an older epoch finds no row.
drop view sync_runs_view;

alter table sync_runs
  add column channel         text,
  add column state           text not null default 'queued'
      check (state in ('queued', 'running', 'done', 'failed', 'cancelled', 'refused')),
  add column cause           text not null default 'schedule' check (cause in ('schedule', 'event', 'hand', 'api')),
  add column asked_by        text,
  add column asked_at        timestamptz not null default crossdock_now(),
  add column due_at          timestamptz,
  add column fire_key        text,
  add column owner           text,
  add column epoch           bigint,
  add column lives           integer not null default 0,
  add column resumed_at      timestamptz,
  add column resumed_items   bigint not null default 0,
  add column progressed_at   timestamptz,
  add column expected        bigint,
  add column position        text,
  add column cancelled_by    text,
  alter column items type bigint,
  alter column started_at drop not null,
  alter column started_at drop default;

update sync_runs set state = case when outcome = 'failed' then 'failed' else 'done' end, asked_at = started_at, lives = 1;

alter table sync_runs drop column outcome;

create unique index sync_runs_firing on sync_runs (fire_key) where fire_key is not null;
create unique index sync_runs_running on sync_runs (sync) where state = 'running';
create index sync_runs_open on sync_runs (sync, id) where state in ('queued', 'running');
drop index sync_runs_of_sync;
create index sync_runs_of_sync on sync_runs (sync, id desc);
create index sync_runs_ended on sync_runs (finished_at);

-- Whose turn each sync is: one process runs it, until it ends or has not renewed its turn for some seconds. good_at is when it last ended well,
-- to a second or two; late says that somebody was told that this is too long ago.
create table sync_turns (
  sync         text        primary key,
  channel      text        not null,
  owner        text,
  epoch        bigint      not null default 0,
  leased_until timestamptz not null default '-infinity',
  known_at     timestamptz not null default crossdock_now(),
  good_at      timestamptz,
  late         boolean     not null default false
);

create view sync_runs_view as
  select id, sync, channel, state, cause, asked_by, asked_at, due_at, fire_key, started_at, finished_at, pages, items, kept, expected, lives,
         resumed_at, resumed_items, progressed_at, position, cancelled_by, sentence
    from sync_runs;

create view sync_turns_view as
  select sync, channel, owner, leased_until > crossdock_now() as held, known_at, good_at, late from sync_turns;
