-- What left the warehouses behind the ERP, as they wrote it down.
create table erp.shipments (
  shipment_no  text primary key,
  channel      text        not null,
  order_no     text        not null,
  parcel_no    integer,                -- which parcel of the order, where the warehouse was told
  warehouse    text        not null,
  carrier      text,
  tracking_no  text,
  tracking_url text,
  shipped_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp()
);
create index shipments_updated_at on erp.shipments (updated_at, shipment_no);

create table erp.shipment_lines (
  shipment_no text    not null references erp.shipments,
  sku         text    not null,
  quantity    integer not null,
  primary key (shipment_no, sku)
);
