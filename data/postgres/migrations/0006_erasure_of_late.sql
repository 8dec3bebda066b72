-- Late lines of desk logs are found by the call that they are about, as those in `event` are: what was erased is erased there, too.
-- The id that a line begins with is the log's own; the next one is that of the event.
create function callscript.about(line text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select substring(substr(line, length('{"v":2,"call":"') + 1) from '"call":"([A-Za-z0-9_-]{1,150})"')
$$;
create index late_about on callscript.late (callscript.about(line));
