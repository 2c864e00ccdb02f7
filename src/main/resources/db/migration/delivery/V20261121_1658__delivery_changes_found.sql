-- Lost writes are few: a journey finds those of a SKU by this index, and need not pass by all its later numbers.
create index delivery_target_changes_found on delivery_target_changes (channel, sku, slot, version) where found is not null;
