-- Every call to a system, each retry a row of its own: when, how long, what was sent and answered (sealed), and what became of each item.
create sequence delivery_call_numbers;

create table delivery_calls (
  id               bigint      not null default nextval('delivery_call_numbers'),
  at               timestamptz not null,
  channel          text        not null,
  route            text        not null,
  millis           integer     not null,
  items            integer     not null,
  failure_class    text,
  failure_code     text,
  failure_sentence text,
  sent             bytea,
  answered         bytea,
  primary key (id, at)
) partition by range (at);

alter table delivery_calls alter column sent set storage external;
alter table delivery_calls alter column answered set storage external;

create table delivery_calls_default partition of delivery_calls default;

create table delivery_call_items (
  call_id  bigint      not null,
  at       timestamptz not null,
  channel  text        not null,
  key      text        not null,
  version  bigint,
  outcome  text        not null,
  code     text,
  sentence text
) partition by range (at);

create table delivery_call_items_default partition of delivery_call_items default;

create index delivery_call_items_of_key on delivery_call_items (key, at);

create view delivery_calls_view as
  select id, at, channel, route, millis, items, failure_class, failure_code, failure_sentence, sent is not null as evidence
  from delivery_calls;

create view delivery_call_items_view as
  select call_id, at, channel, key, version, outcome, code, sentence from delivery_call_items;

select platform_partition_by_day('delivery_calls', 'at', 30);
select platform_partition_by_day('delivery_call_items', 'at', 30);
