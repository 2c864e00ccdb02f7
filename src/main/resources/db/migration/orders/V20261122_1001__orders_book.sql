-- The order book: each order once, as all its tellings together make it.
create table orders_book (
  channel       text        not null,
  id            text        not null,
  name          text,
  state         text        not null
                check (state in ('announced', 'open', 'partly-sent', 'sent', 'returned', 'cancelled')),
  placed_at     timestamptz,
  told_at       timestamptz not null,          -- the channel's own time of the newest telling
  cancelled_at  timestamptz,
  cancel_cause  text,
  test          boolean     not null default false,
  currency      text,
  total         numeric,
  refunded      numeric     not null default 0,
  hold_code     text,                          -- why it goes no further until somebody has looked
  hold_sentence text,
  document      jsonb       not null,          -- canonical
  version       integer     not null default 1,
  heard_at      timestamptz not null default crossdock_now(),
  changed_at    timestamptz not null default crossdock_now(),
  primary key (channel, id)
) with (fillfactor = 80);

create index orders_book_latest on orders_book (heard_at desc) include (state);
create index orders_book_open on orders_book (state, heard_at desc) where state in ('announced', 'open', 'partly-sent');
create index orders_book_by_name on orders_book (name);
create index orders_book_on_hold on orders_book (heard_at desc) where hold_code is not null;

create view orders_book_view as
  select channel, id, name, state, placed_at, told_at, cancelled_at, cancel_cause, test, currency, total, refunded,
         hold_code, hold_sentence, document, version, heard_at, changed_at
  from orders_book;
