-- As which shipment of which teller a parcel was told of, so that the same telling is known again.
alter table orders_parcels add column shipment text;
