-- The work that calls have left, and what became of it since: worked out by the program of the lines that are in `event`, as the
-- registers of a host keep it. What became of it stands in `event`, found by the call that it is about: there is no second copy.
create table callscript.task (
  day      date not null,              -- of its call
  call     text collate "C" not null,
  id       text collate "C" not null,
  host     text collate "C" not null,  -- which has led the call
  owner    text collate "C" not null,  -- whose it is, by number; empty: anybody's
  people   text collate "C" not null,  -- of the centre, whose it is; empty: an operator's, or anybody's
  kind     text collate "C" not null,
  due      timestamptz,
  state    text collate "C" not null,  -- open, taken, done, dropped
  attempt  integer not null,           -- the highest that an event has carried
  taken_by text collate "C" not null,  -- the number of who is at it; empty: nobody is
  erased   timestamptz,
  record   text not null,              -- as the call has left it, with what became of it
  primary key (day, call, id)
);
create index task_open on callscript.task (due, id) where state in ('open', 'taken');
create index task_owner on callscript.task (owner, due, id) where state in ('open', 'taken');

-- As calls at a glance: worked out by whichever relay has the lines. Nobody else reads what work says of callers.
alter table callscript.task enable row level security;
create policy all_hosts on callscript.task to cs_relay using (true) with check (true);
create policy all_tasks on callscript.task for select to cs_privacy using (true);
grant select, insert, update, delete on callscript.task to cs_relay;
grant select (day, call, id, host, kind, due, state, erased) on callscript.task to cs_privacy;
