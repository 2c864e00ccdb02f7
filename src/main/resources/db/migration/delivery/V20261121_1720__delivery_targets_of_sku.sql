-- Whoever books a change locks all targets of its SKUs, whatever their channels.
create index delivery_targets_of_sku on delivery_targets (sku);
