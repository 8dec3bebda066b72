-- Each account has what it cannot do without. Nobody but the owner deletes, and lines are only ever added.
grant select, insert on callscript.event, callscript.late to cs_relay;
grant select, insert, update on callscript.call, callscript.cursor to cs_relay;
grant select on callscript.month, callscript.version to cs_relay;
grant execute on function callscript.make_month(date), callscript.take_away(date, text, integer, text) to cs_relay;

grant select (day, id, host, operator, pack, language, started, filed, ended, ended_by, outcome, closed, discarded, owed, breached,
  entry, channel, received) on callscript.call to cs_reports;
