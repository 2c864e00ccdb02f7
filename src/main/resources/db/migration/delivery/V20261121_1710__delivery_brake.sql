-- What a brake parked is asked for at the end of every run of a read that has one.
create index delivery_parked_braked on delivery_parked (channel, topic) where left_at is null and code = 'INV-020';
