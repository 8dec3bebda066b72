-- The calls under a number, on whichever host: found by the last digits of the numbers that a call goes by, as the program
-- compares numbers. What is not worked out yet, and what was opened by mistake, has no history.
create function callscript.last_digits(phones text[]) returns text[]
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select array(select right(regexp_replace(phone, '[^0-9]', '', 'g'), 7) from unnest(phones) as phone)
$$;
create index call_phones on callscript.call using gin (callscript.last_digits(phones)) where filed and not discarded;
