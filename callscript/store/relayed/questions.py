"""What is asked of a relay and what it answers: a line of JSON each, one question a connection."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.core.records import CallSummary
from callscript.runtime.store_settings import StoreSettings

LONGEST_QUESTION = 4096
LONGEST_ANSWER = 256 * 1024
"""Bytes, with the line's end."""
PATIENCE = 0.25
"""Seconds that a session waits for an answer."""
HELD = 0.2
"""Seconds for which a relay holds a question whose answer may change: an answer in time is better than none."""


class HowAreYou(Struct, frozen=True, tag_field="ask", tag="state"):
    """Whether there is a relay, and it has a connection."""


class IsSaved(Struct, frozen=True, tag_field="ask", tag="saved"):
    """Whether a journal file of the asking account is sent on, up to some place in it."""

    file: str
    """Below the folder of the journals."""
    inode: int
    upto: int


class WhoRang(Struct, frozen=True, tag_field="ask", tag="history"):
    """The calls under a number on other hosts."""

    phone: str


Question = HowAreYou | IsSaved | WhoRang


class OtherCall(Struct, frozen=True):
    """A call of another host."""

    host: str
    call: CallSummary


class Answer(Struct, frozen=True, omit_defaults=True):
    """What a relay answers."""

    connected: bool = False
    """It has a connection to PostgreSQL."""
    saved: bool = False
    asked: bool = False
    """PostgreSQL was asked, and `calls` is what it has."""
    calls: tuple[OtherCall, ...] = ()
    left_out: int = 0
    """How many more calls there are."""
    refused: str = ""
    """Why there is no answer."""


encode = msgspec.json.Encoder().encode
decode_question = msgspec.json.Decoder(Question).decode
decode_answer = msgspec.json.Decoder(Answer).decode


def socket_of(home: Path, settings: StoreSettings) -> Path:
    """Return where the relay of a home listens."""
    return home / settings.socket
