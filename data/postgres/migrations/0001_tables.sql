-- What hosts have recorded, line for line, and what is derived of it. Plain tables: no triggers, no sequences.
create table callscript.event (
  day    date not null,                -- on which the call began, by the centre's clock
  call   text collate "C" not null,    -- its id, or that of an operator's desk log of the day
  seq    integer not null,
  epoch  integer not null,             -- how often the call was taken over by another host when this was written
  type   text collate "C" not null,
  about  text collate "C",             -- in a desk log: the call that this is about
  host   text collate "C" not null,    -- whose relay has sent it
  line   text not null,                -- the journal's own line, checksum and all
  primary key (day, call, seq)
) partition by range (day);
create index event_about on callscript.event (about) where about is not null;

-- Lines that say something else than what was there before them, or do not follow on: nothing is dropped, nothing merged.
create table callscript.late (
  day    date not null,
  call   text collate "C" not null,
  seq    integer not null,
  epoch  integer not null,
  host   text collate "C" not null,
  chain  text collate "C" not null,
  line   text not null,
  why    text not null,
  seen   timestamptz not null default now(),
  primary key (day, call, seq, host, chain)
);

-- Calls at a glance, worked out of the lines by the program. One table: a caller's history looks into all months.
create table callscript.call (
  day          date not null,
  id           text collate "C" not null,
  host         text collate "C" not null default '',
  operator     text collate "C" not null default '',
  pack         text not null default '',
  language     text not null default '',
  started      timestamptz,
  filed        boolean not null default false,   -- it has ended, and all below is worked out; else it is still empty
  phone        text not null default '',
  phones       text[] not null default '{}',
  name         text not null default '',
  as_addressed boolean not null default false,
  ended        timestamptz,
  ended_by     text not null default '',
  outcome      text not null default '',
  summary      text not null default '',
  closed       boolean not null default false,
  discarded    boolean not null default false,
  owed         integer not null default 0,
  breached     integer,
  erased       timestamptz,
  ground       text not null default '',
  entry        text not null default '',         -- of what came without a call, and was entered: of which kind it is
  channel      text not null default '',
  received     timestamptz,
  primary key (day, id)
);

-- How far each journal file was sent on: written in the transaction that holds its lines.
create table callscript.cursor (
  host   text collate "C" not null,
  file   text collate "C" not null,
  upto   bigint not null,              -- bytes
  inode  numeric not null,             -- another one: the file was replaced
  last   text collate "C" not null,    -- how the last line before that place ends
  format integer not null,             -- the newest format of lines that the relay could read
  at     timestamptz not null default now(),
  primary key (host, file)
);

create table callscript.month (
  month   date primary key,            -- its first day
  made    timestamptz not null default now(),
  dropped timestamptz                  -- what comes late of it is not taken any more
);
