"""The operator's seat: the lock that only one live session holds, and the marker of the call in progress.

`17.json` names the call, written before its first event and removed when it is closed. Recovery renames the marker
(`17.recovering-1`) before it replays the journal and back when that succeeded, so a journal that brings the program
down cannot do so at every start: after three attempts the marker is set aside.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from callscript.runtime.files import make_folder, read_private, replace, set_aside, sync_folder
from callscript.store.errors import Damaged, Locked, RecoveryFailed, in_words
from callscript.store.names import file_name, parse_call_id

ATTEMPTS = 3


class _Marker(Struct):
    call: str


class FileSeat:
    """An operator's seat, kept in files. Raise `Locked` if it is taken."""

    def __init__(self, markers: Path, locks: Path, operator: str) -> None:
        name = file_name(operator)
        self._marker = markers / f"{name}.json"
        lock = locks / f"{name}.lock"
        with in_words(lock):
            make_folder(markers)
            make_folder(locks)
            self._lock = FileLock(lock, mode=0o600, thread_local=False)
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                raise Locked(lock) from None

    def begin(self, call: str) -> None:
        """Mark a call as in progress: before its first event is written."""
        with in_words(self._marker):
            replace(self._marker, msgspec.json.encode(_Marker(call)))
            self._forget_attempts()  # last: a marker beside attempts is the newer one

    def claim(self) -> str | None:
        """Return the call that was left open, having counted the attempt to restore it; None if there is none.

        Raise `RecoveryFailed` when the attempts are used up, and `Damaged` when the marker cannot be read; both only
        once, for the marker is then out of the way.
        """
        with in_words(self._marker):
            if not (found := self._find()):
                return None
            file, attempts = found
            call = self._read(file)
            if attempts == ATTEMPTS:
                raise RecoveryFailed(call, set_aside(file))
            if not attempts:
                self._forget_attempts()
            file.rename(self._recovering(attempts + 1))
            sync_folder(self._marker.parent)
            return call

    def confirm(self) -> None:
        """Note that the claimed call was restored: it stays marked as in progress."""
        with in_words(self._marker):
            if (found := self._find()) and found[1]:
                found[0].rename(self._marker)
                sync_folder(self._marker.parent)

    def done(self) -> None:
        """Remove the marker: the call is closed."""
        with in_words(self._marker):
            self._forget_attempts()
            self._marker.unlink(missing_ok=True)
            sync_folder(self._marker.parent)

    def leave(self) -> None:
        """Give up the lock; a marker stays."""
        self._lock.release()

    def _find(self) -> tuple[Path, int] | None:
        places = [(self._marker, 0), *((self._recovering(number), number) for number in range(ATTEMPTS, 0, -1))]
        return next((place for place in places if os.path.lexists(place[0])), None)

    def _read(self, file: Path) -> str:
        try:
            call = msgspec.json.decode(read_private(file), type=_Marker).call
        except msgspec.DecodeError:
            call = ""
        if not parse_call_id(call):
            reason = "does not name a call; callscript calls lists the calls that are not closed"
            raise Damaged(file, 0, reason, set_aside(file))
        return call

    def _recovering(self, attempt: int) -> Path:
        return self._marker.with_suffix(f".recovering-{attempt}")

    def _forget_attempts(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            self._recovering(attempt).unlink(missing_ok=True)
