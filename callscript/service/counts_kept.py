"""Keeps what calls count, so that the next report reads and folds only what has changed: a file a day, in the cache.

What is kept is named for the code that has counted it, and for the journal that it was read from. Nothing is lost with
it, and a file that cannot be read or written only costs the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.core.counts import Counted
from callscript.packs.compiled import code_name
from callscript.runtime import files

_SUM = sha256().digest_size
"""Bytes in front by which damage is noticed."""


class CallKept(Struct, frozen=True, kw_only=True):
    """What a call counts, and what that was read off."""

    script: str
    """The hash of the script that it was led by."""
    counted: Counted
    at: datetime
    """When it was counted."""
    events: int
    """How many there were in the journal, corrections among them."""
    moves: int | None
    """How often its work had been moved since; None: it has left no work that can be."""
    letters: int | None
    """How many of its letters had been delivered; None: it owes none that the journal does not know to be."""


class LogKept(Struct, frozen=True):
    """What the calls of a log count."""

    stamp: str
    """What the journal said stands in the log."""
    calls: Mapping[str, CallKept]
    """By id."""


DayKept = Mapping[str, LogKept]
"""By the name of an operator's file."""


class CountsKept:
    """What the calls of a home count, day by day."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "counts"

    def take(self, day: date) -> DayKept:
        """Return what is kept of a day: nothing if other code has counted it."""
        with suppress(OSError, msgspec.MsgspecError, RecursionError):
            data = files.read_private(self._file(day))
            if sha256(data[_SUM:]).digest() == data[:_SUM]:
                code, found = msgspec.msgpack.decode(data[_SUM:], type=tuple[str, dict[str, LogKept]])
                return found if code == code_name() else {}
        return {}

    def keep(self, day: date, found: DayKept) -> None:
        """Keep what the calls of a day count."""
        with suppress(OSError):
            files.make_folder(self._folder)
            data = msgspec.msgpack.encode((code_name(), found))
            files.replace(self._file(day), sha256(data).digest() + data)

    def _file(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.msgpack"
