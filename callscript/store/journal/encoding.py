"""Writes the events of calls in progress as lines, each once: what is saved again is sent again byte for byte.

A new call is begun in the newest format; one that is taken up goes on in the format that it was begun in. The lines of
a call in progress are all kept: what a journal loses while it is written to is written to it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from callscript.core.call.apply import apply
from callscript.core.call.before import before
from callscript.core.call.call import Call
from callscript.core.call.events import ERASED, Event
from callscript.store.journal import format1, format2
from callscript.store.journal.line import Line
from callscript.store.journal.stamp import Stamping


class Encoder:
    """Keeps the lines of the call in progress, and of others that are not saved yet."""

    def __init__(self, stamping: Stamping) -> None:
        self._stamping = stamping
        self._taken_up: dict[str, Sequence[Event]] = {}
        self._calls: dict[str, Written] = {}

    def take_up(self, call: str, log: Sequence[Event]) -> None:
        """Have a call go on from a log that was read: what is appended to it next follows these events."""
        self._calls.pop(call, None)
        self._taken_up[call] = tuple(log)

    def bring(self, call: str, lines: Sequence[Line]) -> Written:
        """Have a call go on from lines that were written elsewhere: they are written here as they stand."""
        self._taken_up.pop(call, None)
        self._calls[call] = written = Written(call, self._stamping, lines)
        written.unsaved = True
        return written

    def lines(self, call: str, events: Sequence[Event], stored: Callable[[], Sequence[Line]]) -> Written:
        """Return the lines of a call, some events of it now among them; `stored` reads those that are there of it."""
        if (lines := self._calls.get(call)) is None:
            lines = self._begun(call, events, stored)
            self._calls = {other: kept for other, kept in self._calls.items() if kept.unsaved} | {call: lines}
        lines.unsaved = True
        for event in events:
            lines.take(event)
        return lines

    def encode(self, call: str, events: Sequence[Event], stored: Callable[[], Sequence[Line]]) -> bytes:
        """Return the lines of a call that are still to be written, some events of it now among them."""
        lines = self.lines(call, events, stored)
        if lines.there is None:
            lines.there = lines.stored
        return lines.missing()

    def known(self, call: str) -> Written | None:
        """Return the lines of a call that has been written to here."""
        return self._calls.get(call)

    def saved(self, call: str) -> None:
        """Note that all that was encoded of a call is saved."""
        self._calls[call].saved()

    def look_again(self) -> None:
        """Note that it is not known any more which lines are in the journal: the file was opened anew."""
        for lines in self._calls.values():
            lines.there = None

    def _begun(self, call: str, events: Sequence[Event], stored: Callable[[], Sequence[Line]]) -> Written:
        log = self._taken_up.get(call)
        if log is None and (not events or events[0].seq == 1):
            return Written(call, self._stamping, ())
        there = stored()
        lines = Written(call, self._stamping, there if log is None else same_as(log, there))
        lines.there = None
        for event in log or ():
            lines.take(event)
        return lines


class Written:
    """The lines of one call as this program wrote or read them."""

    def __init__(self, call: str, stamping: Stamping, stored: Sequence[Line]) -> None:
        self.call = call
        self.raw: list[bytes] = []
        """All lines, with their ends, in order."""
        self.stored = len(stored)
        """How many of them, from the first, were read."""
        self.there: int | None = self.stored
        """How many of them, from the first, stand in the journal; None: that is to be looked up."""
        self.unsaved = False
        self._stamping = stamping
        self._version = stored[0].version if stored else format2.VERSION
        self._events: dict[int, tuple[Event, bytes]] = {}
        self._chain = ""
        self._before = Call()
        self._epoch = 0
        """Of the latest line that was read: a call that was taken over stays so where nobody can be asked."""
        for line in stored:
            if line.event is None:
                raise ValueError(f"call {call} was begun in a newer format")
            self._epoch = max(self._epoch, line.epoch)
            self._keep(line.event, line.raw + b"\n")

    def take(self, event: Event) -> None:
        """Write an event as a line, unless it has one."""
        known = self._events.get(event.seq)
        if known and _same(known[0], event):
            return
        if self._version == format1.VERSION:
            line = format1.encode(self.call, event, before(self._before, event))
        else:
            stamp = self._stamping(event.at)
            stamp = stamp._replace(epoch=max(stamp.epoch, self._epoch))
            line = format2.encode(self.call, event, stamp, self._chain)
        if known is None:
            self._keep(event, line)
        else:  # another one with the same number is told by those who read it; the first one stands
            self.raw.append(line)

    def missing(self) -> bytes:
        """Return the lines that are not in the journal."""
        return b"".join(self.raw[self.there or 0 :])

    def saved(self) -> None:
        """Note that all of them are in the journal."""
        self.there, self.unsaved = len(self.raw), False

    def _keep(self, event: Event, line: bytes) -> None:
        self.raw.append(line)
        self._events[event.seq] = event, line
        if self._version == format1.VERSION:
            self._before = apply(self._before, event)
        else:
            self._chain = format2.chain_of(line)


def same_as(log: Sequence[Event], stored: Sequence[Line]) -> Sequence[Line]:
    """Return those of the lines, from the first, that say what a log says."""
    for number, (event, line) in enumerate(zip(log, stored, strict=False)):
        if line.event is None or not _same(line.event, event):
            return stored[:number]
    return stored[: len(log)]


def _same(kept: Event, event: Event) -> bool:
    """Tell whether an event is the one that is kept, values of which may have been erased."""
    if type(kept) is not type(event):
        return False
    gone = [name for name in event.given if getattr(kept, name) == ERASED]
    return kept == (replace(event, **dict.fromkeys(gone, ERASED)) if gone else event)
