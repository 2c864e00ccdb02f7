-- What somebody must be told, with the reason: one row for as long as it lasts, however often it happens meanwhile.
create table delivery_cases (
  id        bigint generated always as identity primary key,
  kind      text        not null,
  channel   text        not null,
  about     text        not null,
  sentence  text        not null,
  times     integer     not null default 1,
  opened_at timestamptz not null default crossdock_now(),
  last_at   timestamptz not null default crossdock_now(),
  closed_at timestamptz
);

create unique index delivery_cases_open on delivery_cases (kind, channel, about) where closed_at is null;

create view delivery_cases_view as
  select id, kind, channel, about, sentence, times, opened_at, last_at, closed_at from delivery_cases;
