-- Since when which version of a mapping gives a topic its shape: the version of any message follows from when it ended.
create table delivery_mappings_used (
  channel text        not null,
  topic   text        not null,
  since   timestamptz not null default crossdock_now(),
  mapping text        not null,
  primary key (channel, topic, since)
);

create view delivery_mappings_used_view as
  select channel, topic, since, mapping from delivery_mappings_used;
