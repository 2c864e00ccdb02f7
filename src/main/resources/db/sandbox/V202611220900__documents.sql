-- What the ERP was told of orders: sales, shipments, credits and cancellations.
create table erp.documents (
  reference   text primary key,
  revision    integer     not null,
  kind        text        not null check (kind in ('sale', 'shipment', 'credit', 'cancellation')),
  channel     text        not null,
  order_no    text        not null,
  order_name  text,
  currency    text,
  amount      numeric(18, 4),
  lines       jsonb       not null,
  charges     jsonb       not null,
  cause       text,
  occurred_at timestamptz not null,
  entered_at  timestamptz not null default clock_timestamp()
);
create index documents_of_order on erp.documents (channel, order_no);
