-- Tables that keep one day in one partition, so that deleting a day is dropping a table. The running hub may neither make nor drop tables; it
-- calls two functions of the owner's, which touch only what is registered here.
create table platform_partitioned (
  parent         name    primary key,
  column_name    name    not null,
  retention_days integer not null check (retention_days >= 1)
);
revoke insert, update, delete on platform_partitioned from "${app}";

-- When a clock was last looked at before something was deleted for its age, and until when it is not trusted.
create table platform_clock (
  one        boolean primary key default true check (one),
  looked_at  timestamptz not null default crossdock_now(),
  held_until timestamptz
);
insert into platform_clock default values;

-- Makes one day's partition. Rows of that day that are in the default partition already are moved.
create function platform_partition_day(parent name, column_name name, day date) returns boolean
  language plpgsql set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
  part name := parent || '_y' || to_char(day, 'YYYY"m"MM"d"DD');
  bounds text := format('%I >= %L and %I < %L', column_name, day::timestamptz, column_name, (day + 1)::timestamptz);
begin
  if to_regclass(format('public.%I', part)) is not null then
    return false;
  end if;
  execute format('lock table public.%I in share update exclusive mode', parent);
  execute format('create table public.%I (like public.%I including defaults including constraints including generated including storage)', part, parent);
  execute format('with moved as (delete from public.%I where %s returning *) insert into public.%I select * from moved',
                 parent || '_default', bounds, part);
  execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
                 parent, part, day::timestamptz, (day + 1)::timestamptz);
  return true;
end $$;

-- Yesterday, today and a week ahead.
create function platform_make_days() returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
  registered record;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('platform_partitions'));
  for registered in select * from public.platform_partitioned loop
    for n in -1..7 loop
      if public.platform_partition_day(registered.parent, registered.column_name,
                                       (public.crossdock_now() at time zone 'UTC')::date + n) then
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- Whether something may be deleted because it is old. Not while the caller's clock and the database's are more than ten minutes apart, and not for a
-- day after a leap: a hub that was off for two days looks the same, and then a day's patience costs nothing.
create function platform_may_delete(ours timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  clock_is timestamptz := public.crossdock_now();
  last public.platform_clock;
begin
  select * into last from public.platform_clock for update;
  update public.platform_clock
  set looked_at = clock_is,
      held_until = case when abs(extract(epoch from clock_is - last.looked_at)) > 2 * 86400 then clock_is + interval '1 day'
                        when last.held_until > clock_is + interval '1 day' then clock_is + interval '1 day'
                        else last.held_until end
  returning * into last;
  return abs(extract(epoch from clock_is - ours)) <= 600 and (last.held_until is null or last.held_until <= clock_is);
end $$;

-- Drops days that ended longer ago than so many days, the oldest first and at most three at once.
create function platform_drop_days(of_parent text, keep_days integer, ours timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' as $$
declare
  part record;
  dropped integer := 0;
begin
  if not exists (select from public.platform_partitioned where parent = of_parent) then
    raise exception '% is not partitioned by day', of_parent;
  end if;
  if keep_days < 1 then
    raise exception 'at least one day is kept, not %', keep_days;
  end if;
  perform pg_advisory_xact_lock(hashtext('platform_partitions'));
  if not public.platform_may_delete(ours) then
    return 0;
  end if;
  for part in
    select c.relname as name
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = format('public.%I', of_parent)::regclass
      and c.relname ~ ('^' || of_parent || '_y[0-9]{4}m[0-9]{2}d[0-9]{2}$')
      and to_date(right(c.relname::text, 10), 'YYYY"m"MM"d"DD') < (public.crossdock_now() at time zone 'UTC')::date - keep_days
    order by c.relname limit 3
  loop
    execute format('drop table public.%I', part.name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- For migrations: registers a table that is partitioned by range and has a default partition, and makes its first days.
create function platform_partition_by_day(parent text, column_name text, retention_days integer) returns void
  language plpgsql as $$
begin
  if to_regclass(format('%I', parent || '_default')) is null then
    raise exception '% has no partition %_default', parent, parent;
  end if;
  insert into platform_partitioned values (parent, column_name, retention_days)
    on conflict on constraint platform_partitioned_pkey do update set retention_days = excluded.retention_days;
  perform platform_make_days();
end $$;

revoke execute on function platform_partition_day(name, name, date) from public;
revoke execute on function platform_make_days() from public;
revoke execute on function platform_may_delete(timestamptz) from public;
revoke execute on function platform_drop_days(text, integer, timestamptz) from public;
revoke execute on function platform_partition_by_day(text, text, integer) from public;
grant execute on function platform_make_days(), platform_may_delete(timestamptz), platform_drop_days(text, integer, timestamptz) to "${app}";
