-- Months are made when the first line of one comes, by whichever relay has it: relays may create nothing themselves.
create function callscript.make_month(of_day date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  first date := date_trunc('month', of_day)::date;
  was record;
begin
  if first < date '2000-01-01' or first > now() + interval '1 year' then
    raise exception 'no month of calls: %', to_char(first, 'YYYY-MM');
  end if;
  insert into callscript.month (month) values (first) on conflict do nothing;
  select dropped into was from callscript.month where month = first for update;
  if was.dropped is not null then
    return false;
  end if;
  execute format(
    'create table if not exists callscript.%I partition of callscript.event for values from (%L) to (%L)',
    'event_' || to_char(first, 'YYYYMM'), first, (first + interval '1 month')::date
  );
  return true;
end
$$;
revoke all on function callscript.make_month(date) from public;
