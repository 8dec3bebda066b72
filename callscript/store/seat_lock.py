"""The lock that says who sits (flock): the kernel lets go of it when its holder dies, its file is never replaced.

Somebody may still remove that file while it is held, and another session lock the next one of that name: whoever holds
it looks, before anything that counts on it, whether the file is still the one that it locked.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import PRIVATE, Access, open_private


class SeatLock:
    """A lock on a file, once it is taken."""

    def __init__(self, file: Path, access: Access | None = PRIVATE) -> None:
        self.file = file
        self._access = access
        """For whom its file is made; None: for those whom its folder is for."""
        self._fd = -1
        self._locked: tuple[int, int] | None = None
        """Which file is locked, by device and inode."""

    def take(self) -> bool:
        """Take the lock, letting go of a file that was locked before; False: somebody else has it."""
        self.release()
        while True:
            fd = open_private(self.file, os.O_RDWR, self._access)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(fd)
                return False
            except OSError:
                os.close(fd)
                raise
            self._fd, found = fd, os.fstat(fd)
            self._locked = found.st_dev, found.st_ino
            if self.held:  # else the file was replaced in this very moment
                return True
            self.release()

    @property
    def held(self) -> bool:
        """Whether the file that was locked is still the one of that name."""
        try:
            there = self.file.lstat()
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == self._locked

    def release(self) -> None:
        """Let go of it; its file stays."""
        fd, self._fd, self._locked = self._fd, -1, None
        if fd >= 0:
            with suppress(OSError):
                os.close(fd)
