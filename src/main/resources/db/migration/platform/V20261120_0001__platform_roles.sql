-- The owner, who runs these files, makes the tables; ${app}, who the running hub is, may only use them.
-- What must never be changed or deleted takes the right away again, in its own module's migration.

revoke create on schema public from public;
grant usage on schema public to "${app}";

alter default privileges in schema public grant select, insert, update, delete on tables to "${app}";
alter default privileges in schema public grant usage, select on sequences to "${app}";

-- The hub's time, in SQL. Never now(): it stands still for the length of a transaction.
create function crossdock_now() returns timestamptz
  language sql volatile parallel safe
  as 'select clock_timestamp()';
