-- The books: what every statement that keeps or closes messages did, by channel and hour of hearing, written by that same statement. Appended only,
-- so that no lane waits for another's row; a job folds it into hours.
create table delivery_book_entries (
  id       bigint generated always as identity primary key,
  channel  text        not null,
  hour     timestamptz not null,
  account  text        not null check (account in ('received', 'applied', 'duplicate', 'ignored', 'parked', 'deleted')),
  detail   text        not null default '',
  n        integer     not null,
  first_id bigint,
  last_id  bigint
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- detail: the rule of what was ignored, the class of what is parked, the end of what was deleted for its age.
create table delivery_books (
  channel  text        not null,
  hour     timestamptz not null,
  account  text        not null,
  detail   text        not null,
  n        bigint      not null,
  first_id bigint,
  last_id  bigint,
  primary key (channel, hour, account, detail)
) with (fillfactor = 70);

create index delivery_books_by_hour on delivery_books (hour);

create table delivery_book_totals (
  channel text   not null,
  account text   not null,
  n       bigint not null,
  primary key (channel, account)
) with (fillfactor = 70);

insert into delivery_book_entries (channel, hour, account, detail, n, first_id, last_id)
select channel, date_trunc('hour', received_at, 'UTC'), 'received', '', count(*), min(id), max(id) from delivery_inbox group by 1, 2
union all
select channel, date_trunc('hour', received_at, 'UTC'), state, coalesce(rule, failure_class, ''), count(*), null, null
from delivery_inbox where state in ('applied', 'duplicate', 'ignored', 'parked') group by 1, 2, 3, 4;

-- Every channel and hour: received = applied + duplicate + ignored + parked + in progress.
create view delivery_books_view as
  select channel, hour, detail, account, sum(n)::bigint as n
  from (select channel, hour, account, detail, n from delivery_books
        union all select channel, hour, account, detail, n from delivery_book_entries) entries
  group by channel, hour, detail, account;
