-- Stock that is kept for somebody for a while: a cart, a pick-up. Its lines are promises in inventory_reservations.
create table inventory_holds (
  key        text        primary key,           -- <channel>/hold/<the caller's own key>
  channel    text        not null,
  state      text        not null check (state in ('held', 'committed', 'released', 'expired', 'refused', 'bought')),
  lines      jsonb       not null,              -- [{sku, location, quantity}]
  refusal    jsonb,                             -- what was missing, where it was refused
  expires_at timestamptz not null,
  times      smallint    not null default 1,    -- how often its stock was promised
  asked_at   timestamptz not null default crossdock_now(),
  ended_at   timestamptz
) with (fillfactor = 80);

create index inventory_holds_expiring on inventory_holds (expires_at) where state = 'held';

create view inventory_holds_view as
  select key, channel, state, lines, refusal, expires_at, asked_at, ended_at from inventory_holds;
