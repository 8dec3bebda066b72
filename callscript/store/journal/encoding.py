"""Writes the events of calls in progress as lines, each once: what is saved again is sent again byte for byte.

A new call is begun in the newest format; one that is taken up goes on in the format that it was begun in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from msgspec.structs import replace

from callscript.core.call.before import before
from callscript.core.call.call import Call
from callscript.core.call.events import ERASED, Event
from callscript.core.call.fold import apply
from callscript.store.journal import format1, format2
from callscript.store.journal.erasure import erased
from callscript.store.journal.line import Line
from callscript.store.journal.lines import decode
from callscript.store.journal.stamp import Stamping


class Encoder:
    """Keeps the lines of the call in progress, and of others that are not saved yet."""

    def __init__(self, stamping: Stamping) -> None:
        self._stamping = stamping
        self._calls: dict[str, _Lines] = {}

    def encode(self, call: str, events: Sequence[Event], stored: Callable[[], Sequence[Line]]) -> bytes:
        """Return the lines of some events of a call; `stored` reads those of a call that is taken up."""
        if (lines := self._calls.get(call)) is None:
            taken_up = bool(events) and events[0].seq > 1
            lines = _Lines(call, self._stamping, stored() if taken_up else ())
            self._calls = {other: kept for other, kept in self._calls.items() if kept.unsaved} | {call: lines}
        lines.unsaved = True
        return b"".join(map(lines.of, events))

    def saved(self, call: str) -> None:
        """Note that all that was encoded of a call is saved."""
        self._calls[call].unsaved = False

    def erase(self, call: str, values: Collection[tuple[int, str]]) -> None:
        """Take values that a caller gave away from the lines that are kept of a call: they are never sent again."""
        if lines := self._calls.get(call):
            lines.erase(values)


class _Lines:
    """The lines of one call."""

    def __init__(self, call: str, stamping: Stamping, stored: Sequence[Line]) -> None:
        self.unsaved = False
        self._call = call
        self._stamping = stamping
        self._version = stored[0].version if stored else format2.VERSION
        self._lines: dict[int, tuple[Event, bytes]] = {}
        self._chain = ""
        self._before = Call()
        for line in stored:
            if line.event is None:
                raise ValueError(f"call {call} was begun in a newer format")
            self._keep(line.event, line.raw + b"\n")

    def of(self, event: Event) -> bytes:
        """Return the line of an event."""
        known = self._lines.get(event.seq)
        if known and _same(known[0], event):
            return known[1]
        if self._version == format1.VERSION:
            line = format1.encode(self._call, event, before(self._before, event))
        else:
            line = format2.encode(self._call, event, self._stamping(event.at), self._chain)
        if known is None:  # another one with the same number is told by those who read it; the first one stands
            self._keep(event, line)
        return line

    def erase(self, values: Collection[tuple[int, str]]) -> None:
        """Take some values away."""
        for seq in self._lines.keys() & {seq for seq, _ in values}:
            line = erased(self._lines[seq][1], self._call, values)
            if event := decode(line[:-1]).event:
                self._lines[seq] = event, line

    def _keep(self, event: Event, line: bytes) -> None:
        self._lines[event.seq] = event, line
        if self._version == format1.VERSION:
            self._before = apply(self._before, event)
        else:
            self._chain = format2.chain_of(line)


def _same(kept: Event, event: Event) -> bool:
    """Tell whether an event is the one that is kept, values of which may have been erased."""
    if type(kept) is not type(event):
        return False
    gone = [name for name in event.given if getattr(kept, name) == ERASED]
    return kept == (replace(event, **dict.fromkeys(gone, ERASED)) if gone else event)
