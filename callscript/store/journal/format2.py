"""Lines of format 2: an envelope around an event, chained to the event before it, with what callers said beside it.

    {"v":2,"call":…,"seq":…,"at":…,"boot":[…],"host":…,"epoch":0,"event":{…},"given":{…},"chain":…,"crc":…}

`chain` is SHA-256 over the chain of the line before and all of this line up to `given`. A value that a caller gave is
in the event as a digest only, `sha256:` and SHA-256 over the JSON array of a random salt and the text; that array
stands in `given`, outside the chain, and can be taken away: the chain holds, and the event is still there.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from callscript.core.call.events import ERASED, Event
from callscript.runtime.clock import SinceBoot
from callscript.store.journal import checksum
from callscript.store.journal.event import decode as decode_event
from callscript.store.journal.line import Line
from callscript.store.journal.stamp import Stamp

VERSION = 2
_SALT = 16
"""Bytes that nobody can guess."""
_DIGEST = "sha256:"
_BEGINNING = b'{"v":2,'
BEGINNING = _BEGINNING + b'"call":"'
"""Of any line, as it is written."""
_EVENT, _GIVEN, _CHAIN = b',"event":', b',"given":{%b}', b',"chain":"%b"'
_TEXT = len('["",') + 2 * _SALT
"""Where the text begins in a salted pair."""


class _Envelope(Struct):
    v: int
    call: str
    seq: int
    at: datetime
    boot: tuple[str, float]
    host: str
    epoch: int
    event: Mapping[str, Any]


class _Read(Struct, gc=False):
    call: str
    seq: int
    at: Raw
    boot: tuple[str, float]
    epoch: int
    event: Raw
    chain: str
    given: dict[str, Raw] = {}


class HeadOfEvent(Struct, gc=False):
    """What every event has, of whatever release; `call` is that which an event of a desk log is about."""

    type: str
    call: str = ""


class Head(Struct, gc=False):
    """What of a line tells where it belongs; the event is left to those who need it."""

    call: str
    seq: int
    at: datetime
    boot: tuple[str, float]
    epoch: int
    event: HeadOfEvent
    chain: str
    given: dict[str, Raw] = {}


_encoder = msgspec.json.Encoder()
_lines = msgspec.json.Decoder(_Read)
_heads = msgspec.json.Decoder(Head)


def encode(call: str, event: Event, stamp: Stamp, before: str) -> bytes:
    """Write an event as a line; `before` is the chain of the line before."""
    plain = {name: value for name, value in event.written().items() if name not in ("seq", "at")}
    return encode_plain(call, event.seq, event.at, plain, event.given, stamp, before)


def encode_plain(
    call: str,
    seq: int,
    at: datetime,
    event: dict[str, Any],
    given: Collection[str],
    stamp: Stamp,
    before: str,
) -> bytes:
    """Write an event of any type as a line; the texts of the fields in `given` stand beside it."""
    pairs = {name: _encoder.encode((secrets.token_hex(_SALT), event[name])) for name in given if event.get(name)}
    event |= {name: _digest(pair) for name, pair in pairs.items()}
    envelope = _Envelope(VERSION, call, seq, at, stamp.boot, stamp.host, stamp.epoch, event)
    covered = _encoder.encode(envelope)[:-1]
    return checksum.closed(covered + _beside(pairs, chained(before, covered)))


def is_one(line: bytes) -> bool:
    """Tell a line of this format from others at a glance."""
    return line.startswith(_BEGINNING)


def beginning(log: str) -> bytes:
    """Return how the lines of a call or of a desk log begin, as they are written."""
    return BEGINNING + b'%b",' % log.encode()


def chained(before: str, covered: bytes) -> str:
    """Return the chain of a line behind that of the line before."""
    return sha256(before.encode() + covered).hexdigest()


def chain_of(line: bytes) -> str:
    """Return the chain of a line that was just encoded."""
    end = -len(b'"') - checksum.LENGTH - len(b"\n")
    return line[end - 64 : end].decode("ascii")


def decode(line: bytes) -> Line:
    """Read a line; raise one of `UNREADABLE` if it is not laid out as one."""
    read = _lines.decode(line)
    event, pairs = bytes(read.event), {name: bytes(pair) for name, pair in read.given.items()} if read.given else {}
    end = line.find(_EVENT) + len(_EVENT) + len(event)
    if line[end : -checksum.LENGTH] != _beside(pairs, read.chain):
        raise msgspec.DecodeError("not laid out as a line of format 2")
    false_values: list[str] = []
    for name, pair in pairs.items():
        digest = _member(name, b'"%b"' % _digest(pair).encode())
        if digest in event:
            event = event.replace(digest, _member(name, pair[_TEXT:-1]), 1)
        else:
            false_values.append(name)
    return Line(
        raw=line,
        call=read.call,
        seq=read.seq,
        version=VERSION,
        epoch=read.epoch,
        event=_event(b'{"seq":%d,"at":%b,%b' % (read.seq, read.at, event[1:]), pairs.keys() - false_values),
        boot=SinceBoot(*read.boot),
        covered=line[:end],
        chain=read.chain,
        values=len(pairs),
        false_values=tuple(false_values),
    )


def head(line: bytes) -> tuple[Head, bytes]:
    """Read the head of a line, and what its chain goes over; raise one of `UNREADABLE` if it is not laid out as one.

    A third of what `decode` takes: for those who hold line against line.
    """
    read = _heads.decode(line)
    beside = _beside({name: bytes(pair) for name, pair in read.given.items()} if read.given else {}, read.chain)
    if not line.endswith(beside, 0, -checksum.LENGTH):
        raise msgspec.DecodeError("not laid out as a line of format 2")
    return read, line[: -checksum.LENGTH - len(beside)]


def erased(line: bytes, fields: Collection[str]) -> bytes:
    """Return a line, without its end, from which the values of these fields were taken away: nothing else changes."""
    read = _lines.decode(line)
    pairs = {name: bytes(pair) for name, pair in read.given.items() if name not in fields}
    end = line.find(_EVENT) + len(_EVENT) + len(bytes(read.event))
    return checksum.closed(line[:end] + _beside(pairs, read.chain))[:-1]


def _event(plain: bytes, readable: Collection[str]) -> Event:
    """Read an event in which the texts that can be read have taken the place of their digests."""
    event = decode_event(plain)
    gone = [name for name in event.given if name not in readable and getattr(event, name).startswith(_DIGEST)]
    return replace(event, **dict.fromkeys(gone, ERASED)) if gone else event


def _digest(pair: bytes) -> str:
    return _DIGEST + sha256(pair).hexdigest()


def _member(name: str, value: bytes) -> bytes:
    return b'"%b":%b' % (name.encode(), value)


def _beside(pairs: Mapping[str, bytes], chain: str) -> bytes:
    """Return what stands between the event and the checksum."""
    closing = _CHAIN % chain.encode()
    if not pairs:
        return closing
    return _GIVEN % b",".join(_member(name, pair) for name, pair in pairs.items()) + closing
