-- A version that was owed again because the channel accepted the one before and did not show it says what was found instead.
alter table delivery_target_changes add column found integer;

create or replace view delivery_target_changes_view as
  select channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at, found from delivery_target_changes;

create or replace view delivery_journey_targets_view as
  select channel, sku, slot, desired, version, owed_at, sent_version, sent_at, in_flight_until, confirmed_version, confirmed_at,
         seen, seen_at, observed, observed_at, attempts, next_attempt_at, failure_class, failure_code, failure_sentence, stopped,
         read_back_at, read_back_looks, lost_writes
  from delivery_targets;
