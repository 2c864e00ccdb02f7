-- Which numbers of what a system counts have been heard: one row for an order book, one for a till's day.
create table delivery_sequences (
  channel  text           not null,
  name     text           not null,
  scope    text           not null,
  seen     int8multirange not null,
  grace_seconds integer   not null,
  heard_at timestamptz    not null default crossdock_now(),
  primary key (channel, name, scope)
) with (fillfactor = 70);

-- Numbers that are missing between others, and since when we know.
create table delivery_gaps (
  channel      text        not null,
  name         text        not null,
  scope        text        not null,
  first_number bigint      not null,
  last_number  bigint      not null,
  since        timestamptz not null,
  told         boolean     not null default false,
  primary key (channel, name, scope, first_number, last_number)
);

-- How far the inbox has been looked through. What was kept before there were sequences is not looked at.
create table delivery_sequence_cursor (
  one     boolean primary key default true check (one),
  last_id bigint not null
);
insert into delivery_sequence_cursor (last_id) select coalesce(max(id), 0) from delivery_inbox;

create view delivery_gaps_view as
  select channel, name, scope, first_number, last_number, last_number - first_number + 1 as missing, since, told from delivery_gaps;
