select platform_partition_by_day('delivery_target_changes', 'owed_at', 30);
