create view catalog_skus_view as
  select sku, description, learned_at from catalog_skus;
