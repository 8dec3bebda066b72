"""What can go wrong with the store. Messages name files, lines and reasons, never what a caller said.

StoreError
├── StoreUnavailable    it cannot be read or written now; the call goes on and saving is tried again
│   └── StoreFull       the disk, the quota or the size allowed for a file is used up
├── Damaged             a file does not say what it was given to say
├── RecoveryFailed      a call left open could not be restored several times over
└── Locked              another live session has it
"""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from callscript.runtime.exits import LOCKED, UNAVAILABLE, Foreseen
from callscript.runtime.i18n import N_

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StoreError(Foreseen):
    """Base of all errors of the store."""

    status = UNAVAILABLE
    frame = N_("the store cannot be used: {reason}")


class StoreUnavailable(StoreError):  # noqa: N818 - these names say what happened
    """The store cannot be read or written now."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class StoreFull(StoreUnavailable):
    """There is no room."""


class Damaged(StoreError):  # noqa: N818
    """A file does not say what it was given to say. Raised, or listed where the rest can still be used."""

    def __init__(self, file: Path, line: int, reason: str, kept: Path | None = None) -> None:
        place = f"{file}, line {line}" if line else str(file)
        super().__init__(f"{place}: {reason}" + (f" (kept as {kept.name})" if kept else ""))
        self.file = file
        self.line = line
        """From 1; 0: the file as a whole."""
        self.reason = reason
        self.kept = kept
        """Where the file as it was is kept, if it was set aside."""


class RecoveryFailed(StoreError):  # noqa: N818
    """A call left open could not be restored; it is not tried again by itself."""

    def __init__(self, call: str, kept: Path) -> None:
        super().__init__(f"call {call} could not be restored; its marker is kept as {kept}: see callscript show {call}")
        self.call = call
        self.kept = kept


class Locked(StoreError):  # noqa: N818
    """Another live session holds the lock."""

    status = LOCKED
    frame = N_("another live session of this operator is open: go on there, or leave it first")

    def __init__(self, file: Path) -> None:
        super().__init__(f"another live session has locked {file}")
        self.file = file


@contextmanager
def in_words(file: Path) -> Generator[None]:
    """Turn what the system says about a file into an error of the store."""
    try:
        yield
    except Timeout as error:
        raise StoreUnavailable(file, "locked for too long by another process") from error
    except OSError as error:
        kind = StoreFull if error.errno in _FULL else StoreUnavailable
        reason = "is a symbolic link" if error.errno == errno.ELOOP else error.strerror or type(error).__name__
        raise kind(file, reason) from error
