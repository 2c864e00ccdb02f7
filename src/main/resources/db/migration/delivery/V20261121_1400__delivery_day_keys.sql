-- One data key per UTC day, wrapped by the master secret, which is not in the database. Deleting a row is deleting what was sealed that day.
create table delivery_day_keys (
  day     date        primary key,
  wrapped bytea       not null,
  made_at timestamptz not null default crossdock_now()
);

-- A key that the hub still seals with is not deleted: what is kept in the same minute would be lost.
create function delivery_day_keys_of_today() returns trigger language plpgsql as $$
begin
  if old.day >= (crossdock_now() at time zone 'UTC')::date then
    raise exception 'the key of % is in use; it can be deleted when that day is over', old.day;
  end if;
  return old;
end $$;

create trigger delivery_day_keys_of_today before delete on delivery_day_keys
  for each row execute function delivery_day_keys_of_today();
