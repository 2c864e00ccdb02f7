-- What the first page counts as waiting for a location.
create view orders_to_source_view as
  select channel, id, not_before from orders_to_source;
