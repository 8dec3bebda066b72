"""Reads an event off plain JSON, as the lines of every format hold it or are turned into it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import cast

import msgspec
from msgspec import Struct

from callscript.core.call.events import Event, Known, Unknown


class _Typed(Struct):
    """What every event has, of whatever release."""

    type: str
    seq: int
    at: datetime


@cache
def _events() -> msgspec.json.Decoder[Known]:
    """Make the decoder, which takes as long as to read a thousand events: a session of a new day has none to read."""
    return msgspec.json.Decoder[Known](cast("type[Known]", Known))


_typed = msgspec.json.Decoder(_Typed)


def decode(plain: bytes) -> Event:
    """Read an event, `Unknown` if only a newer release can; raise one of `UNREADABLE` if it is none."""
    try:
        return _events().decode(plain)
    except msgspec.ValidationError:
        event = _typed.decode(plain)
        return Unknown(seq=event.seq, at=event.at, name=event.type)
