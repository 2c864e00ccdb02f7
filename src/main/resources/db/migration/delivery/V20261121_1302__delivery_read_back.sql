-- Where accepted is not applied, a target is read back before it is believed: when (read_back_at), how often it was found otherwise by the
-- same number (read_back_looks, read_back_off), what it showed before the write, and how many writes in a row were lost.
alter table delivery_targets
  add column read_back_at    timestamptz,
  add column read_back_off   integer,
  add column read_back_looks smallint not null default 0,
  add column shown_before    integer,
  add column lost_writes     smallint not null default 0;

create index delivery_targets_read_back on delivery_targets (channel, read_back_at) where read_back_at is not null;

-- owed: to be told. unconfirmed: told and accepted, not yet read back.
create or replace view delivery_targets_view as
  select channel, sku, slot, desired, version, owed_at, sent_at, confirmed_version, confirmed_at, seen, seen_at, attempts,
         failure_class, failure_code, failure_sentence, stopped, version > confirmed_version as owed,
         version = confirmed_version and read_back_at is not null as unconfirmed, lost_writes
  from delivery_targets;
