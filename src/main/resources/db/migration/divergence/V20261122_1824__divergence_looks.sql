-- When it was seen first by the snapshot's own instant (seen_at) and what was seen then; and when it was last seen to agree (agreed_at): what led to it
-- happened between the two.
alter table divergence_items
  add column seen_at   timestamptz,
  add column seen      bigint,
  add column agreed_at timestamptz;

create or replace view divergence_items_view as
  select id, channel, entity, key, place, expected, observed, state, risk, cause, evidence, looks, tries, run, first_at, last_at, drift_at,
         closed_at, closed_as, seen_at, seen, agreed_at
  from divergence_items;

create index divergence_items_closed on divergence_items (closed_at) where closed_at is not null;
