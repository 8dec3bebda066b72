"""Lines of format 1, read for ever; written only to calls that were begun in it, so that the release before can go on.

A line is the event itself, with the id of its call and what was there before it (`old`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from callscript.core.call.events import CallStarted, Event
from callscript.store.journal.checksum import closed

VERSION = 1

_encoder = msgspec.json.Encoder()


def encode(call: str, event: Event, was: Mapping[str, str | bool]) -> bytes:
    """Write an event as a line; `was` is what it changed."""
    body = _encoder.encode(event.written())[:-1]
    if was:
        body += b"," + _encoder.encode(was)[1:-1]
    if not isinstance(event, CallStarted):  # which names its call itself
        body = b'{"call":' + _encoder.encode(call) + b"," + body[1:]
    return closed(body)
