-- Of what is handed out there is hardly anything, says the planner, and so read this index for every row that it had by its number:
-- a queue's index is full of rows that have gone. With another condition it serves what it is for, finding leases that ended.
drop index delivery_inbox_handed_out;
drop index delivery_outbox_handed_out;
create index delivery_inbox_handed_out on delivery_inbox (leased_until) where leased_until is not null;
create index delivery_outbox_handed_out on delivery_outbox (leased_until) where leased_until is not null;

-- Tables that are updated as often as they are written are swept early, not at a fifth of their size.
alter table delivery_inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table delivery_outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table delivery_targets set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table delivery_leases set (autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
