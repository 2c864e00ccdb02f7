-- Written by the health check: a database that cannot be written is one we cannot take webhooks for.
create table platform_heartbeats (
  name text primary key,
  at   timestamptz not null
);
