"""Locks in files. The kernel lets go of a lock when its holder dies; lock files are never replaced.

What stands in the place of a lock file and is none is set aside.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from callscript.runtime.files import Strange, make_folder, open_private, set_aside

EXCLUSIVE, SHARE = fcntl.LOCK_EX, fcntl.LOCK_SH
_GLANCE = 0.002
"""Seconds between two looks whether a lock is free."""


@contextmanager
def held(file: Path, how: int, patience: float) -> Generator[Path | None]:
    """Hold a lock, or a share of it; yield where something is kept that stood in its place.

    Raise `TimeoutError` if it does not become free for so many seconds, `OSError` if it cannot be had at all.
    """
    fd, kept = _open(file)  # an open file of its own: it keeps threads apart too
    try:
        _take(fd, file, how, patience)
        yield kept
    finally:
        os.close(fd)


def _open(file: Path) -> tuple[int, Path | None]:
    make_folder(file.parent)
    kept = None
    try:
        return open_private(file, os.O_RDWR), None
    except Strange:
        with suppress(FileNotFoundError):  # another process may have set it aside meanwhile
            kept = set_aside(file)
    return open_private(file, os.O_RDWR), kept


def _take(fd: int, file: Path, how: int, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TimeoutError(errno.ETIMEDOUT, "locked for too long by another process", str(file)) from None
            time.sleep(_GLANCE)
        else:
            return
