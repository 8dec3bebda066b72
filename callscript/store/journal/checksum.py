"""What every line of a journal has, whatever its format: a checksum (CRC-32) that closes it, and an end.

A line whose writing was cut short, or a bit of which was turned, is told from one that was changed on purpose: that one
may have its checksum right.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

_KEY = b',"crc":"'
LENGTH = len(_KEY) + 8 + len(b'"}')
"""Of what closes a line, without its end."""


def closed(body: bytes) -> bytes:
    """Return a line: a JSON object without its last bracket, closed by its checksum."""
    return b'%b%b%08x"}\n' % (body, _KEY, crc32(body))


def sound(line: bytes) -> bool:
    """Tell whether a line, without its end, is as it was written."""
    body, closing = line[:-LENGTH], line[-LENGTH:]
    return closing == b'%b%08x"}' % (_KEY, crc32(body))


def split(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file without their ends, numbered from 1; one whose writing was cut short is none."""
    lines = data.split(b"\n")
    last = lines.pop()
    if sound(last) or sound(last[:-1]):  # only its end is missing, or was turned into something else
        lines.append(last)
    yield from enumerate(lines, start=1)


def torn(data: bytes) -> bytes:
    """Return what follows the last line's end: nothing, or a line whose writing was cut short."""
    return data[data.rfind(b"\n") + 1 :]
