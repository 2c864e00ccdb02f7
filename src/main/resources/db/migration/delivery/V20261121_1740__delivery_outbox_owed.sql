-- A channel with nothing to carry is not looked for among what is owed to one that is away.
drop index delivery_outbox_owed;
create index delivery_outbox_owed on delivery_outbox (channel, shard, id) where state = 'owed';
