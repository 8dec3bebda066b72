"""Reads journals as they grow: whole lines of format 2, each behind the one that it continues.

How far a session's events are acknowledged stands nowhere. A line may be in the file and not on the disk yet, and a
save that failed is cut off again. So nothing is read here before it was synced here (`read_from`): what is sent on
cannot be lost with the machine any more. What a session cuts off it sends again byte for byte, and it counts once; a
file that became shorter, or another one, is read anew from its beginning.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from callscript.runtime.files import read_from
from callscript.store.errors import UNREADABLE
from callscript.store.journal import checksum, format2
from callscript.store.journal.lines import decode_sound
from callscript.store.names import LogRef, is_desk_log, named_day, parse_call_id, parse_log_id

_MOST = 2**31 - 1
_NOTHING = (0, "")
_NO_TYPE = "?"
"""Of an event whose type is no word."""
_NO_LINE = "does not continue what was recorded before it"


class Cursor(NamedTuple):
    """How far a file was sent on."""

    upto: int
    inode: int
    last: str
    """The checksum that closes the line before that place, in hexadecimal digits: another line has another one."""
    format: int
    """The newest format that the relay could read."""


class Sent(Struct, gc=False):
    """A line that is to be sent on."""

    ref: LogRef
    call: str
    """The call that it is of, or the desk log."""
    seq: int
    epoch: int
    type: str
    """Of the event, which only a newer release may know."""
    about: str
    """The call that a line of a desk log is about; empty: none, or it is no such line."""
    values: int
    """How many values of a caller stand in it."""
    covered: bytes
    chain: str
    raw: bytes
    """All of it, without its end."""
    upto: int = 0
    """The place in the file behind it."""
    wrong: str = ""
    """Why it does not count among the events of its call; empty: it does, as far as is seen here."""
    again: bool = False
    """The file has a line of this number before."""

    def repeats(self, other: Sent) -> bool:
        """Tell whether it is the same event, written twice; values may have been erased in one of the two."""
        return self.chain == other.chain and self.covered == other.covered


def sent(ref: LogRef, raw: bytes) -> Sent:
    """Read a line of format 2; raise one of `UNREADABLE` if it is none."""
    head, covered = format2.head(raw)
    event = head.event
    about = event.call if is_desk_log(head.call) and event.call and parse_call_id(event.call) else ""
    named = event.type if event.type.isidentifier() else _NO_TYPE
    return Sent(ref, head.call, head.seq, head.epoch, named, about, len(head.given), covered, head.chain, raw)


@dataclass
class Tail:
    """One journal file."""

    path: Path
    cursor: Cursor | None
    """How far it was sent on, as PostgreSQL has it."""
    unusable: int = 0
    """Lines that are damaged, or of something else."""
    other_format: int = 0
    """Lines of other formats than that which is sent on."""
    _seen: tuple[int, int, int] | None = None
    _read: Cursor | None = None
    """How far it was read here."""
    _chains: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    """By call: the number and the chain of its last line."""

    def changed(self) -> bool:
        """Tell whether there may be something that was not sent on."""
        found = self.path.lstat()
        seen = (found.st_ino, found.st_size, found.st_mtime_ns)
        if seen == self._seen:
            return False
        at = self.cursor
        sent_on = at and (at.inode, at.upto, at.format) == (found.st_ino, found.st_size, format2.VERSION)
        if self._read is None and sent_on:
            self._seen = seen
            return False
        return True

    def read(self) -> list[Sent]:
        """Return the lines that were not read here before, or not sent on."""
        data, found, place = self._new()
        skip = 0 if place else self._sent_on(data, found.st_ino)
        sent: list[Sent] = []
        *lines, _ = data.split(b"\n")  # what stands behind the last end is not whole yet
        for raw in lines:
            place += len(raw) + 1
            if (one := self._take(raw, place)) and place > skip:
                sent.append(one)
        last = lines[-1][-checksum.LENGTH :].hex() if lines else self._read.last if self._read else ""
        self._read = Cursor(place, found.st_ino, last, format2.VERSION)
        self._seen = (found.st_ino, found.st_size, found.st_mtime_ns)
        return sent

    def sent_on_to(self, last: Sent | None) -> Cursor:
        """Return how far the file is sent on with some line of it; None: with all that was read."""
        assert self._read
        if last is None:
            return self._read
        return self._read._replace(upto=last.upto, last=last.raw[-checksum.LENGTH :].hex())

    def _new(self) -> tuple[bytes, os.stat_result, int]:
        """Return what is new in the file, and where that begins: in front, if it is not the file that it was."""
        if at := self._read:
            last = bytes.fromhex(at.last) + b"\n" if at.last else b""
            data, found = read_from(self.path, at.upto - len(last), synced=True)
            if found.st_ino == at.inode and data.startswith(last):
                return data[len(last) :], found, at.upto
        self._read, self._chains = None, {}
        data, found = read_from(self.path, 0, synced=True)
        return data, found, 0

    def _sent_on(self, data: bytes, inode: int) -> int:
        """Return how much of a file that is read from its beginning was sent on before, if it still says that."""
        at = self.cursor
        if at is None or (at.inode, at.format) != (inode, format2.VERSION) or len(data) < at.upto:
            return 0
        return at.upto if not at.last or data[: at.upto - 1].endswith(bytes.fromhex(at.last)) else 0

    def _take(self, raw: bytes, upto: int) -> Sent | None:
        """Read a line of the file; None: it is damaged, of another format, or something else."""
        line = None
        try:
            if checksum.sound(raw) and (raw.isascii() or raw.decode()):  # PostgreSQL has it as text
                if not format2.is_one(raw):
                    return self._other(raw)
                line = sent(self._file, raw)
        except UNREADABLE:
            pass
        if line is None or not self._is_own(line):
            self.unusable += 1
            return None
        line.upto = upto
        seq, chain = self._chains.get(line.call, _NOTHING)
        if line.seq <= seq:
            line.again = True
        elif line.seq != seq + 1 or line.chain != format2.chained(chain, line.covered):
            line.wrong = _NO_LINE
        else:
            self._chains[line.call] = line.seq, line.chain
        return line

    def _other(self, raw: bytes) -> None:
        """Count a sound line of another format, or of none."""
        if decode_sound(raw):
            self.other_format += 1
        else:
            self.unusable += 1

    def _is_own(self, line: Sent) -> bool:
        """Tell whether a line belongs into this file, under a number that PostgreSQL can have."""
        if not (0 < line.seq <= _MOST and 0 <= line.epoch <= _MOST):
            return False
        return line.call in self._chains or parse_log_id(line.call) == self._file

    @cached_property
    def _file(self) -> LogRef:
        """The day and the operator whose file it is."""
        return LogRef(named_day(self.path.parent.name) or date.min, self.path.stem)
