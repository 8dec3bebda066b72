"""How the operators of this host stand, told to those of all others: rows of `live`, written as they change, those that
change by what is sent on in the transaction that sends it on.

`host` says when that was looked at last: that somebody has a seat counts as long as the host is heard. Sessions record
what happens by the server's clock: by that one it is told since when somebody is seated, whatever this machine's says.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from psycopg.types.json import Jsonb

from callscript.core.live import LiveRow
from callscript.relay.asked import ahead_of
from callscript.relay.postgres import Connected
from callscript.runtime.clock import Clock
from callscript.service.live import JournalLive
from callscript.store.errors import StoreError

SCHEMA = 10
"""The schema that has the tables for it."""
_EACH = 0.4
"""Seconds between two looks at all seats and journals: who has sat down, who is gone."""
_HEARD = 1.0
"""Seconds between two signs of life."""

_COLUMNS = (
    *("operator", "state", "since", "call", "latest", "stage", "stage_name", "detour", "phone"),
    *("holds", "held", "holds_over", "seated", "seated_since"),
)
_SET = ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS[1:], "hold", "clocks"))
_WRITE = f"""
    insert into callscript.live (host, {", ".join(_COLUMNS)}, hold, clocks)
    values (%s, {", ".join("%s" for _ in _COLUMNS)}, %s, %s)
    on conflict (host, operator) do update set {_SET}""".encode()
_ONLY = "delete from callscript.live where host = %s and operator <> all (%s)"
_HEAR = """
    insert into callscript.host (host, at, clock) values (%s, clock_timestamp(), %s)
    on conflict (host) do update set at = excluded.at, clock = excluded.clock"""


class Stand(NamedTuple):
    """What was seen."""

    rows: Mapping[str, LiveRow]
    whole: bool
    """Those are all operators of the host: who is not among them is here no more."""
    heard: bool = False
    """A sign of life is due, and can be given."""


class Living:
    """Writes how the operators of a host stand, over one connection after the other."""

    def __init__(self, live: JournalLive, journal: Path, clock: Clock, host: str) -> None:
        self._live = live
        self._journal = journal
        self._clock = clock
        self._host = host
        self._ahead = 0.0
        clock.follow(lambda: self._ahead)
        self._written: dict[str, LiveRow] | None = None
        """By operator, as this server has it; None: that is not known."""
        self._grown: set[str] = set()
        """Journals that grew since, without a word of how their operators stand."""
        self._looks = self._hears = 0.0
        """When all of it is looked at, and a sign of life given, again."""
        self.wrong = ""
        """Why it cannot be told how operators stand; empty: it can."""

    def begin(self, connection: Connected) -> None:
        """Note that there is another connection, to a server that has whatever it has."""
        self._compare(connection)
        self._written = None
        self._grown = set()
        self._looks = self._hears = 0.0

    @property
    def is_due(self) -> bool:
        """Whether all of it is to be looked at."""
        return time.monotonic() >= self._looks

    def look(self, files: Iterable[str] = (), *, later: bool = False) -> Stand:
        """Look how the operators of journals stand, or all of them if that is due, or cannot be told otherwise.

        `later`: not now, but before it is told the next time.
        """
        if later:
            self._grown.update(files)
            return Stand({}, whole=False)
        try:
            rows = None if self.is_due else self._live.look_at(self._journal / name for name in files)
            whole = rows is None
            if rows is None:
                self._looks = time.monotonic() + _EACH
                rows = self._live.look().rows
        except StoreError as error:  # then nothing is said of this host, and others are told so
            self.wrong = str(error)
            return Stand({}, whole=False)
        self.wrong = ""
        return Stand({row.operator: row for row in rows}, whole, whole and time.monotonic() >= self._hears)

    def write(self, connection: Connected, stand: Stand) -> None:
        """Write what has changed, and that this host is there, in the transaction that is open."""
        known = self._written or {}
        changed = [row for operator, row in stand.rows.items() if known.get(operator) != row]
        if changed:
            with connection.cursor() as cursor:
                cursor.executemany(_WRITE, [(self._host, *_values(row)) for row in changed])
        if stand.whole and (self._written is None or known.keys() - stand.rows.keys()):
            connection.execute(_ONLY, (self._host, list(stand.rows)))
        if stand.heard:
            self._compare(connection)
            connection.execute(_HEAR, (self._host, self._clock.now()))

    def _compare(self, connection: Connected) -> None:
        """Go by the server's clock."""
        self._ahead = ahead_of(connection)
        self._clock.anchor()

    def written(self, stand: Stand) -> None:
        """Note that the transaction is done."""
        if stand.whole:
            self._written = dict(stand.rows)
        elif self._written is not None:
            self._written |= stand.rows
        if stand.heard:
            self._hears = time.monotonic() + _HEARD

    def tell(self, connection: Connected) -> None:
        """Look at all of it if that is due, or at journals that grew, and write what has changed. It may be lost."""
        if not (self.is_due or self._grown):
            return
        grown, self._grown = self._grown, set()
        stand, known = self.look(grown), self._written or {}
        if not (stand.heard or (stand.whole and known != stand.rows) or not stand.rows.items() <= known.items()):
            return
        with connection.transaction():
            connection.execute("set local synchronous_commit = off")
            self.write(connection, stand)
        self.written(stand)


def _values(row: LiveRow) -> tuple[Any, ...]:
    hold = next((clock.started for clock in row.clocks if clock.hold), None)
    return *(getattr(row, name) for name in _COLUMNS), hold, Jsonb(msgspec.to_builtins(row.clocks))
