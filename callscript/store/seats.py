"""The operator's seat: the lock that only one live session holds, and a marker for each call that is not closed.

`20261123-17-k3f9abc.open` is made before the call's first event is written, and removed when it is closed. Recovery
renames the marker (`….attempt-1`) before it replays the journal and back when that succeeded, so a journal that brings
the program down cannot do so at every start: after three attempts the marker is set aside.

A call that the release before began, in format 1, has a marker named for its operator, `17.json` (`17.recovering-1`),
which names the call inside. It keeps that, so that the release before can still take it up.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from callscript.runtime.files import make_folder, open_private, read_private, set_aside, sync_folder
from callscript.store.errors import UNREADABLE, Damaged, Locked, RecoveryFailed
from callscript.store.in_words import in_words, known_as
from callscript.store.names import file_name, parse_call_id

ATTEMPTS = 3
_OPEN = ".open"
_ATTEMPT = ".attempt-"
_OLD_OPEN = ".json"
_OLD_ATTEMPT = ".recovering-"


class _Content(Struct):
    """What a marker of the release before says."""

    call: str


class Marker(NamedTuple):
    """A file that marks a call as open."""

    file: Path
    attempts: int
    """To restore the call, since it was last restored."""
    old: bool
    """Of the release before: named for the operator."""

    @property
    def operator(self) -> str:
        """Whose call it is, as `file_name` writes it; empty: it is the marker of nothing."""
        ref = parse_call_id(self.file.stem)
        return self.file.stem if self.old else ref.operator if ref else ""


def all_markers(folder: Path) -> Iterator[Marker]:
    """Yield the markers of all operators."""
    for file in sorted(folder.glob("*")):
        for opened, attempted, old in ((_OPEN, _ATTEMPT, False), (_OLD_OPEN, _OLD_ATTEMPT, True)):
            if file.suffix == opened:
                yield Marker(file, 0, old)
            elif file.suffix.startswith(attempted) and (number := file.suffix[len(attempted) :]).isdecimal():
                yield Marker(file, int(number), old)


class FileSeats:
    """The seats of all operators, kept in files."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self._folder = folder
        self._locks = locks

    def sit_down(self, operator: str) -> FileSeat:
        """Take the operator's seat, or raise `Locked`."""
        return FileSeat(self._folder, self._locks, operator)


class FileSeat:
    """An operator's seat, kept in files. Raise `Locked` if it is taken."""

    def __init__(self, folder: Path, locks: Path, operator: str) -> None:
        self._folder = folder
        """Where the markers are."""
        self._name = file_name(operator)
        lock = locks / f"{self._name}.lock"
        with in_words(lock):
            make_folder(folder)
            make_folder(locks)
            self._lock = FileLock(lock, mode=0o600, thread_local=False)
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                raise Locked(operator) from None

    def begin(self, call: str) -> None:
        """Mark a call as open: before its first event is written. The attempts at one that is marked are forgotten."""
        with in_words(self._folder):
            if not (found := self._of(call)):
                _make(self._folder / f"{call}{_OPEN}")
            for marker in found:
                self._count(marker, 0)
            sync_folder(self._folder)

    def claim(self, but: Collection[str] = ()) -> str | None:
        """Return the oldest call that was left open, having counted the attempt to restore it; None if there is none.

        Raise `RecoveryFailed` when the attempts are used up, and `Damaged` when an old marker cannot be read; both
        only once, for the marker is then out of the way.
        """
        with in_words(self._folder):
            found = {self._call(marker): marker for marker in self._mine()}
            for call, marker in sorted(found.items()):
                if call in but:
                    continue
                if marker.attempts >= ATTEMPTS:
                    raise RecoveryFailed(call, str(set_aside(marker.file)))
                self._count(marker, marker.attempts + 1)
                sync_folder(self._folder)
                return call
            return None

    def confirm(self, call: str) -> None:
        """Note that the claimed call was restored, or is to be left as it is: it stays marked as open."""
        with in_words(self._folder):
            for marker in self._of(call):
                self._count(marker, 0)
            sync_folder(self._folder)

    def done(self, call: str) -> None:
        """Remove the marker: the call is closed."""
        with in_words(self._folder):
            for marker in self._of(call):
                marker.file.unlink()
            sync_folder(self._folder)

    def leave(self) -> None:
        """Give up the lock; markers stay."""
        self._lock.release()

    def _mine(self) -> Iterator[Marker]:
        """Yield the markers of this operator, of each call the one that stands."""
        mine = [marker for marker in all_markers(self._folder) if self._is_mine(marker)]
        old = sorted((marker for marker in mine if marker.old), key=lambda marker: marker.attempts)
        if old:
            plain, highest = old[0], old[-1]
            yield highest if plain.attempts else plain  # a plain one beside attempts is the newer one
        yield from (marker for marker in mine if not marker.old)

    def _is_mine(self, marker: Marker) -> bool:
        return marker.operator == self._name and marker.attempts <= ATTEMPTS

    def _of(self, call: str) -> list[Marker]:
        """Return the markers of a call."""
        return [
            marker
            for marker in all_markers(self._folder)
            if self._is_mine(marker) and (_named_in(marker.file) if marker.old else marker.file.stem) == call
        ]

    def _call(self, marker: Marker) -> str:
        """Return the call that a marker is of; an old one that names none is set aside, and `Damaged` raised."""
        if not marker.old:
            return marker.file.stem
        if call := _named_in(marker.file):
            return call
        reason = "does not name a call; callscript calls lists the calls that are not closed"
        raise Damaged(known_as(marker.file), 0, reason, str(set_aside(marker.file)))

    def _count(self, marker: Marker, attempts: int) -> None:
        """Rename a marker, if it counts other attempts."""
        if marker.attempts == attempts:
            return
        opened, attempted = (_OLD_OPEN, _OLD_ATTEMPT) if marker.old else (_OPEN, _ATTEMPT)
        marker.file.rename(marker.file.with_suffix(f"{attempted}{attempts}" if attempts else opened))


def _named_in(file: Path) -> str:
    """Return the call that an old marker names; nothing if it names none."""
    try:
        call = msgspec.json.decode(read_private(file), type=_Content).call
    except UNREADABLE:
        return ""
    return call if parse_call_id(call) else ""


def _make(file: Path) -> None:
    os.close(open_private(file, os.O_WRONLY))
