"""How the operators of other hosts stand, asked of the relay each time; and a call of theirs, to be read.

Times are those of the host that tells: they are reckoned over to the clock here, by way of the server's. A host that is
not heard for long is told of, and whatever it told last counts no more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call.events import Event
from callscript.core.live import LiveRow, moved
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.store.access import Access
from callscript.store.errors import UNREADABLE, StoreError, StoreUnavailable
from callscript.store.live import Look
from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.opened import opened
from callscript.store.relayed.questions import LONGEST_OF_BOARD, PATIENCE_OF_BOARD, Answer, HowTheyStand, OpenCall

_SILENT = timedelta(seconds=5)
"""After so long without a sign of life a host is silent: it gives one a second."""
_SAME = timedelta(seconds=1)
"""Clocks that differ by less are taken for the same: times would waver by what a line takes."""


class Host(Struct, frozen=True):
    """A host, as PostgreSQL heard of it last."""

    host: str
    at: datetime
    """By the server's clock."""
    clock: datetime
    """By its own."""


class Stands(Struct, frozen=True):
    """How the operators of hosts stand."""

    at: datetime
    """What the server's clock says."""
    hosts: tuple[Host, ...]
    rows: tuple[LiveRow, ...]


_decode = msgspec.json.Decoder(Stands).decode


class LiveElsewhere:
    """The operators of other hosts."""

    def __init__(self, socket: Path, clock: Clock) -> None:
        self._socket = socket
        self._clock = clock

    def look(self) -> Look:
        """Return how they stand; raise `StoreUnavailable` if they cannot be asked about."""
        live = self._ask(HowTheyStand()).live
        try:
            stands = _decode(live)
        except UNREADABLE as error:
            raise _not_asked("what answers there is no relay of this release") from error
        found = list(_standing(stands, self._clock.now()))
        return Look([row for _trouble, rows in found for row in rows], [each for each, _rows in found if each])

    def read(self, access: Access) -> list[Event]:
        """Return a call, once it is recorded in PostgreSQL who opens it; raise `StoreError`."""
        return opened(access.call, self._ask(OpenCall(access.call, access.by)))

    def _ask(self, question: HowTheyStand | OpenCall) -> Answer:
        try:
            answer = ask(self._socket, question, PATIENCE_OF_BOARD, LONGEST_OF_BOARD)
        except NotAnswered as error:
            raise _not_asked(str(error)) from error
        if not answer.asked:
            raise _not_asked("PostgreSQL")
        return answer


def _standing(stands: Stands, now: datetime) -> Iterator[tuple[StoreError | None, list[LiveRow]]]:
    """Yield the operators of each host, with what is wrong with it."""
    here = _apart(stands.at - now)
    for host in stands.hosts:
        ahead = _apart(host.at - host.clock - here)
        rows = [row for row in stands.rows if row.host == host.host]
        if ahead:
            rows = [moved(row, ahead) for row in rows]
        if stands.at - host.at < _SILENT:
            yield None, rows
        else:
            since = host.at - here
            reason = _("nothing is heard of it since {time}").format(time=f"{since.astimezone():%d.%m. %H:%M:%S}")
            yield StoreUnavailable(clean(host.host), reason), [replace(row, unheard=since) for row in rows]


def _apart(clocks: timedelta) -> timedelta:
    """Return by how much two clocks differ, if they do."""
    return clocks if abs(clocks) >= _SAME else timedelta()


def _not_asked(reason: str) -> StoreUnavailable:
    told = _("only the operators of this host are shown")
    return StoreUnavailable(_("other hosts cannot be asked"), f"{told} ({reason})")
