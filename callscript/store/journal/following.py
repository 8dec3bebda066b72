"""A journal file that somebody else writes, followed line by line: each look reads what was appended since the one
before, and nothing is written, locked or waited for.

A writer that fails cuts back what it has appended, and an erasure puts another file in its place. So a look begins with
the end of what was read: if it is not there any more, or the file is another one, all of it is read anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from callscript.core.call.events import Event
from callscript.runtime.files import read_from
from callscript.store.in_words import in_words
from callscript.store.journal import format2, glance
from callscript.store.journal.line import Line
from callscript.store.journal.lines import decode_sound
from callscript.store.names import is_desk_log

_KNOWN_BY = 128
"""Bytes by which the end of what was read is known again."""


class FollowedFile:
    """A file of an operator's calls of a day."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin()

    def look(self) -> bool:
        """Take in what was appended; False: all was read anew, and what was yielded before counts no more."""
        with in_words(self._path):
            try:
                there = self._path.lstat()
                if (stamp := (there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns)) == self._stamp:
                    return True
                goes_on = self._goes_on()
            except FileNotFoundError:
                gone = bool(self._read)
                self._begin()
                return not gone
            self._stamp = stamp
            return goes_on

    def _goes_on(self) -> bool:
        """Read on; False: from the beginning."""
        known = len(self._end)
        data, found = read_from(self._path, self._read - known)
        which = found.st_dev, found.st_ino
        anew = bool(self._read) and (which != self._which or data[:known] != self._end)
        if anew:
            self._begin()
            known = 0
            data, found = read_from(self._path, 0)
        self._which = found.st_dev, found.st_ino
        self._take(data[known:])
        return not anew

    def events(self) -> Iterator[tuple[str, Event]]:
        """Yield the events that were taken in since this was last asked, each with its call, in order.

        Of a call they come without a gap, chained as they were written. Of one that is closed when it is come to, only
        what closes it: nobody leads it any more.
        """
        fresh, self._fresh = self._fresh, []
        yield from fresh

    def _begin(self) -> None:
        self._which = 0, 0
        self._stamp = 0, 0, 0, 0
        self._read = 0
        self._end = b""
        self._calls: dict[str, _Called] = {}
        self._fresh: list[tuple[str, Event]] = []

    def _take(self, data: bytes) -> None:
        whole = data[: data.rfind(b"\n") + 1]
        if not whole:
            return
        self._read += len(whole)
        self._end = (self._end + whole)[-_KNOWN_BY:]
        over = glance.closed(whole)
        for raw in whole.splitlines():
            if (call := glance.call_of(raw)) in over and call not in self._calls and not glance.closes(raw):
                continue
            if line := decode_sound(raw):
                self._follow(line, alone=line.call in over and line.call not in self._calls)

    def _follow(self, line: Line, *, alone: bool) -> None:
        if line.event is None or is_desk_log(line.call):
            return
        if alone:
            self._fresh.append((line.call, line.event))
            return
        called = self._calls.setdefault(line.call, _Called())
        self._fresh += [(line.call, event) for event in called.take(line)]


class _Called:
    """The lines of a call, put in order."""

    def __init__(self) -> None:
        self._seq = 0
        self._chain = ""
        self._ahead: dict[int, Line] = {}
        """Lines before which one is missing still."""

    def take(self, line: Line) -> Iterator[Event]:
        """Take in a line; yield the events that go on from those before. What is written twice counts once."""
        if line.seq > self._seq:
            self._ahead.setdefault(line.seq, line)
        while (following := self._ahead.get(self._seq + 1)) and self._goes_on(following):
            del self._ahead[following.seq]
            self._seq, self._chain = following.seq, following.chain
            if following.event:
                yield following.event

    def _goes_on(self, line: Line) -> bool:
        return line.version != format2.VERSION or line.chain == format2.chained(self._chain, line.covered)
