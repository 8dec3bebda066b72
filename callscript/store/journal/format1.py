"""Lines of format 1, read for ever; written only to calls that were begun in it, so that the release before can go on.

A line is the event itself, with the id of its call and what was there before it (`old`). What is recorded of a call
outside of it does not stand in this format: the id in a line is always the line's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from callscript.core.call.events import ERASED, CallStarted, Event, Unknown
from callscript.store.journal import event as events
from callscript.store.journal.checksum import closed

VERSION = 1

_encoder = msgspec.json.Encoder()
_plain = msgspec.json.Decoder(dict[str, Any])
_KEPT = ("type", "call", "at", "crc")
"""What is no text of a caller's in an event of whatever type."""
_OLD = "old"


def encode(call: str, event: Event, was: Mapping[str, str | bool]) -> bytes:
    """Write an event as a line; `was` is what it changed."""
    own = {name: value for name, value in event.written().items() if name != "call" or isinstance(event, CallStarted)}
    body = _encoder.encode(own)[:-1]
    if was:
        body += b"," + _encoder.encode(was)[1:-1]
    if not isinstance(event, CallStarted):  # which names its call itself
        body = b'{"call":' + _encoder.encode(call) + b"," + body[1:]
    return closed(body)


def decode(line: bytes) -> Event:
    """Read the event of a line; raise one of `UNREADABLE` if there is none."""
    event = events.decode(line)
    told_outside = "call" in event.__struct_fields__ and not isinstance(event, CallStarted)
    return replace(event, call="") if told_outside else event


def given(line: bytes) -> dict[str, str]:
    """Return what a caller gave in a line, by the names that it has there: also what was there before."""
    plain, event = _plain.decode(line), decode(line)
    return {name: text for name in _names(event, plain) if isinstance(text := plain.get(name), str) and text}


def erased(line: bytes) -> bytes:
    """Return a line, without its end, with nothing that a caller gave; the event is still there."""
    if not (gone := given(line)):
        return line
    plain = _plain.decode(line)
    del plain["crc"]
    return closed(_encoder.encode({**plain, **dict.fromkeys(gone, ERASED)})[:-1])[:-1]


def _names(event: Event, plain: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(event, Unknown):  # what of it is a caller's, only a newer release knows
        yield from (name for name in plain if name not in _KEPT)
    elif event.given:
        yield from (*event.given, _OLD)
