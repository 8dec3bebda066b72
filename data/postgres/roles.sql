-- The accounts that the database knows, without a password and without a way in. Run by `callscript store init`, as
-- often as one likes, by an account that may create roles. Who gets in is a member of one of them: see docs/many-hosts.md.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_owner') then
    create role cs_owner nologin;     -- owns the tables; whoever migrates is a member
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_relay') then
    create role cs_relay nologin;     -- the relays of all hosts, each a member called cs_relay_HOST
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_reports') then
    create role cs_reports nologin;   -- counts calls, and sees nothing of a caller's
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_board') then
    create role cs_board nologin;     -- sees how operators stand
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_supervisor') then
    create role cs_supervisor nologin;  -- sees that, and calls as reports do, of a team
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cs_privacy') then
    create role cs_privacy nologin;   -- sees who has opened whose call, and what was erased when
  end if;
end
$$;

create schema if not exists callscript authorization cs_owner;
grant usage on schema callscript to cs_relay, cs_reports, cs_board, cs_supervisor, cs_privacy;
