select platform_partition_by_day('delivery_names', 'at', 30);
