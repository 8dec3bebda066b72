"""What a file of lines says: the events of each call, and what is wrong with the rest.

A line counts only if its checksum is right. The same event written twice (a batch that was saved again after a failure)
counts once. A call is read up to its first event that is missing or was changed, for only that much is known to have
been its state. What a newer release wrote is kept, and is no damage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import msgspec
from msgspec import Struct

from callscript.core.call.events import Event
from callscript.store.errors import UNREADABLE, Damaged
from callscript.store.journal import checksum, format1, format2
from callscript.store.journal.line import Line
from callscript.store.logs import DayLog
from callscript.store.names import is_desk_log


class _Head(Struct, gc=False):
    call: str
    seq: int
    v: int = 1


_NAMED = re.compile(rb'"call":"([A-Za-z0-9_-]{1,150})","seq":([0-9]{1,9})')
_heads = msgspec.json.Decoder(_Head)


def decode(line: bytes) -> Line:
    """Read a sound line of any format; raise one of `UNREADABLE` if it is none."""
    if format2.is_one(line):
        return format2.decode(line)
    head = _heads.decode(line)
    if head.v == format1.VERSION:
        return Line(raw=line, call=head.call, seq=head.seq, version=1, event=format1.decode(line))
    if head.v <= format2.VERSION:
        raise msgspec.DecodeError("no such format")
    return Line(raw=line, call=head.call, seq=head.seq, version=head.v, event=None)


def decode_sound(raw: bytes) -> Line | None:
    """Read a line of a file; None: it is damaged, or something else."""
    if not checksum.sound(raw):
        return None
    try:
        return decode(raw)
    except UNREADABLE:
        return None


class CallLines:
    """The lines of one call, or of a desk log."""

    def __init__(self, call: str) -> None:
        self.call = call
        self._lines: dict[int, Line] = {}
        self._latest = 0
        self._problems: list[tuple[int, str]] = []
        self._whole: list[Line] | None = None

    def take(self, number: int, line: Line) -> None:
        """Take in the next line of the file."""
        self._whole = None
        known = self._lines.get(line.seq)
        if known is None:
            if line.seq < self._latest and line.version == format2.VERSION:
                self._note(number, f"stands behind event {self._latest}: lines were put in another order", line)
            self._latest = max(self._latest, line.seq)
        elif not line.repeats(known):
            self._problems.append((number, f"contradicts an earlier line about event {line.seq} of call {self.call}"))
            return
        elif line.values >= known.values:  # else a value was erased in this copy, and counts as erased
            return
        if line.false_values:
            self._note(number, f"has another {', '.join(line.false_values)} than was recorded", line)
        self._lines[line.seq] = line

    @property
    def length(self) -> int:
        """How many events there are, whether or not they can be used."""
        return len(self._lines)

    @property
    def version(self) -> int:
        """The format that the call began in."""
        return next(iter(self._lines.values())).version

    @property
    def newer(self) -> bool:
        """Whether it was begun in a format that this release cannot read."""
        return self.version > format2.VERSION

    def whole(self) -> list[Line]:
        """Return the lines, from the first, up to the first event that is missing or was changed."""
        if self._whole is None:
            found: list[Line] = []
            while (line := self._lines.get(len(found) + 1)) and not self._break(line, found):
                found.append(line)
            self._whole = found
        return self._whole

    def problems(self, place: str) -> Iterator[Damaged]:
        """Tell what is wrong with the lines."""
        for number, reason in self._problems:
            yield Damaged(place, number, reason)
        whole = self.whole()
        beyond = self.length - len(whole)
        line = self._lines.get(len(whole) + 1)
        if not beyond or (self.newer and not line):  # how a newer format numbers its events is not known here
            return
        reason = self._break(line, whole) if line else "is missing"
        after = f"; {self._latest - len(whole) - 1} after it cannot be used"
        yield Damaged(place, 0, f"event {len(whole) + 1} of call {self.call} {reason}{after}")

    def _break(self, line: Line, before: list[Line]) -> str:
        """Tell why a line does not go on from those before it; nothing if it does."""
        if line.version != self.version:
            return "is not of the format that the call was begun in"
        if line.version != format2.VERSION:
            return ""
        if line.chain == format2.chained(before[-1].chain if before else "", line.covered):
            return ""
        return "does not continue the chain: it was changed, or the line before it was"

    def _note(self, number: int, reason: str, line: Line) -> None:
        self._problems.append((number, f"event {line.seq} of call {self.call} {reason}"))


def _maybe(raw: bytes) -> str:
    """Name the events that a damaged line may have held, if that can be made out."""
    named = [f"event {int(seq)} of call {call.decode()}" for call, seq in _NAMED.findall(raw)]
    return f"; it may have been {', '.join(named)}" if named else ""


class FileLines:
    """The lines of a file, by the calls that they belong to."""

    def __init__(self, data: bytes, place: str, *beside: bytes, only: Collection[str] = ()) -> None:
        """`only`: sound lines of the newest format that are of other logs are passed over."""
        self.data = data
        self.place = place
        self.beside = beside
        """What was put into a second place when the file could not be written."""
        self.calls: dict[str, CallLines] = {}
        self._unsound: list[Damaged] = []
        """Lines that are not as they were written."""
        self._strange: list[Damaged] = []
        """Sound lines of something else."""
        self._sound: list[Line] = []
        wanted = tuple(map(format2.beginning, only))
        for number, raw in chain.from_iterable(map(checksum.split, (data, *beside))):
            if not checksum.sound(raw):
                self._unsound.append(Damaged(place, number, f"the line does not match its checksum{_maybe(raw)}"))
                continue
            if only and raw.startswith(format2.BEGINNING) and not raw.startswith(wanted):
                continue
            try:
                line = decode(raw)
            except UNREADABLE:
                self._strange.append(Damaged(place, number, "not an event that this version knows"))
                continue
            self._sound.append(line)
            (self.calls.get(line.call) or self.calls.setdefault(line.call, CallLines(line.call))).take(number, line)

    def whole(self, call: str) -> Sequence[Line]:
        """Return the lines of a call up to its first break: none if there is no such call."""
        return self.calls[call].whole() if call in self.calls else ()

    def cut_short(self, call: str) -> bool:
        """Tell whether more was recorded of a call than can be read: surely, or maybe in a damaged line."""
        return bool(self._unsound) or (call in self.calls and self.calls[call].length > len(self.whole(call)))

    def problems(self) -> list[Damaged]:
        """Return what is wrong with the lines."""
        of_calls = chain.from_iterable(lines.problems(self.place) for lines in self.calls.values())
        return [*self._unsound, *self._strange, *of_calls]

    def log(self) -> DayLog:
        """Return what the lines say."""
        log = DayLog(problems=self.problems())
        for call, lines in self.calls.items():
            if lines.newer:
                log.newer.append(call)
            else:
                events: list[Event] = [line.event for line in lines.whole() if line.event]
                (log.desks if is_desk_log(call) else log.calls)[call] = events
        return log

    def note(self, reason: str) -> None:
        """Add what is wrong with the lines as a whole."""
        self._strange.append(Damaged(self.place, 0, reason))

    def usable(self, cut: Mapping[str, int] = {}) -> bytes:
        """Return the lines that can be used: sound, and each call's up to its first break, or to where it is cut."""
        whole = {**{call: len(lines.whole()) for call, lines in self.calls.items()}, **cut}
        used = [line for line in self._sound if self.calls[line.call].newer or line.seq <= whole[line.call]]
        return b"".join(line.raw + b"\n" for line in used)


def whole(call: str, lines: Sequence[bytes]) -> Sequence[Line]:
    """Read all lines of a call, from wherever they come; raise `Damaged` if anything is missing or was changed."""
    found = FileLines(b"".join(line + b"\n" for line in lines), call)
    for problem in found.problems():
        raise problem
    if len(of_call := found.whole(call)) != len(lines):
        raise Damaged(call, 0, "is not whole, or not a call that this release can read")
    return of_call


def read(data: bytes, place: str) -> DayLog:
    """Read a journal file's content."""
    return FileLines(data, place).log()
