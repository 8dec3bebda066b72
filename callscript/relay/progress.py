"""How far the relay is, for those who ask: the relay's own thread writes it, another reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from queue import SimpleQueue
from threading import Event

from callscript.relay.tail import Cursor


class Progress:
    """How far the files are sent on, and whether there is a connection."""

    def __init__(self) -> None:
        self.connected = False
        self.moved: Callable[[], object] = bool
        """Is called when it has changed."""
        self.silent: Callable[[], int] = int
        """Returns for how many seconds PostgreSQL does not answer."""
        self._cursors: dict[str, Cursor] = {}
        self._wanted = Event()
        self._files = SimpleQueue[str]()
        """Those that somebody waits for."""

    def begin(self, cursors: Mapping[str, Cursor]) -> None:
        """Note that there is a connection, and how far that server has the files."""
        self.connected, self._cursors = True, dict(cursors)
        self.moved()

    def sent(self, cursors: Mapping[str, Cursor]) -> None:
        """Note how far files are sent on now."""
        self._cursors |= cursors
        self.moved()

    def lost(self) -> None:
        """Note that there is no connection any more."""
        self.connected = False
        self.moved()

    def has(self, file: str, inode: int, upto: int) -> bool:
        """Tell whether a file is sent on up to some place, as far as is known over this connection."""
        cursor = self._cursors.get(file)
        return self.connected and cursor is not None and cursor.inode == inode and cursor.upto >= upto

    def want(self, file: str) -> None:
        """Have the relay look sooner than it would, and at this file."""
        self._files.put(file)
        self._wanted.set()

    def wanted(self) -> set[str]:
        """Return the files that somebody waits for, since this was asked last."""
        return {self._files.get_nowait() for _ in range(self._files.qsize())}

    def wait(self, seconds: float) -> bool:
        """Wait until somebody wants that, for so long at most; tell whether somebody did."""
        wanted = self._wanted.wait(seconds)
        self._wanted.clear()
        return wanted
