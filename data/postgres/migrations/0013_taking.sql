-- Who was granted an attempt at work, and from which host: it keeps others away until its event comes. Asked for by relays, for
-- those who sit at their hosts; noted by one statement that changes nothing if anything has come between (`relay/taking.py`).
-- No fold of lines knows of it, and `rebuild` leaves it as it is.
alter table callscript.task
  add column lease_by      text collate "C" not null default '',
  add column lease_attempt integer not null default 0,
  add column lease_host    text collate "C" not null default '',
  add column lease_since   timestamptz;
