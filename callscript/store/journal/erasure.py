"""Takes away what callers said from lines of the journal; the events stay, and so does their chain."""

from __future__ import annotations

from collections.abc import Collection

from callscript.store.errors import UNREADABLE
from callscript.store.journal import checksum, format2, lines


def erased(data: bytes, call: str, values: Collection[tuple[int, str]]) -> bytes:
    """Return a file's content without some values of a call, each named by the number of its event and its field.

    Every other byte stays, damaged lines too. Lines of format 1 have no chain and are not changed.
    """
    wanted: dict[int, set[str]] = {}
    for seq, field in values:
        wanted.setdefault(seq, set()).add(field)
    return b"\n".join(_without(line, call, wanted) for line in data.split(b"\n"))


def _without(raw: bytes, call: str, wanted: dict[int, set[str]]) -> bytes:
    if not checksum.sound(raw):
        return raw
    try:
        line = lines.decode(raw)
    except UNREADABLE:
        return raw
    fields = wanted.get(line.seq)
    if line.call != call or line.version != format2.VERSION or not fields:
        return raw
    return format2.erased(raw, fields)
