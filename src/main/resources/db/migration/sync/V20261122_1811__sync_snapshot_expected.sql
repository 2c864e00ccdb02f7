-- How many lines the system itself speaks of; null where it does not say.
alter table sync_snapshots add column expected bigint;

create or replace view sync_snapshots_view as
  select id, sync, channel, entity, as_of, started_at, finished_at, pages, items, whole, state, sentence, expected from sync_snapshots;

-- Whoever compares needs to know what is in a partition that has just been filled; the running hub may not look by itself.
create function sync_settle_staging(of_snapshot bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('analyze public.%I', 'sync_staging_' || of_snapshot);
end $$;

revoke execute on function sync_settle_staging(bigint) from public;
grant execute on function sync_settle_staging(bigint) to "${app}";
