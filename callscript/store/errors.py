"""What can go wrong with the store. Messages name places, lines and reasons, never what a caller said.

StoreError
├── StoreUnavailable    it cannot be read or written now; the call goes on and saving is tried again
│   └── StoreFull       the disk, the quota or the size allowed for a file is used up
├── Damaged             a journal, register or marker does not say what it was given to say
├── RecoveryFailed      a call left open could not be restored several times over
└── Locked              another live session of the operator is open
"""

from __future__ import annotations

from pathlib import PurePath

import msgspec

from callscript.runtime.exit_status import LOCKED, UNAVAILABLE, Foreseen
from callscript.runtime.i18n import N_, _

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for what is not the JSON wanted, for letters that are not UTF-8, for too deep a nesting."""


class StoreError(Foreseen):
    """Base of all errors of the store."""

    status = UNAVAILABLE
    frame = N_("the store cannot be used: {reason}")


class StoreUnavailable(StoreError):  # noqa: N818 - these names say what happened
    """The store cannot be read or written now."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        """What could not be used, as people know it: the name of a file, of a host."""
        self.reason = reason


class StoreFull(StoreUnavailable):
    """There is no room."""


class Damaged(StoreError):  # noqa: N818
    """Something stored does not say what it was given to say. Raised, or listed where the rest can still be used."""

    def __init__(self, place: str, line: int, reason: str, kept: str | None = None) -> None:
        where = f"{place}, line {line}" if line else place
        super().__init__(f"{where}: {reason}" + (f" (kept as {PurePath(kept).name})" if kept else ""))
        self.place = place
        """What is damaged, as people know it: the name of a file, of a table."""
        self.line = line
        """From 1; 0: the whole of it."""
        self.reason = reason
        self.kept = kept
        """Where it is kept as it was, if it was set aside."""


class RecoveryFailed(StoreError):  # noqa: N818
    """A call left open could not be restored; it is not tried again by itself."""

    def __init__(self, call: str, kept: str | None = None) -> None:
        marker = f"; its marker is kept as {PurePath(kept).name}" if kept else ""
        super().__init__(f"call {call} could not be restored{marker}: see callscript show {call}")
        self.call = call
        self.kept = kept
        """Where the marker of the call is kept, if there is one."""


class Locked(StoreError):  # noqa: N818
    """Another live session of the operator is open."""

    status = LOCKED
    frame = "{reason}"

    def __init__(self, operator: str, where: str = "") -> None:
        """`where`: what the system knows of the other session, in words."""
        told = (
            _("another live session of this operator is open ({where}): go on there, or leave it first")
            if where
            else _("another live session of this operator is open: go on there, or leave it first")
        )
        super().__init__(told.format(where=where))
        self.operator = operator
