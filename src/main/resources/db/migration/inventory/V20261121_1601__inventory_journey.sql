-- What a message did to stock, and what happened to a SKU about a time: asked by people who look for one order or one sale.
create index inventory_movements_of_message on inventory_movements (message_id);
create index inventory_movements_heard on inventory_movements using brin (heard_at) with (autosummarize = on);

create view inventory_postings_view as
  select movement, channel, sku, location, on_hand, confirmed_at from inventory_postings;
