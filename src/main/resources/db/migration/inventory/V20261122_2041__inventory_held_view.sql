-- What carts and pick-ups hold, apart from what orders were promised: one row for each place that holds something.
create index inventory_reservations_held on inventory_reservations (sku, location)
  where key ~ '^[^/]+/hold/' and quantity > released + consumed;

create view inventory_held_view as
  select sku, location, sum(quantity - released - consumed)::integer as held
  from inventory_reservations
  where key ~ '^[^/]+/hold/' and quantity > released + consumed
  group by sku, location;
