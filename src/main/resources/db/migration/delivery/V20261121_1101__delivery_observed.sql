-- What a channel was last heard or read to show (observed) is kept apart from what its next write is compared with (seen):
-- a level and the order that caused it arrive in either order, and must not count twice.
-- based_on: what the channel did by itself until then is in seen already.
alter table delivery_targets
  add column observed    integer,
  add column observed_at timestamptz,
  add column based_on    timestamptz;

update delivery_targets set observed = seen, observed_at = seen_at, differs_since = null;

-- What a channel shows by its own word, beside what it should show. A difference is lag while a delivery explains it; drift once it outlives that.
create or replace view delivery_shown_view as
  select channel, sku, slot, desired, shown as seen, seen_at, failure_sentence,
         case when version = 0 or shown is null then 'unknown'
              when shown = desired then 'agrees'
              when stopped then 'drift'
              when version > confirmed_version or in_flight_until is not null then 'lag'
              when coalesce(differs_since, seen_at) > crossdock_now() - interval '10 seconds' then 'lag'
              else 'drift' end as state
  from (select *, case when differs_since is null then seen else coalesce(observed, seen) end as shown from delivery_targets) t;
