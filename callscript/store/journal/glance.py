"""What the lines of a file show at a glance, without reading them: which calls began in it and have no end.

A start of the program asks this of the files of several days, so it has to be quick: a millisecond a megabyte. Whoever
takes a call up reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from callscript.store.names import is_desk_log

_BEGUN = b'","seq":1,'
_CLOSED = tuple(b',"event":{"type":"%b"' % end for end in (b"closed", b"discarded", b"erased"))
"""A quotation mark in a caller's words has a backslash before it, so none of these stands in them."""
_CALL = re.compile(rb'\{"v":2,"call":"([A-Za-z0-9_-]+)"')


def not_closed(data: bytes) -> list[str]:
    """Return the calls that began and are not closed, in order. Those of format 1 are left to their own markers."""
    over = closed(data)
    return [call for call in dict.fromkeys(_calls(data, _BEGUN)) if call not in over and not is_desk_log(call)]


def closed(data: bytes) -> set[str]:
    """Return the calls that are closed in some lines."""
    return {call for words in _CLOSED for call in _calls(data, words)}


def closes(line: bytes) -> bool:
    """Tell whether a line closes its call."""
    return any(words in line for words in _CLOSED)


def call_of(line: bytes) -> str:
    """Return the call that a line is of; nothing if it is not seen."""
    return match[1].decode() if (match := _CALL.match(line)) else ""


def _calls(data: bytes, words: bytes) -> Iterator[str]:
    """Yield the calls in whose lines something stands."""
    at = data.find(words)
    while at >= 0:
        if match := _CALL.match(data, data.rfind(b"\n", 0, at) + 1):
            yield match[1].decode()
        at = data.find(words, at + 1)
