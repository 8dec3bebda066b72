-- While a backlog is sent on, calls are worked out behind their lines: by which host, until it is done.
alter table callscript.call add column behind text collate "C";
create index call_behind on callscript.call (behind, day, id) where behind is not null;
