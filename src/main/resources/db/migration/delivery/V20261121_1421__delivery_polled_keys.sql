-- What a poll has heard stays known when the message itself is old enough to be deleted: the same entity is read again for as long as its system has it.
create table delivery_polled_keys (
  channel    text not null,
  topic      text not null,
  message_id text not null,
  primary key (channel, topic, message_id)
);
