-- A write whose answer never came may have been done: until another is taken, what the channel shows (seen) is a guess. Nothing is settled by a guess.
alter table delivery_targets add column unsure boolean not null default false;
