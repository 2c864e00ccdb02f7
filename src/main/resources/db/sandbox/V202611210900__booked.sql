-- The ERP reports what it booked lately.
create index sales_staging_booked on erp.sales_staging (booked_at) where booked_at is not null;
