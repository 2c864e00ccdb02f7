-- Whoever weighs how much of a channel is wrong reads what differs, which is little, and not every level that the channel has.
create index delivery_targets_differing on delivery_targets (channel) where differs_since is not null;
