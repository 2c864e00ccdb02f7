-- What each channel that shows stock should show, in the shape in which everything is compared; and since when nothing is on its way there.
-- What a channel refused for good, nothing is on its way to.
create view delivery_expected_view as
  select channel, sku as key, slot as place, desired::bigint as value,
         case when stopped then '-infinity'::timestamptz
              when version = confirmed_version and in_flight_until is null and read_back_at is null and not unsure
                then greatest(owed_at, confirmed_at)
         end as settled_since,
         case when read_back_at is not null then shown_before end as shown_before,
         sent::bigint as sent, sent_at, confirmed_at, failure_code
  from delivery_targets where version > 0;
