-- What we sell, and what every channel calls it.
create table catalog_skus (
  sku         text primary key,
  description text,
  learned_at  timestamptz not null default crossdock_now()
);

create table catalog_references (
  channel    text not null,
  kind       text not null,
  code       text not null,
  sku        text not null references catalog_skus,
  learned_at timestamptz not null default crossdock_now(),
  primary key (channel, kind, code)
);

create index catalog_references_of_sku on catalog_references (sku, channel);

create view catalog_references_view as
  select channel, kind, code, sku from catalog_references;
