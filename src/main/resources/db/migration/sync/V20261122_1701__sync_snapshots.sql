-- What a system says it holds, at an instant (as_of, by our clock; null while it is read). Its lines stand in a partition of their own,
-- so that forgetting a snapshot is dropping a table.
create table sync_snapshots (
  id          bigint generated always as identity primary key,
  sync        text        not null,
  channel     text        not null,
  entity      text        not null,
  as_of       timestamptz,
  started_at  timestamptz not null default crossdock_now(),
  finished_at timestamptz,
  pages       integer     not null default 0,
  items       bigint      not null default 0,
  whole       boolean     not null default true,
  state       text        not null default 'reading' check (state in ('reading', 'complete', 'compared', 'failed')),
  sentence    text
);

create index sync_snapshots_of_channel on sync_snapshots (channel, entity, id desc);

create view sync_snapshots_view as
  select id, sync, channel, entity, as_of, started_at, finished_at, pages, items, whole, state, sentence from sync_snapshots;

-- One line: a SKU (key) at one of the channel's own locations (place) and its units, or an order and what it is worth in minor units (value).
-- reference is what the system itself calls the line; as_of is the line's own instant, where the system gives one.
create table sync_staging (
  snapshot  bigint not null,
  key       text   not null,
  place     text   not null,
  value     bigint not null,
  reference text,
  as_of     timestamptz
) partition by list (snapshot);

create view sync_staging_view as select snapshot, key, place, value, reference, as_of from sync_staging;

-- The running hub may neither make nor drop tables.
create function sync_open_staging(of_snapshot bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('create table if not exists public.%I partition of public.sync_staging for values in (%s)',
                 'sync_staging_' || of_snapshot, of_snapshot);
end $$;

create function sync_drop_staging(of_snapshot bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('drop table if exists public.%I', 'sync_staging_' || of_snapshot);
end $$;

revoke execute on function sync_open_staging(bigint) from public;
revoke execute on function sync_drop_staging(bigint) from public;
grant execute on function sync_open_staging(bigint) to "${app}";
grant execute on function sync_drop_staging(bigint) to "${app}";
