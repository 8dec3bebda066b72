-- Calls that were erased here, since no host is left that could do it: who did that, when, and on what ground. What comes of such a
-- call later, from a disk that is back, is erased by the relay that sends it.
create table callscript.erasure (
  day    date not null,
  call   text collate "C" not null,
  at     timestamptz not null default now(),
  "by"   text not null,                -- the account of this server
  ground text not null,
  primary key (day, call)
);

-- The checksum that closes a line (CRC-32 of all that stands before it), as the journal writes it.
create or replace function callscript.crc(body text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  bytes bytea := convert_to(body, 'UTF8');
  crc bigint := 4294967295;
begin
  for n in 0 .. length(bytes) - 1 loop
    crc := crc # get_byte(bytes, n);
    for bit in 1 .. 8 loop
      crc := (crc >> 1) # (case when crc & 1 = 1 then 3988292384 else 0 end);
    end loop;
  end loop;
  return lpad(to_hex(crc # 4294967295), 8, '0');
end
$$;

-- A line without anything that a caller gave: what the chain goes over, the chain, a checksum. The line with fewer values wins.
create or replace function callscript.without_caller(line text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select body || ',"crc":"' || callscript.crc(body) || '"}'
  from (select callscript.covered(line) || ',"chain":"' || callscript.chain(line) || '"' as body) as b
$$;

-- Work without the caller, as the program writes it.
create or replace function callscript.work_without_caller(record text, at timestamptz, ground text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  with known as (select replace(record, '\u0000', '\u0020')::jsonb as work)
  select (work || jsonb_build_object(
    'opened', (work -> 'opened')
      || jsonb_build_object('phone', '', 'name', '', 'as_addressed', false, 'erased', at, 'ground', ground)
      || case when work -> 'opened' ->> 'to' <> '' then '{"to": "[…]"}'::jsonb else '{}' end,
    'moves', coalesce((
      select jsonb_agg(move || (
          select coalesce(jsonb_object_agg(given, '[…]'), '{}') from unnest(array['note', 'reason']) as given
          where move ->> given <> ''
        ) order by n)
      from jsonb_array_elements(work -> 'moves') with ordinality as m (move, n)), '[]')))::text
  from known
$$;

-- Erase a call of a host that is gone, in all lines of it and about it, of whichever host. Say why not, or else how many lines said
-- something of the caller, and which hosts that are there have a part of it: it has to be erased there, too.
create or replace function callscript.erase(of_day date, of_call text, why text)
returns table (refused text, shortened bigint, elsewhere text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  recently constant timestamptz := now() - interval '1 day';
  hosts text[];
  alive text[];
  parts text[];
  number bigint;
  more bigint;
  erased_at timestamptz;
  on_ground text;
begin
  perform from callscript.call c where c.day = of_day and c.id = of_call for update;
  select array_agg(distinct e.host) into hosts from callscript.event e where e.day = of_day and e.call = of_call;
  if hosts is null then
    select array_agg(distinct t.host) into hosts from callscript.task t where t.day = of_day and t.call = of_call;
  end if;
  if hosts is null then
    return query select 'there is no such call', 0::bigint, '{}'::text[];
    return;
  end if;
  select coalesce(array_agg(distinct h.host), '{}') into alive
    from (select host, at from callscript.host union all select host, at from callscript.cursor) as h where h.at > recently;
  if hosts <@ alive then
    return query select format('host %s was heard within a day: run callscript erase there', array_to_string(hosts, ', ')),
      0::bigint, '{}'::text[];
    return;
  end if;
  if exists (
    select from (
      select e.line from callscript.event e where e.day = of_day and e.call = of_call
      union all select e.line from callscript.event e where e.about = of_call
    ) as l cross join lateral json_each(coalesce(replace(l.line, '\u0000', '\u0020')::json -> 'given', '{}')) as g
    where length(btrim(g.value ->> 1)) >= 4 and position(lower(btrim(g.value ->> 1)) in lower(why)) > 0
  ) or exists (
    select from callscript.call c cross join lateral unnest(callscript.last_digits(c.phones)) as digits
    where c.day = of_day and c.id = of_call and length(digits) >= 4
      and position(digits in regexp_replace(why, '[^0-9]', '', 'g')) > 0
  ) then
    return query select 'the ground has words of the caller in it, and it stays: say it without them', 0::bigint, '{}'::text[];
    return;
  end if;
  insert into callscript.erasure (day, call, "by", ground) values (of_day, of_call, session_user, why) on conflict do nothing;
  select r.at, r.ground into erased_at, on_ground from callscript.erasure r where r.day = of_day and r.call = of_call;
  select coalesce(array_agg(distinct p.host order by p.host), '{}') into parts from (
    select e.host from callscript.event e where e.day = of_day and e.call = of_call
    union all select e.host from callscript.event e where e.about = of_call
    union all select l.host from callscript.late l where l.day = of_day and l.call = of_call
    union all select l.host from callscript.late l where callscript.about(l.line) = of_call
  ) as p where p.host = any (alive);
  update callscript.event e set line = callscript.without_caller(e.line)
    where ((e.day = of_day and e.call = of_call) or e.about = of_call) and position(',"given":{' in e.line) > 0;
  get diagnostics number = row_count;
  update callscript.late l set line = callscript.without_caller(l.line)
    where ((l.day = of_day and l.call = of_call) or callscript.about(l.line) = of_call) and position(',"given":{' in l.line) > 0;
  get diagnostics more = row_count;
  update callscript.call c set phone = '', phones = '{}', name = '', summary = '', as_addressed = false,
      erased = coalesce(c.erased, erased_at), ground = case when c.erased is null then on_ground else c.ground end
    where c.day = of_day and c.id = of_call;
  update callscript.task t set erased = coalesce(t.erased, erased_at),
      record = callscript.work_without_caller(t.record, coalesce(t.erased, erased_at), on_ground)
    where t.day = of_day and t.call = of_call;
  update callscript.live v set phone = '' where v.call = of_call;
  return query select '', number + more, parts;
end
$$;

revoke all on function callscript.crc(text), callscript.without_caller(text),
  callscript.work_without_caller(text, timestamptz, text), callscript.erase(date, text, text) from public;
grant execute on function callscript.erase(date, text, text) to cs_privacy;

alter table callscript.erasure enable row level security;
create policy all_calls on callscript.erasure for select to cs_relay, cs_privacy using (true);
grant select on callscript.erasure to cs_relay, cs_privacy;
grant select on callscript.version to cs_privacy;
