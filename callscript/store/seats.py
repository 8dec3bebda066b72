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
from msgspec import Struct

from callscript.runtime.files import (
    PRIVATE,
    make_folder,
    names_in,
    open_private,
    read_private,
    set_aside,
    stranger,
    sync_folder,
)
from callscript.runtime.untold import Untold
from callscript.store.errors import UNREADABLE, Damaged, Locked, RecoveryFailed
from callscript.store.in_words import in_words, known_as
from callscript.store.names import beside, file_name, parse_call_id
from callscript.store.seat_lock import SeatLock
from callscript.store.strange import move_strange_aside

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
    for file in (folder / name for name in names_in(folder)):
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

    def sit_down(self, operator: str, *, aside: bool = False) -> FileSeat:
        """Take the operator's seat, or the place beside it, or raise `Locked`."""
        return FileSeat(self._folder, self._locks, operator, beside(operator) if aside else file_name(operator))


class FileSeat:
    """An operator's seat, kept in files. Raise `Locked` if it is taken."""

    def __init__(self, folder: Path, locks: Path, operator: str, name: str) -> None:
        self._folder = folder
        """Where the markers are."""
        self._locks = locks
        self._operator = operator
        self._name = name
        self._lock = SeatLock(locks / f"{self._name}.lock")
        self._notices = Untold[Damaged]()
        with in_words(self._lock.file):
            self._sit()

    def _sit(self) -> None:
        make_folder(self._lock.file.parent)
        move_strange_aside(self._lock.file, self._notices)
        if not self._lock.take():
            from callscript.store.life import whereabouts  # seldom needed

            raise Locked(self._operator, whereabouts(self._locks, self._name))

    def hold(self) -> bool:
        """Make sure that the seat is still this session's; False: somebody had removed its lock, it was taken anew."""
        if self._lock.held:
            return True
        with in_words(self._lock.file):
            self._sit()
        reason = "was removed while the session it belongs to is live; it was made anew"
        self._notices.extend([Damaged(known_as(self._lock.file), 0, reason)])
        return False

    def begin(self, call: str) -> None:
        """Mark a call as open: before its first event is written. The attempts at one that is marked are forgotten."""
        with in_words(self._folder):
            make_folder(self._folder)
            if not (found := self._of(call)):
                move_strange_aside(file := self._folder / f"{call}{_OPEN}", self._notices)
                _make(file)
            for marker in found:
                self._count(marker, 0)
            sync_folder(self._folder)

    def marked(self) -> list[str]:
        """Return the calls that are marked as open, the oldest first. Nothing is counted."""
        with in_words(self._folder):
            return sorted(filter(None, (call_of(marker) for marker in self._mine())))

    def given_up(self) -> set[str]:
        """Return the calls whose markers were set aside when the attempts at them were used up."""
        with in_words(self._folder):
            return {name.partition(".")[0] for name in names_in(self._folder) if f"{_ATTEMPT}{ATTEMPTS}." in name}

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
                try:
                    self._count(marker, marker.attempts + 1)
                    sync_folder(self._folder)
                except OSError as error:  # a call that cannot be counted is offered all the same
                    reason = f"the attempts at call {call} cannot be counted: {error.strerror}"
                    self._notices.extend([Damaged(known_as(marker.file), 0, reason)])
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
                move_strange_aside(marker.file, self._notices)
                marker.file.unlink(missing_ok=True)
            sync_folder(self._folder)

    def take_notices(self) -> list[Damaged]:
        """Return what was found in the place of locks and markers, and set aside, since this was last asked."""
        return self._notices.take()

    def beside(self) -> FileSeat:
        """Take the place beside it."""
        return FileSeat(self._folder, self._locks, self._operator, beside(self._operator))

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
        return [marker for marker in all_markers(self._folder) if self._is_mine(marker) and call_of(marker) == call]

    def _call(self, marker: Marker) -> str:
        """Return the call that a marker is of; an old one that names none is set aside, and `Damaged` raised."""
        if call := call_of(marker):
            return call
        reason = "does not name a call; callscript calls lists the calls that are not closed"
        raise Damaged(known_as(marker.file), 0, reason, str(set_aside(marker.file)))

    def _count(self, marker: Marker, attempts: int) -> None:
        """Rename a marker, if it counts other attempts."""
        if marker.attempts == attempts:
            return
        opened, attempted = (_OLD_OPEN, _OLD_ATTEMPT) if marker.old else (_OPEN, _ATTEMPT)
        marker.file.rename(marker.file.with_suffix(f"{attempted}{attempts}" if attempts else opened))


def call_of(marker: Marker) -> str:
    """Return the call that a marker is of; nothing if it is an old one that names none."""
    if not marker.old:
        return marker.file.stem
    if stranger(marker.file):
        return ""
    try:
        call = msgspec.json.decode(read_private(marker.file), type=_Content).call
    except UNREADABLE:
        return ""
    return call if parse_call_id(call) else ""


def _make(file: Path) -> None:
    os.close(open_private(file, os.O_WRONLY, PRIVATE))
