-- Which orders each channel should list as open, and what they are worth in minor units, in the shape in which everything is compared. An order of which
-- only a part was heard has no worth yet.
create view orders_expected_view as
  select channel, id as key, ''::text as place,
         (total * case when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 1
                       when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
                       else 100 end)::bigint as value,
         changed_at as settled_since
  from orders_book where state in ('announced', 'open', 'partly-sent');

-- Whatever became of an order, for one that a channel lists and we do not.
create view orders_known_view as
  select channel, id as key, state, placed_at, heard_at, changed_at from orders_book;

create index orders_book_open_of_channel on orders_book (channel, id) where state in ('announced', 'open', 'partly-sent');
