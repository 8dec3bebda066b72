"""How the operators of other hosts stand, asked of the relay each time; and a call of theirs, to be read.

Times are those of the host that tells: they are reckoned over to the server's clock, which the clock here goes by from
the first answer on, as sessions do. A host that is not heard for long is told of, and whatever it told last counts no
more than that. What went on at another host is not told of the one before.
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
from callscript.store.live import Look, Others, WentOn
from callscript.store.names import operator_named
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


class Seat(Struct, frozen=True):
    """Where an operator sits, of whom another host tells something, too."""

    operator: str
    """As in the ids of calls."""
    host: str
    since: datetime
    """By the server's clock."""


class Led(Struct, frozen=True):
    """A call that a host has gone on with, and that another one takes for open."""

    call: str
    host: str
    at: datetime
    """By the server's clock."""


class Stands(Struct, frozen=True):
    """How the operators of hosts stand."""

    at: datetime
    """What the server's clock says."""
    hosts: tuple[Host, ...]
    rows: tuple[LiveRow, ...]
    here: str = ""
    """The host that is asked."""
    seats: tuple[Seat, ...] = ()
    led: tuple[Led, ...] = ()

    def went_on(self, host: str) -> WentOn:
        """Return what went on elsewhere than at a host."""
        return WentOn(
            {operator_named(each.operator): each.since for each in self.seats if each.host not in (host, "")},
            {each.call: each.at for each in self.led if each.host != host},
        )


_decode = msgspec.json.Decoder(Stands).decode


class LiveElsewhere:
    """The operators of other hosts."""

    def __init__(self, socket: Path, clock: Clock) -> None:
        self._socket = socket
        self._clock = clock
        self._ahead = 0.0
        clock.follow(lambda: self._ahead)

    def look(self) -> Others:
        """Return how they stand; raise `StoreUnavailable` if they cannot be asked about."""
        live = self._ask(HowTheyStand()).live
        try:
            stands = _decode(live)
        except UNREADABLE as error:
            raise _not_asked("what answers there is no relay of this release") from error
        self._ahead += _apart(stands.at - self._clock.now()).total_seconds()
        self._clock.anchor()
        found = list(_standing(stands))
        look = Look([row for _trouble, rows in found for row in rows], [each for each, _rows in found if each])
        return Others(look, stands.went_on(stands.here))

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


def _standing(stands: Stands) -> Iterator[tuple[StoreError | None, list[LiveRow]]]:
    """Yield the operators of each host, with what is wrong with it."""
    for host in stands.hosts:
        ahead = _apart(host.at - host.clock)
        rows = [row for row in stands.rows if row.host == host.host]
        if ahead:
            rows = [moved(row, ahead) for row in rows]
        went_on = stands.went_on(host.host)
        rows = [row for row in rows if went_on.leaves(row)]
        if stands.at - host.at < _SILENT:
            yield None, rows
        else:
            reason = _("nothing is heard of it since {time}").format(time=f"{host.at.astimezone():%d.%m. %H:%M:%S}")
            yield StoreUnavailable(clean(host.host), reason), [replace(row, unheard=host.at) for row in rows]


def _apart(clocks: timedelta) -> timedelta:
    """Return by how much two clocks differ, if they do."""
    return clocks if abs(clocks) >= _SAME else timedelta()


def _not_asked(reason: str) -> StoreUnavailable:
    told = _("only the operators of this host are shown")
    return StoreUnavailable(_("other hosts cannot be asked"), f"{told} ({reason})")
