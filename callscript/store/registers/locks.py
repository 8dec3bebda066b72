"""The locks of the registers. Whoever changes some files takes a share of the whole and has the lanes that these files
are in to itself, so that operators seldom wait for each other; a rebuild has the whole to itself.

Lanes are taken in one order: the operator's, those of telephone numbers by their names, that of the mark. The kernel
lets go of a lock when its holder dies. Lock files are never replaced; an operator's seat lies elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from filelock import Timeout

from callscript.runtime.files import make_folder, open_private

PATIENCE = 3.0
"""Seconds to wait for another process's change."""
_GLANCE = 0.002
"""Seconds between two looks whether a lock is free."""


class Locks:
    """The locks below a folder. Each may raise `Timeout` or `OSError` when it is taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.whole_file = folder / "all.lock"

    def whole(self) -> AbstractContextManager[None]:
        """Keep everybody else out."""
        return _held(self.whole_file, fcntl.LOCK_EX)

    def share(self) -> AbstractContextManager[None]:
        """Keep out those who want the whole. It must be taken before any lane."""
        return _held(self.whole_file, fcntl.LOCK_SH)

    @contextmanager
    def lanes(self, names: Iterable[str]) -> Generator[None]:
        """Keep others out of these lanes."""
        with ExitStack() as stack:
            for name in sorted(set(names)):
                stack.enter_context(_held(self._folder / f"{name}.lock", fcntl.LOCK_EX))
            yield


@contextmanager
def _held(file: Path, how: int) -> Generator[None]:
    make_folder(file.parent)
    fd = open_private(file, os.O_RDWR)  # an open file of its own: it keeps threads apart too
    try:
        _take(fd, file, how)
        yield
    finally:
        os.close(fd)


def _take(fd: int, file: Path, how: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Timeout(str(file)) from None
            time.sleep(_GLANCE)
        else:
            return
