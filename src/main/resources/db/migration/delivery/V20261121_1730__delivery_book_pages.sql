-- The books get pages: one for each 16,384 numbers of messages. An hour may hold a million messages, and to compare them all at one instant took
-- seconds of a core and threw everything else out of the cache; a page is compared in a tenth of a second, whatever the hour holds.
create function delivery_page(id bigint) returns bigint
  language sql immutable parallel safe
  as 'select id >> 14';

-- On page -1 stands what was booked before there were pages, of messages that are deleted since: it is compared with nothing.
alter table delivery_book_entries drop column first_id, drop column last_id, add column page bigint not null default -1;
alter table delivery_book_entries alter column page drop default;

alter table delivery_books drop constraint delivery_books_pkey, drop column first_id, drop column last_id, add column page bigint not null default -1;
alter table delivery_books alter column page drop default, add primary key (channel, hour, page, account, detail);
create index delivery_books_by_page on delivery_books (page);

with kept as (
  select channel, date_trunc('hour', received_at, 'UTC') as hour, delivery_page(id) as page, state,
         coalesce(rule, failure_class, '') as detail, count(*) as n
  from delivery_inbox group by 1, 2, 3, 4, 5),
accounts as (
  select channel, hour, page, 'received' as account, '' as detail, n from kept
  union all
  select channel, hour, page, state, detail, n from kept where state in ('applied', 'duplicate', 'ignored', 'parked'))
insert into delivery_book_entries (channel, hour, page, account, detail, n)
select channel, hour, side.page, account, detail, side.sign * sum(n)
from accounts, lateral (values (accounts.page, 1), (-1, -1)) side (page, sign)
group by channel, hour, side.page, account, detail, side.sign;
