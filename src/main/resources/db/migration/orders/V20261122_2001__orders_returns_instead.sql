-- What a customer took instead, so that the same key with something else is no repeat; null where nobody wrote it down.
alter table orders_returns add column instead jsonb;
