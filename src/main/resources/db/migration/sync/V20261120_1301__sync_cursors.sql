-- How far each read of each channel has come, and how its runs went.
create table sync_cursors (
  channel    text not null,
  read       text not null,
  cursor     text not null,
  moved_at   timestamptz not null default crossdock_now(),
  primary key (channel, read)
);

create table sync_runs (
  id          bigint generated always as identity primary key,
  sync        text        not null,
  started_at  timestamptz not null default crossdock_now(),
  finished_at timestamptz,
  pages       integer     not null default 0,
  items       integer     not null default 0,
  kept        integer     not null default 0,
  outcome     text,
  sentence    text
);

create index sync_runs_of_sync on sync_runs (sync, started_at desc);

create view sync_runs_view as
  select id, sync, started_at, finished_at, pages, items, kept, outcome, sentence from sync_runs;
