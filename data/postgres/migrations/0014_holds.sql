-- How often a caller was put on hold in a call, and how often for longer than the limit of its script: counted by the program. Null: the
-- call was worked out by a release that did not say; `rebuild` counts it.
alter table callscript.call add column holds integer, add column holds_over integer;
create index call_holds on callscript.call (operator, day) include (holds, holds_over) where holds > 0;
create index call_holds_unknown on callscript.call (day) where holds is null and closed;

grant select (holds, holds_over) on callscript.call to cs_reports, cs_supervisor;
grant select on callscript.version to cs_reports, cs_supervisor;
