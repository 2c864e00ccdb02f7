-- By which of its sender's own names a message is found: an order's number, a receipt's, a webhook's. Written when it is opened.
create table delivery_names (
  name       text        not null,
  message_id bigint      not null,
  at         timestamptz not null,
  kind       text        not null,
  primary key (name, message_id, at)
) partition by range (at);

create table delivery_names_default partition of delivery_names default;

create index delivery_names_of_message on delivery_names (message_id);

-- A message that nobody has opened yet has no names; these find it, and forget it once it is handed out.
create index delivery_inbox_waiting_key on delivery_inbox (order_key) where state = 'received';
create index delivery_inbox_waiting_id on delivery_inbox (message_id) where state = 'received' and message_id is not null;

create view delivery_names_view as
  select name, message_id, at, kind from delivery_names;

-- What the journey of a message shows of its row.
create view delivery_journey_messages_view as
  select i.id, i.channel, i.topic, i.intake, i.order_key, i.message_id, i.polled, f.name as file, i.line, i.body_hash, i.observed_at,
         i.received_at, i.state, i.attempts, i.next_attempt_at, i.closed_at, i.rule, i.failure_class, i.failure_code,
         i.failure_sentence, i.failure_pointer
  from delivery_inbox i
  left join delivery_files f on f.id = i.file_id;

create view delivery_journey_targets_view as
  select channel, sku, slot, desired, version, owed_at, sent_version, sent_at, in_flight_until, confirmed_version, confirmed_at,
         seen, seen_at, observed, observed_at, attempts, next_attempt_at, failure_class, failure_code, failure_sentence, stopped
  from delivery_targets;

create view delivery_journey_facts_view as
  select id, channel, flow, key, created_at, state, attempts, next_attempt_at, closed_at, failure_class, failure_code, failure_sentence
  from delivery_outbox;
