-- Closed when the place has enough again; asked for by place.
create index inventory_shortages_open on inventory_shortages (sku, location) where closed_at is null;
