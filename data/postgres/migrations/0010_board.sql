-- How the operators of all hosts stand now, told by their relays, and who has opened whose call on another host. A row changes with
-- what happens; what passes by itself is worked out by whoever shows it. Nothing here is the only copy of anything but `access`.
create table callscript.host (
  host  text collate "C" primary key,
  at    timestamptz not null,          -- when its relay looked last, by the clock of this server
  clock timestamptz not null           -- what the clock of the host said then
) with (fillfactor = 50);

create table callscript.live (
  host         text collate "C" not null,
  operator     text collate "C" not null,
  state        text collate "C" not null,
  since        timestamptz,
  call         text collate "C" not null default '',
  latest       timestamptz,                          -- when the latest event was recorded
  stage        text not null default '',
  stage_name   text not null default '',
  detour       text not null default '',
  phone        text not null default '',             -- its last two digits
  hold         timestamptz,                          -- since when the caller is on hold
  holds        integer not null default 0,           -- those that are over
  held         double precision not null default 0,  -- their seconds
  holds_over   integer not null default 0,           -- how many of them went on over the limit
  clocks       jsonb not null default '[]',
  seated       boolean not null,                     -- a session has the seat
  seated_since timestamptz,
  primary key (host, operator)
) with (fillfactor = 50);                            -- a row that changes finds room beside itself

create table callscript.access (
  day      date not null,              -- on which the call began
  call     text collate "C" not null,
  operator text collate "C" not null,  -- whose call it is
  host     text collate "C" not null,  -- from which it was opened
  account  text not null,              -- of the system there, with its number
  uid      bigint not null,
  "by"     text not null,              -- the operator's number in the profile of the account
  at       timestamptz not null default now()
);
create index access_of_call on callscript.access (day, call);

-- Whom a supervisor sees: entered by a member of cs_owner.
create table callscript.team (
  account  text collate "C" not null,
  operator text collate "C" not null,
  primary key (account, operator)
);

-- A relay tells of its own host alone.
alter table callscript.host enable row level security;
create policy own_host on callscript.host to cs_relay
  using ('cs_relay_' || host = current_user) with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.host for select to cs_relay, cs_board, cs_supervisor using (true);
grant select, insert, update on callscript.host to cs_relay;
grant select on callscript.host to cs_board, cs_supervisor;

alter table callscript.team enable row level security;
create policy own_team on callscript.team for select to cs_supervisor using (account = current_user);
grant select on callscript.team to cs_supervisor;

alter table callscript.live enable row level security;
create policy own_host on callscript.live to cs_relay
  using ('cs_relay_' || host = current_user) with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.live for select to cs_relay, cs_board using (true);
create policy own_team on callscript.live for select to cs_supervisor
  using (operator = any (array(select operator from callscript.team where account = current_user)));
grant select, insert, update, delete on callscript.live to cs_relay;
grant select on callscript.live to cs_board, cs_supervisor;

alter table callscript.access enable row level security;
create policy own_host on callscript.access for insert to cs_relay with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.access for select to cs_privacy using (true);
grant insert on callscript.access to cs_relay;
grant select on callscript.access to cs_privacy;

-- Calls at a glance: a supervisor sees those of the team, as reports see them.
alter table callscript.call enable row level security;
create policy all_hosts on callscript.call to cs_relay using (true) with check (true);
create policy all_calls on callscript.call for select to cs_reports, cs_privacy using (true);
create policy own_team on callscript.call for select to cs_supervisor
  using (operator = any (array(select operator from callscript.team where account = current_user)));
grant select (day, id, host, operator, pack, language, started, filed, ended, ended_by, outcome, closed, discarded, owed, breached,
  entry, channel, received) on callscript.call to cs_supervisor;
grant select (day, id, host, operator, started, ended, erased, ground) on callscript.call to cs_privacy;
