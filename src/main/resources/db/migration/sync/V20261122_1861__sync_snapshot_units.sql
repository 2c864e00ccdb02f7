-- What whoever compares needs to know of the whole and would else have to count: all units in it, and how many of its names stand on several
-- lines. Null where nobody counted.
alter table sync_snapshots add column units bigint, add column repeats bigint;

create or replace view sync_snapshots_view as
  select id, sync, channel, entity, as_of, started_at, finished_at, pages, items, whole, state, sentence, expected, units, repeats
  from sync_snapshots;
