-- A relay sends lines, and says how far it is, in the name of its own host alone. It reads what all hosts have sent.
alter table callscript.event enable row level security;
create policy own_host on callscript.event for insert to cs_relay with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.event for select to cs_relay using (true);

alter table callscript.late enable row level security;
create policy own_host on callscript.late for insert to cs_relay with check ('cs_relay_' || host = current_user);
create policy all_hosts on callscript.late for select to cs_relay using (true);

alter table callscript.cursor enable row level security;
create policy own_host on callscript.cursor to cs_relay
  using ('cs_relay_' || host = current_user) with check ('cs_relay_' || host = current_user);
