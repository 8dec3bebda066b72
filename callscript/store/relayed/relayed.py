"""The other hosts of a centre, asked by way of the relay; and how much of what this session has recorded is on this
host only.

One thread asks how far the relay is as long as something is not sent on, and about the operator's seat whenever that is
due, and else waits. With `durability = "centre"` each save waits for the relay's word too, until one is not there in
time; then none waits before the relay says that all is sent on again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from math import inf
from pathlib import Path
from threading import Condition, Thread
from typing import NamedTuple

from callscript.core.records import Earlier
from callscript.runtime.paths import Folders
from callscript.runtime.store_settings import StoreSettings
from callscript.runtime.threads import start
from callscript.store.others import Elsewhere, Recorded, nobody, told_of_clock
from callscript.store.registers.search import has_any
from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.questions import IsSaved, WhoRang, socket_of
from callscript.store.relayed.sharing import Sharing
from callscript.store.relayed.sitting import Sitting

_AGAIN = 0.25
"""Seconds after which it is asked again how far the relay is."""
_MISSED = 2
"""After so many questions that were not answered well in a row it is told that events are on this host only."""
_REST = 5.0
"""Seconds for which nobody is asked about callers behind a question that was not answered."""


class _Place(NamedTuple):
    """How far a journal file was written."""

    question: IsSaved
    number: int
    """How many events were recorded till then."""
    since: float
    """When that was (`time.monotonic`)."""


class Relayed:
    """The other hosts, behind the relay of this one."""

    def __init__(self, folders: Folders, settings: StoreSettings) -> None:
        self._socket = socket_of(folders.data, settings)
        self._journal = folders.journal
        self.seat = Sitting(self._socket, self._keep_watching)
        self.work = Sharing(self._socket)
        self._waits = settings.durability == "centre"
        self.heard: Callable[[], object] = nobody
        self._changing = Condition()
        self._places: dict[str, _Place] = {}
        """By file: what is not known to be sent on."""
        self._number = 0
        """How many events were recorded."""
        self._sent_on = 0
        """How many of them were known to be sent on when last nothing was left."""
        self._missed = 0
        self._asks_again = 0.0
        """When it is asked again how far the relay is."""
        self._watching = self._left = False
        self._rests_until = 0.0

    @property
    def recorded(self) -> Recorded:
        """Hears of each save; with `durability = "centre"` until it is sent on."""
        return self._recorded

    @property
    def only_here(self) -> int:
        """How many events of this session are on this host only."""
        return self._number - self._sent_on if self._missed >= _MISSED else 0

    @property
    def clock_wrong(self) -> int:
        """By how many seconds the clock of this machine is wrong, as the seat has heard last."""
        return told_of_clock(self.seat.ahead)

    def history(self, phone: str) -> Elsewhere:
        """Return the calls that other hosts have under a number."""
        if time.monotonic() < self._rests_until:
            return Elsewhere(asked=False)
        try:
            answer = ask(self._socket, WhoRang(phone))
        except NotAnswered:
            self._rests_until = time.monotonic() + _REST
            return Elsewhere(asked=False)
        told = ((each, has_any((phone,), each.call)) for each in answer.calls)
        found = tuple(Earlier(each.call, sure, each.host) for each, sure in told if sure is not None)
        return Elsewhere(found, answer.left_out, answer.asked)

    def leave(self) -> None:
        """Leave the seat, and ask no more."""
        with self._changing:
            self._left = True
            self._changing.notify_all()
        self.seat.leave()

    def _recorded(self, file: Path, number: int) -> None:
        """Note that so many events were added to a file, and wait for the relay's word if that is wanted."""
        try:
            there = file.stat()
        except OSError:  # it was taken away since: the journal tells of that
            return
        question = IsSaved(file.relative_to(self._journal).as_posix(), there.st_ino, there.st_size)
        with self._changing:
            self._number += number
            self._places[question.file] = place = _Place(question, self._number, time.monotonic())
            waits = self._waits and not self._missed
        self.seat.look_soon()
        if waits:
            self._ask(place, _MISSED)
        self._keep_watching()

    def _keep_watching(self) -> None:
        """Have asked what is due, until the seat is left."""
        with self._changing:
            if not self._watching:
                self._watching = start(Thread(target=self._watch, name="ask-relay", daemon=True))
            self._changing.notify_all()

    def _watch(self) -> None:
        while self._waited():
            with self._changing:
                place = next(iter(self._places.values()), None)
            if place and time.monotonic() >= self._asks_again:
                waited = time.monotonic() - place.since > _AGAIN  # the relay was silent about the seat meanwhile
                if not self._ask(place, _MISSED if waited else 1):
                    self._asks_again = time.monotonic() + _AGAIN
            elif time.monotonic() >= self._seat_due:
                self.seat.ask_again()

    def _waited(self) -> bool:
        """Wait until something is to be asked; False: the seat was left."""
        with self._changing:
            while not self._left:
                due = min(self._seat_due, self._asks_again if self._places else inf)
                if (seconds := due - time.monotonic()) <= 0:
                    return True
                self._changing.wait(None if seconds == inf else seconds)
        return False

    @property
    def _seat_due(self) -> float:
        """When it is asked about the seat: not before it is told that something is on this host only."""
        return inf if 0 < self._missed < _MISSED else self.seat.due

    def _ask(self, place: _Place, weight: int) -> bool:
        """Ask whether something is sent on; note it if it is, and if not, that it was asked in vain."""
        before, sent_on = self.only_here, False
        with suppress(NotAnswered):
            sent_on = ask(self._socket, place.question).saved
        with self._changing:
            if not sent_on:
                self._missed += weight
            elif self._places.get(place.question.file) == place:
                del self._places[place.question.file]
            if not self._places:
                self._missed, self._sent_on = 0, self._number
        if self.only_here != before:
            with suppress(RuntimeError):  # whoever heard it is gone
                self.heard()
        return sent_on
