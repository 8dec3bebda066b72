-- Scripts, each in the version that calls were begun with: the very bytes that are hashed, so that nothing else can stand under a hash.
-- Whoever goes on with a call at another host has its script from here.
create table callscript.pack (
  hash    text collate "C" primary key,
  content bytea not null,
  host    text collate "C" not null,   -- whose relay has sent it
  at      timestamptz not null default now(),
  constraint as_hashed check (hash = encode(sha256(content), 'hex')),
  constraint not_too_large check (octet_length(content) <= 4194304)
);

-- A relay adds those of its host, and reads all. There is nothing to change in one, and nobody may.
alter table callscript.pack enable row level security;
create policy own_host on callscript.pack for insert to cs_relay with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.pack for select to cs_relay using (true);
grant select, insert on callscript.pack to cs_relay;
