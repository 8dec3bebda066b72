"""Lines of format 1, read for ever; written only to calls that were begun in it, so that the release before can go on.

A line is the event itself, with the id of its call and what was there before it (`old`). What is recorded of a call
outside of it does not stand in this format: the id in a line is always the line's.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from callscript.core.call.events import CallStarted, Event
from callscript.store.journal import event as events
from callscript.store.journal.checksum import closed

VERSION = 1

_encoder = msgspec.json.Encoder()


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
