-- Whoever reads what was staged, or saves the database, keeps nobody from beginning a snapshot: a table that is made by itself and attached when it
-- is whole asks for less of its parent than one that is made as its partition. It is empty then, so that attaching it reads nothing.
create or replace function sync_open_staging(of_snapshot bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  leaf text := 'sync_staging_' || of_snapshot;
begin
  if to_regclass(format('public.%I', leaf)) is null then
    execute format('create table public.%I (like public.sync_staging including all)', leaf);
    execute format('alter table public.sync_staging attach partition public.%I for values in (%s)', leaf, of_snapshot);
  end if;
end $$;
