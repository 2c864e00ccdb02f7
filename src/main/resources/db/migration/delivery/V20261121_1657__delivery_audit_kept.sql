-- What left the parked page goes after its time, by this index.
create index delivery_parked_left on delivery_parked (left_at) where left_at is not null;

-- What people did by hand is kept for a year. The running hub still may not delete it: it asks the owner, who deletes nothing that is younger.
create function delivery_forget_audit(at_once integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  forgotten integer;
begin
  delete from public.delivery_audit
  where id in (select id from public.delivery_audit order by id limit at_once)
    and at < public.crossdock_now() - interval '365 days';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
revoke execute on function delivery_forget_audit(integer) from public;
grant execute on function delivery_forget_audit(integer) to "${app}";
