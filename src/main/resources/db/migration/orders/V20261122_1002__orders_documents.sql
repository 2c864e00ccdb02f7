-- What the books were told of each order, or will be: each document once, for ever, and again as a revision when it changed.
create table orders_documents (
  book      text        not null,
  reference text        not null,              -- <channel>/order/<id>/<kind>/<part>; the books hold it too
  revision  integer     not null default 1,
  channel   text        not null,
  order_id  text        not null,
  kind      text        not null check (kind in ('sale', 'shipment', 'credit', 'cancellation')),
  amount    numeric,
  at        timestamptz not null,
  payload   jsonb       not null,              -- what the books' mapping is given
  owed_at   timestamptz not null default crossdock_now(),
  primary key (book, reference)
) with (fillfactor = 90);

create index orders_documents_of_order on orders_documents (channel, order_id);

create view orders_documents_view as
  select book, reference, revision, channel, order_id, kind, amount, at, payload, owed_at from orders_documents;
