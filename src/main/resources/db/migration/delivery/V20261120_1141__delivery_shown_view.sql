-- What a channel shows by its own word, beside what it should show. A difference is lag while a delivery explains it; drift once it outlives that.
create view delivery_shown_view as
  select channel, sku, slot, desired, seen, seen_at, failure_sentence,
         case when version = 0 or seen is null then 'unknown'
              when seen = desired then 'agrees'
              when stopped then 'drift'
              when version > confirmed_version or in_flight_until is not null then 'lag'
              when coalesce(differs_since, seen_at) > crossdock_now() - interval '10 seconds' then 'lag'
              else 'drift' end as state
  from delivery_targets;
