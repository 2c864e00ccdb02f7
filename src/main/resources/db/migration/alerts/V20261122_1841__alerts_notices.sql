-- What people said about an alert, which is a case (delivery_cases_view.id): somebody is at it, or it need not be heard of until then.
create table alerts_marks (
  case_id         bigint primary key,
  acknowledged_by text,
  acknowledged_at timestamptz,
  snoozed_by      text,
  snoozed_until   timestamptz
);

-- One message of one route, about as many alerts as gathered. While it is under way the route has no other, so that what it says keeps its order.
-- unsure: the call was made and its answer never came; where saying it again could be heard twice, it is not said again.
create table alerts_messages (
  id           bigint generated always as identity primary key,
  route        text        not null,
  transition   text        not null check (transition in ('opened', 'again', 'resolved')),
  state        text        not null default 'owed' check (state in ('owed', 'calling', 'sent', 'failed', 'unsure')),
  attempts     integer     not null default 0,
  created_at   timestamptz not null default crossdock_now(),
  due_at       timestamptz not null default crossdock_now(),
  leased_until timestamptz,
  finished_at  timestamptz,
  answer       text
);

create unique index alerts_messages_under_way on alerts_messages (route) where finished_at is null;
create index alerts_messages_of_route on alerts_messages (route, id);

-- That an alert is to be told on a route: once for each transition (again: once for each round), whoever else thinks of it too.
-- ended: its case is closed and that was dealt with.
create table alerts_notices (
  case_id    bigint      not null,
  route      text        not null,
  transition text        not null,
  round      integer     not null default 0,
  owed_at    timestamptz not null default crossdock_now(),
  message    bigint references alerts_messages (id),
  ended      boolean     not null default false,
  primary key (case_id, route, transition, round)
);

create index alerts_notices_waiting on alerts_notices (route) where message is null;
create index alerts_notices_lasting on alerts_notices (route) where not ended;
create index alerts_notices_of_message on alerts_notices (message);
