-- What was done about a divergence, and by whom: a correction, its undoing, or a person's leave to try again. What was shown before and what was
-- written are kept, with the version of the target that said so. Added to and read, never changed.
create table divergence_heals (
  id      bigint generated always as identity primary key,
  item    bigint      not null,
  channel text        not null,
  entity  text        not null,
  key     text        not null,
  place   text        not null,
  kind    text        not null check (kind in ('heal', 'undo', 'retry')),
  at      timestamptz not null default crossdock_now(),
  who     text        not null,
  before  bigint,
  after   bigint,
  version bigint
);
revoke update, delete, truncate on divergence_heals from "${app}";

create index divergence_heals_of_thing on divergence_heals (channel, entity, key, place, id);
create index divergence_heals_of_item on divergence_heals (item, id);
create index divergence_heals_latest on divergence_heals (channel, at);

create view divergence_heals_view as
  select id, item, channel, entity, key, place, kind, at, who, before, after, version from divergence_heals;

-- braked: it is proposed to a person because too much would be corrected at once, not because the policy says so.
-- within: it is put right, and too small to tell anybody.
alter table divergence_items
  add column braked boolean not null default false,
  add column within boolean not null default false;

-- A person said that what a channel says is right, however much it is at once: for an hour from then on there is no brake.
create table divergence_let_go (
  id      bigint generated always as identity primary key,
  channel text        not null,
  at      timestamptz not null default crossdock_now(),
  who     text        not null
);
revoke update, delete, truncate on divergence_let_go from "${app}";

create index divergence_let_go_latest on divergence_let_go (channel, at);

create index divergence_items_dismissed on divergence_items (channel, entity, key, place, closed_at) where closed_as = 'dismissed';
create index divergence_items_to_do on divergence_items (state, channel) where closed_at is null;

create view divergence_braked_view as
  select id, channel, entity, key, place, expected, observed, run from divergence_items where braked and closed_at is null;

-- What can be corrected: a level that the channel is told by us, and shows otherwise. ready: nothing is owed there, and nothing was told since it
-- was found out. tried: how often we corrected it within a day, since a person last said that we may try again.
create view divergence_healable_view as
  select i.id, i.channel, i.key, i.place, i.observed, i.state, i.risk, i.braked, i.drift_at, i.run, t.computed,
         abs(i.observed - t.computed) as size, coalesce(r.as_of, i.last_at) as found_at,
         t.at_rest and (t.confirmed_at is null or t.confirmed_at <= coalesce(r.as_of, i.last_at)) as ready,
         (select count(*) from divergence_heals h
          where h.channel = i.channel and h.entity = i.entity and h.key = i.key and h.place = i.place
            and h.kind = 'heal' and h.who = 'hub' and h.at > crossdock_now() - interval '1 day'
            and h.id > coalesce((select max(p.id) from divergence_heals p
                                 where p.channel = i.channel and p.entity = i.entity and p.key = i.key and p.place = i.place
                                   and p.kind = 'retry'), 0)) as tried
  from divergence_items i
  join delivery_repairs_view t on t.channel = i.channel and t.sku = i.key and t.slot = i.place and t.version > 0
  left join divergence_runs r on r.id = i.run
  where i.closed_at is null and i.entity = 'stock' and i.observed is not null and i.observed <> t.computed;
