"""What the system says about the files of the store, as errors of the store that name what people know."""

from __future__ import annotations

import errno
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from callscript.store.errors import StoreFull, StoreUnavailable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TOLD_MORE = (errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT)
"""What `doctor` tells more of: modes, which it mends; folders that cannot be written; where how much room is left."""


def known_as(file: Path) -> str:
    """Return what a file is called in a message: its name and its folder's, such as `2026-11-23/17.jsonl`."""
    return f"{file.parent.name}/{file.name}"


@contextmanager
def in_words(file: Path) -> Generator[None]:
    """Turn what the system says about a file into an error of the store."""
    try:
        yield
    except OSError as error:
        kind = StoreFull if error.errno in _FULL else StoreUnavailable
        if kind is StoreFull:
            sys.dont_write_bytecode = True  # Python keeps what there is room for of a module, and stumbles over it
        raise kind(known_as(file), reason_of(error)) from error


def reason_of(error: OSError) -> str:
    """Return what the system says, and the remedy where there is one."""
    reason = error.strerror or type(error).__name__
    return f"{reason}: see callscript doctor" if error.errno in _TOLD_MORE else reason
