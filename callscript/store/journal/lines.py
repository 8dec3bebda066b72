"""The lines of a journal: one event each, closed by a checksum, and what a file of such lines says.

A line counts only if its checksum is right. The same event written twice (a batch that was saved again after a failure)
counts once. A call is read up to its first missing event, for only that much is known to have been its state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from zlib import crc32

import msgspec
from msgspec import Struct

from callscript.core.call.events import CallStarted, Event
from callscript.store.errors import Damaged

_KEY = b',"crc":"'
_CLOSING = len(_KEY) + 8 + len(b'"}')


class _Head(Struct):
    call: str
    seq: int


_encoder = msgspec.json.Encoder()
_heads = msgspec.json.Decoder(_Head)
_events = msgspec.json.Decoder[Event](cast("type[Event]", Event))


@dataclass
class DayLog:
    """What one or several journal files say."""

    calls: dict[str, list[Event]] = field(default_factory=dict[str, list[Event]])
    """The events of each call, from the first, without a gap."""
    problems: list[Damaged] = field(default_factory=list[Damaged])


@dataclass
class CallLog:
    """What the journal says of one call."""

    events: list[Event]
    """From the first, without a gap; empty if the journal does not know the call."""
    problems: list[Damaged]
    """What is wrong with the file that holds it."""


def encode(call: str, event: Event) -> bytes:
    """Write an event as a line."""
    body = _encoder.encode(event)[:-1]
    if not isinstance(event, CallStarted):  # which names its call itself
        body = b'{"call":' + _encoder.encode(call) + b"," + body[1:]
    return b'%b%b%08x"}\n' % (body, _KEY, crc32(body))


def sound(line: bytes) -> bool:
    """Tell whether a line, without its end, is as it was written."""
    body, closing = line[:-_CLOSING], line[-_CLOSING:]
    return closing == b'%b%08x"}' % (_KEY, crc32(body))


def torn(data: bytes) -> bytes:
    """Return what follows the last line's end: nothing, or a line whose writing was cut short."""
    return data[data.rfind(b"\n") + 1 :]


def read(data: bytes, file: Path) -> DayLog:
    """Read a journal file's content."""
    log = DayLog()
    found: dict[str, dict[int, Event]] = {}
    for number, line in _lines(data):
        if not sound(line):
            log.problems.append(Damaged(file, number, "the line does not match its checksum"))
            continue
        try:
            head = _heads.decode(line)
            event = _events.decode(line)
        except msgspec.DecodeError:
            log.problems.append(Damaged(file, number, "not an event that this version knows"))
            continue
        if found.setdefault(head.call, {}).setdefault(head.seq, event) != event:
            reason = f"contradicts an earlier line about event {head.seq} of call {head.call}"
            log.problems.append(Damaged(file, number, reason))
    for call, events in found.items():
        log.calls[call] = [events[seq] for seq in range(1, _whole(events) + 1)]
        if beyond := len(events) - len(log.calls[call]):
            reason = f"event {len(log.calls[call]) + 1} of call {call} is missing; {beyond} after it cannot be used"
            log.problems.append(Damaged(file, 0, reason))
    return log


def damage(data: bytes, file: Path) -> list[Damaged]:
    """Return the lines that are not as they were written."""
    return [
        Damaged(file, number, "the line does not match its checksum")
        for number, line in _lines(data)
        if not sound(line)
    ]


def salvage(data: bytes) -> bytes:
    """Return the lines that can be used: sound, and each call's up to its first missing event."""
    kept = [(head, line) for _, line in _lines(data) if (head := _head(line))]
    known: dict[str, set[int]] = {}
    for head, _ in kept:
        known.setdefault(head.call, set()).add(head.seq)
    whole = {call: _whole(numbers) for call, numbers in known.items()}
    return b"".join(line + b"\n" for head, line in kept if head.seq <= whole[head.call])


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    lines = data.split(b"\n")
    last = lines.pop()
    if sound(last) or sound(last[:-1]):  # only its end is missing, or was turned into something else
        lines.append(last)
    yield from enumerate(lines, start=1)


def _head(line: bytes) -> _Head | None:
    try:
        return _heads.decode(line) if sound(line) else None
    except msgspec.DecodeError:
        return None


def _whole(numbers: Sequence[int] | set[int] | dict[int, Event]) -> int:
    """Return how far the numbers go from 1 without a gap."""
    last = 0
    while last + 1 in numbers:
        last += 1
    return last
