-- Where a person took a correction back, the channel is to show again what it showed before it (desired), but only over what the correction
-- had written, which is what follows from our stock (restored_over); until that is computed anew.
alter table delivery_targets add column restored_over integer;

create index delivery_targets_restored on delivery_targets (channel) where restored_over is not null and version > confirmed_version;

-- computed: what follows from our stock. at_rest: nothing is owed or under way. differs: a look found another number, a second one may not.
create view delivery_repairs_view as
  select channel, sku, slot, desired, coalesce(restored_over, desired) as computed, version, confirmed_at, seen, seen_at, observed, observed_at,
         version > 0 and version = confirmed_version and in_flight_until is null as at_rest,
         read_back_at is not null as unconfirmed,
         version > 0 and version = confirmed_version and in_flight_until is null and differs_since is not null and observed <> desired as differs
  from delivery_targets;
