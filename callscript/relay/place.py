"""From where a host is sent on: two machines that were set up alike are noticed, and the second sends nothing.

PostgreSQL keeps, beside how far the files of a host are, which machine and home they are of. Another one is refused
until an administrator says that the host has moved; so is a copy of the machine that has its identity, while the first
is heard.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from callscript.relay.migrations import SchemaUnfit, hold_fit
from callscript.relay.postgres import Connected
from callscript.runtime.exit_status import UNAVAILABLE, Foreseen
from callscript.runtime.paths import Folders

SCHEMA = 16
"""The schema that has the table for it."""
_EACH = 5.0
"""Seconds between two signs that it is still sent on from here."""
_MACHINE = Path("/etc/machine-id")
_BOOT = Path("/proc/sys/kernel/random/boot_id")

_HOLD = """
    insert into callscript.place as p (host, machine, boot, told) values (%s, %s, %s, %s)
    on conflict (host) do update set boot = excluded.boot, told = excluded.told, at = clock_timestamp()
    where p.machine = excluded.machine
      and (p.boot = excluded.boot or p.at < clock_timestamp() - interval '15 seconds')
    returning 1"""
_WHO = "select machine, told from callscript.place where host = %s"
_FORGET = "delete from callscript.place where host = %s returning told"


class SentFromElsewhere(Foreseen):
    """The host is sent on from another place."""

    status = UNAVAILABLE


class Place:
    """Where a relay runs: a home on a machine."""

    def __init__(self, folders: Folders, host: str) -> None:
        self._host = host
        home, name = folders.data.resolve(), os.uname().nodename
        self._machine = sha256(f"{_said(_MACHINE) or name}\n{home}".encode()).hexdigest()
        self._boot = _said(_BOOT)
        self._told = f"{home} on {name}"

    def hold(self, connection: Connected, schema: int) -> None:
        """Note that the host is sent on from here; raise `SentFromElsewhere` if it is from elsewhere."""
        if schema < SCHEMA or connection.execute(_HOLD, (self._host, self._machine, self._boot, self._told)).fetchone():
            return
        machine, there = connection.execute(_WHO, (self._host,)).fetchone() or ("", "another place")
        if machine == self._machine:
            told = f"a machine with the same {_MACHINE} sends as {self._host} just now ({there})"
            raise SentFromElsewhere(f"{told}: give the copy an identity, a name and an account of its own")
        told = f"host {self._host} is sent on from {there}, and this is {self._told}. Nothing is sent from here"
        remedy = f"if the host has moved here, end the relay there and run callscript store moved {self._host}"
        raise SentFromElsewhere(f"{told}: give this host a name and an account of its own; {remedy}")


class Holding:
    """Goes on saying that a host is sent on from a place, over one connection."""

    def __init__(self, place: Place, connection: Connected, schema: int) -> None:
        self._place = place
        self._connection = connection
        self._schema = schema
        self._again = 0.0
        self.go_on()

    def go_on(self) -> None:
        """Say so if that is due; raise `SentFromElsewhere` if it is not so any more."""
        if time.monotonic() >= self._again:
            self._place.hold(self._connection, self._schema)
            self._again = time.monotonic() + _EACH


def forget(connection: Connected, host: str) -> str:
    """Forget from where a host was sent on: the next relay that sends as it is the one. Return where, if anywhere."""
    if (schema := hold_fit(connection)) < SCHEMA:
        raise SchemaUnfit(f"the tables are of schema {schema}: run callscript store migrate")
    row = connection.execute(_FORGET, (host,)).fetchone()
    return row[0] if row else ""


def _said(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(encoding="ascii", errors="replace").strip()
    return ""
