"""What commands of an operator record, beside their session, stands in a file of its own. A session that corrects what
a command has entered writes there too, for a moment, as a command would: under the lock of that file, and behind
whatever stands in it by then.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.events import Drafted, Event, OfDesk
from callscript.core.call.fold import fold_all
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.service.delivery.filing import Filing
from callscript.service.desk_log import DeskLog
from callscript.store.errors import Locked, StoreError
from callscript.store.names import desk_log_of, is_aside
from callscript.store.ports import Journal, Seat

_PATIENCE = 1.0
"""Seconds to wait for a command that is at work; what is not saved by then is tried again."""


class Beside:
    """The place beside an operator's seat, which a session takes for as long as it writes there. Not on the loop."""

    def __init__(self, seat: Seat, journal: Journal, filing: Filing, versions: Versions, clock: Clock) -> None:
        self._seat = seat
        self._journal = journal
        self._filing = filing
        self._versions = versions
        self._clock = clock
        self._looked = False

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make corrections durable, and file what they are of; after an error, give the same ones again."""
        with self._place() as place:
            corrects = not all(isinstance(event, Drafted) for event in events)
            if corrects:
                place.begin(call)
            self._log(call).append(call, self._new(call, events))
            if corrects:
                with suppress(StoreError):  # the session files it too; whoever comes next does, if it dies before
                    finish_left(place, self._journal, self._filing, self._versions, self._clock)

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put the desk log, with corrections that could not be appended, into the second place; return where."""
        with self._place():
            return self._log(call).keep_elsewhere(call, self._new(call, events))

    def finish_left(self) -> None:
        """Finish, once, what commands and sessions that died have left there, unless a command is at work: it does."""
        if not self._looked:
            self._looked = True
            with suppress(StoreError), self._place(patience=0) as place:
                finish_left(place, self._journal, self._filing, self._versions, self._clock)

    def _log(self, call: str) -> DeskLog:
        """Return the desk log as it stands now: a command may have written to it since."""
        log_id = desk_log_of(call)
        self._journal.take_up(log_id, self._journal.read_call(log_id).events)
        return DeskLog(self._journal)

    def _new(self, call: str, events: Sequence[Event]) -> list[Event]:
        """Return those of the corrections that do not stand there yet."""
        known = [replace(each, seq=0) for each in self._journal.read_call(call).corrections]
        of_desk = [event for event in events if isinstance(event, OfDesk)]
        return [event for event in of_desk if replace(event, call=call, seq=0) not in known]

    @contextmanager
    def _place(self, patience: float = _PATIENCE) -> Generator[Seat]:
        until = time.monotonic() + patience
        while True:
            try:
                place = self._seat.beside()
                break
            except Locked:
                if time.monotonic() >= until:
                    raise
                time.sleep(0.02)
        try:
            yield place
        finally:
            place.leave()


def finish_left(place: Seat, journal: Journal, filing: Filing, versions: Versions, clock: Clock) -> None:
    """Finish what was left beside a seat: what is durable is filed, and of what is not whole, nothing counts."""
    for entry_id in filter(is_aside, place.marked()):
        log = journal.read_call(entry_id).whole
        script = versions.of(log)
        if script:
            call = fold_all(script, log)
            if call.entry and not call.closed:  # it was not registered any more: nobody was told of it
                from callscript.core.call.decide import (
                    carry_out,  # seldom, and it is much: a start does not wait for it
                )

                events, call = carry_out(script, call, c.Discard(), clock.now())
                journal.take_up(entry_id, log)
                journal.append(entry_id, events)
            filing.file(script, call)
        if script or not log:
            place.done(entry_id)
