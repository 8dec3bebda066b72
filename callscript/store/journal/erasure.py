"""Takes away what callers said from lines of the journal; the events stay, and so does their chain."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from callscript.store.errors import UNREADABLE
from callscript.store.journal import checksum, format1, format2

_SHORTEST = 4
"""Letters of the shortest text that is looked for in lines which cannot be read: shorter ones stand everywhere."""
_HEAD = re.compile(rb'\{(?:"v":[0-9]+,)?"call":"[A-Za-z0-9_-]{1,150}"(?:,"seq":[0-9]{1,9})?')
"""As much of a damaged line as tells which event it may have been."""


class _Line(Struct, gc=False):
    """What tells of which call a line is, in whatever format."""

    call: str
    v: int = format1.VERSION
    event: dict[str, Any] = {}
    given: dict[str, tuple[str, str]] = {}


_lines = msgspec.json.Decoder(_Line)


def names(data: bytes, call: str) -> bool:
    """Tell whether a file speaks of a call, in its own lines or in a desk log."""
    return b'"call":"%b"' % call.encode() in data


def texts(data: bytes, call: str) -> Iterator[str]:
    """Yield what was given in a call, and what was said of it in desk logs, as far as that can be read."""
    for raw in data.split(b"\n"):
        if names(raw, call) and checksum.sound(raw) and (line := _if_any(raw, call)):
            found = format1.given(raw) if line.v == format1.VERSION else {n: pair[1] for n, pair in line.given.items()}
            for text in found.values():
                yield from (text, *_within(text))


def as_bytes(found: Collection[str]) -> list[bytes]:
    """Return texts as they stand in JSON, those that are long enough to be looked for."""
    long = [text.strip() for text in found if len(text.strip()) >= _SHORTEST]
    encoded = {form for text in long for form in (msgspec.json.encode(text), json.dumps(text).encode())}
    return sorted(each[1:-1] for each in encoded)


def without_caller(data: bytes, call: str, also: Collection[bytes] = ()) -> bytes:
    """Return a file's content without anything that was given in a call, or said of it in a desk log since.

    Of damaged lines that speak of it, or have one of the texts `also`, only which event they may have been stays.
    """
    named = call.encode()
    return b"\n".join(_line_without_caller(raw, call, named, also) for raw in data.split(b"\n"))


def _line_without_caller(raw: bytes, call: str, named: bytes, also: Collection[bytes]) -> bytes:
    if not checksum.sound(raw):
        return _cut(raw) if named in raw or any(text in raw for text in also) else raw
    if not names(raw, call):
        return raw
    try:
        line = _of(raw, call)
    except UNREADABLE:
        return _cut(raw)
    if line is None or line.v > format2.VERSION:
        return raw
    if line.v == format1.VERSION:
        return format1.erased(raw)
    return format2.erased(raw, line.given) if line.given else raw


def _of(raw: bytes, call: str) -> _Line | None:
    """Read a line that is of a call, or of a desk log and about it; None: it is neither."""
    line = _lines.decode(raw)
    return line if call in (line.call, line.event.get("call")) else None


def _if_any(raw: bytes, call: str) -> _Line | None:
    try:
        return _of(raw, call)
    except UNREADABLE:
        return None


def _cut(raw: bytes) -> bytes:
    """Return the beginning of a damaged line: which event it may have been. Its checksum stays wrong."""
    head = _HEAD.match(raw)
    return head[0] if head else b"{"


def _within(text: str) -> Iterator[str]:
    """Yield the texts in what a register keeps of a matter."""
    try:
        found = json.loads(text)
    except ValueError:
        return
    if isinstance(found, dict):
        for value in msgspec.convert(found, dict[str, Any]).values():
            if isinstance(value, dict):
                yield str(msgspec.convert(value, dict[str, Any]).get("text", ""))
