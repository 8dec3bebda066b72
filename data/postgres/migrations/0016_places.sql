-- From where each host is sent on: two machines that were set up alike would send under one name.
create table callscript.place (
  host    text collate "C" primary key,
  machine text collate "C" not null,   -- a digest of what stays as it is of machine and home
  boot    text collate "C" not null,   -- since when that machine runs: a copy of it says another one
  told    text not null,               -- in words
  since   timestamptz not null default now(),
  at      timestamptz not null default now()
) with (fillfactor = 50);

alter table callscript.place enable row level security;
create policy own_host on callscript.place to cs_relay
  using ('cs_relay_' || host = current_user) with check ('cs_relay_' || host = current_user);
grant select, insert, update on callscript.place to cs_relay;
