-- A message that waits for an earlier one of its key says for which.
create or replace view delivery_journey_messages_view as
  select i.id, i.channel, i.topic, i.intake, i.order_key, i.message_id, i.polled, f.name as file, i.line, i.body_hash, i.observed_at,
         i.received_at, i.state, i.attempts, i.next_attempt_at, i.closed_at, i.rule, i.failure_class, i.failure_code,
         i.failure_sentence, i.failure_pointer, i.held_by
  from delivery_inbox i
  left join delivery_files f on f.id = i.file_id;
