-- What was erased in a journal is erased here: a line gives way to the same line with less of what a caller gave. Relays may
-- change lines in no other way, and only those that they have sent. What the chain goes over, and the chain, stay as they are.
create function callscript.covered(line text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select split_part(split_part(line, ',"given":{', 1), ',"chain":"', 1)
$$;

create function callscript.chain(line text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select left(right(line, 83), 64)
$$;

create function callscript.take_away(of_day date, of_call text, of_seq integer, shorter text) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with of_event as (
    update callscript.event set line = shorter
    where day = of_day and call = of_call and seq = of_seq and 'cs_relay_' || host = session_user
      and length(shorter) < length(line)
      and callscript.covered(shorter) = callscript.covered(line) and callscript.chain(shorter) = callscript.chain(line)
    returning 1
  ), of_late as (
    update callscript.late set line = shorter
    where day = of_day and call = of_call and seq = of_seq and 'cs_relay_' || host = session_user
      and length(shorter) < length(line)
      and callscript.covered(shorter) = callscript.covered(line) and callscript.chain(shorter) = callscript.chain(line)
    returning 1
  )
  select (select count(*) from of_event) + (select count(*) from of_late)
$$;
revoke all on function callscript.take_away(date, text, integer, text) from public;
