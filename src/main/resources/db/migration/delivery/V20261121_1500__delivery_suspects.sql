-- Who was at work when a process died (ADR 0018). The first time all that was handed out is suspect (crashes = 1); from then on
-- a suspect is handed out alone and marked opened before its work, so that only the one at work is blamed again.
-- held: in progress, and waiting: a suspect for its turn, or a message for an earlier one of its key (held_by) to be settled.
alter table delivery_inbox
  add column crashes smallint not null default 0,
  add column opened  boolean  not null default false,
  add column held_by bigint,
  add column copy_of bigint;

alter table delivery_inbox drop constraint delivery_inbox_state_check;
alter table delivery_inbox add constraint delivery_inbox_state_check
  check (state in ('received', 'relayed', 'held', 'applied', 'duplicate', 'ignored', 'parked'));

create index delivery_inbox_held on delivery_inbox (id) where state = 'held';
create index delivery_inbox_settling on delivery_inbox (channel, order_key, id) where state in ('held', 'parked');
