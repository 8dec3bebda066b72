-- Who sits where: an operator has one seat in all of the centre, with a lease by the server's clock. Its epoch counts how often
-- it went to another host. Operators are named as in the ids of their calls.
create table callscript.seat (
  operator text collate "C" primary key,
  host     text collate "C" not null default '',
  epoch    integer not null default 0,
  until    timestamptz not null default '-infinity',
  since    timestamptz not null default now()
);

-- Calls, and desk logs, that another host goes on with than the one before: what is written of one in an older epoch counts no more.
create table callscript.led (
  day      date not null,
  log      text collate "C" not null,
  operator text collate "C" not null,
  host     text collate "C" not null,
  epoch    integer not null,
  at       timestamptz not null default now(),
  primary key (day, log)
);
create index led_operator on callscript.led (operator, day);

-- The host whose relay asks.
create function callscript.asking_host() returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if session_user not like 'cs\_relay\_%' then
    raise insufficient_privilege using message = 'seats are for relays';
  end if;
  return substr(session_user, length('cs_relay_') + 1);
end
$$;

-- Take an operator's seat for the host that asks; if another one has it, only `confirmed`, or when its lease is over.
create function callscript.take_seat(of_operator text, confirmed boolean)
returns table (granted boolean, at_host text, at_epoch integer, at_since timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  here text := callscript.asking_host();
  was callscript.seat;
begin
  insert into callscript.seat (operator) values (of_operator) on conflict do nothing;
  select * into was from callscript.seat s where s.operator = of_operator for no key update;
  if was.host not in (here, '') and was.until > clock_timestamp() and not confirmed then
    return query select false, was.host, was.epoch, was.since;
    return;
  end if;
  return query update callscript.seat s set
      host = here, until = clock_timestamp() + interval '30 seconds',
      epoch = case when was.host = here then was.epoch else was.epoch + 1 end,
      since = case when was.host = here then was.since else clock_timestamp() end
    where s.operator = of_operator returning true, s.host, s.epoch, s.since;
end
$$;

-- Go on holding a seat that was taken in an epoch, or let go of it; say who has it.
create function callscript.hold_seat(of_operator text, of_epoch integer, goes_on boolean)
returns table (granted boolean, at_host text, at_epoch integer, at_since timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  here text := callscript.asking_host();
begin
  update callscript.seat s
    set until = case when goes_on then clock_timestamp() + interval '30 seconds' else clock_timestamp() end
    where s.operator = of_operator and s.host = here and s.epoch = of_epoch
      and (not goes_on or s.until < clock_timestamp() + interval '20 seconds');  -- each is a write, and all ask all the time
  return query select s.host = here and s.epoch = of_epoch, s.host, s.epoch, s.since
    from callscript.seat s where s.operator = of_operator;
end
$$;

-- Go on with a log on the host that asks, which has the seat. Nothing comes between it and what others send: they wait, or are
-- waited for (`fences`).
create function callscript.take_over(of_day date, of_log text, of_operator text, of_epoch integer) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  here text := callscript.asking_host();
begin
  perform from callscript.seat s
    where s.operator = of_operator and s.host = here and s.epoch = of_epoch for update;
  if not found or split_part(of_log, '-', 2) <> of_operator then
    return false;
  end if;
  insert into callscript.led as l (day, log, operator, host, epoch) values (of_day, of_log, of_operator, here, of_epoch)
    on conflict (day, log) do update set host = excluded.host, epoch = excluded.epoch, at = now()
    where l.epoch < excluded.epoch;
  return true;
end
$$;

-- Which of some logs another host goes on with, and since which epoch: that stays so until the transaction ends.
create function callscript.fences(days date[], logs text[], operators text[]) returns table (log text, epoch integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into callscript.seat (operator) select o from unnest(operators) as o order by o on conflict do nothing;
  select from callscript.seat s where s.operator = any (operators) order by s.operator for key share;
  select l.log, l.epoch from unnest(days, logs) as g (day, log)
    cross join lateral (select f.log, f.epoch from callscript.led f where f.day = g.day and f.log = g.log limit 1) as l
$$;

revoke all on function callscript.asking_host(), callscript.take_seat(text, boolean), callscript.hold_seat(text, integer, boolean),
  callscript.take_over(date, text, text, integer), callscript.fences(date[], text[], text[]) from public;
grant execute on function callscript.take_seat(text, boolean), callscript.hold_seat(text, integer, boolean),
  callscript.take_over(date, text, text, integer), callscript.fences(date[], text[], text[]) to cs_relay;
grant select on callscript.seat, callscript.led to cs_relay;
