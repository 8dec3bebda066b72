"""The outbox in files, one a letter, written whole and renamed.

`open/ID.json` has still to be delivered; `sent/2026/2026-11-23/ID.json` says that it was, without its words, by the
day of the call. It is written there before it is taken away here: a letter that stands in both was delivered. Whoever
changes a letter holds its lock, `locks/ID.lock`, which is taken away with it; whoever dies lets go of it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace as changed

from callscript.core.letters import Letter
from callscript.runtime.files import Strange, make_folder, names_in, read_private, replace, set_aside, stranger
from callscript.runtime.untold import Untold
from callscript.store.errors import UNREADABLE, Damaged, StoreUnavailable
from callscript.store.in_words import in_words, known_as
from callscript.store.names import day_folder, parse_call_id
from callscript.store.seat_lock import SeatLock

_FILE = ".json"
_ID = re.compile(r"([A-Za-z0-9_-]+)\.[0-9]+\.[a-z][a-z0-9_]*")
_PATIENCE, _GLANCE = 2.0, 0.01
"""Seconds to wait for whoever is putting the same letter in, and between two looks."""


class FileOutbox:
    """The letters of a home."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = folder / "open"
        self._locks = folder / "locks"
        self._notices = Untold[Damaged]()
        self._read: dict[str, tuple[tuple[int, int, int], Letter]] = {}
        """By name of the file, what is known of letters that are open: most stay as they are for a while."""

    def put(self, letter: Letter) -> bool:
        """Put a letter in; False: it was put in before, whatever became of it."""
        with in_words(self._path(letter.id)):
            if self._known(letter.id):
                return False
            with self._locked(letter.id, _PATIENCE) as locked:
                if self._known(letter.id):
                    return False
                if not locked:
                    raise StoreUnavailable(known_as(self._path(letter.id)), "another process holds it")
                make_folder(self._open)
                replace(self._path(letter.id), _encoded(letter))
        return True

    def open(self) -> list[Letter]:
        """Return the letters that still have to be delivered, what is due first."""
        found: list[Letter] = []
        with in_words(self._open):
            names = [name for name in names_in(self._open) if name.endswith(_FILE) and not name.startswith(".")]
            for name in self._read.keys() - set(names):
                del self._read[name]
            for name in names:
                if letter := self._letter(self._open / name):
                    found.append(letter)
        return sorted(found, key=lambda each: (each.next_try, each.id))

    def sent(self, call: str) -> list[Letter]:
        """Return what was delivered about a call, without its words."""
        if (day := self._day(call)) is None:
            return []
        found: list[Letter] = []
        with in_words(day):
            for name in names_in(day):
                if name.endswith(_FILE) and name.startswith(f"{call}."):
                    with suppress(FileNotFoundError, *UNREADABLE):
                        found.append(msgspec.json.decode(read_private(day / name), type=Letter))
        return found

    @contextmanager
    def hold(self, letter: str) -> Generator[Letter | None]:
        """Have an open letter to oneself, as it is now; None: another process has it, or it is not open any more."""
        with in_words(self._path(letter)), self._locked(letter) as locked:
            if not locked:
                yield None
            elif self._is_sent(letter):
                self._path(letter).unlink(missing_ok=True)  # whoever delivered it died before that
                yield None
            else:
                yield self._letter(self._path(letter))

    def change(self, letter: Letter) -> None:
        """Say what became of a letter that is held."""
        with in_words(self._path(letter.id)):
            if letter.is_open:
                replace(self._path(letter.id), _encoded(letter))
                return
            sent = self._sent_path(letter.id)
            make_folder(sent.parent)
            replace(sent, _encoded(changed(letter, subject="", text="")))
            self._path(letter.id).unlink(missing_ok=True)

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        return self._notices.take()

    @contextmanager
    def _locked(self, letter: str, patience: float = 0) -> Generator[bool]:
        """Try to have the lock of a letter, and for so many seconds again; tell whether it was had."""
        make_folder(self._locks)
        lock = SeatLock(self._locks / f"{letter}.lock", None)
        until = time.monotonic() + patience
        while not (locked := lock.take()) and time.monotonic() < until and not self._known(letter):
            time.sleep(_GLANCE)
        try:
            yield locked
        finally:
            if locked:
                if not self._path(letter).exists():
                    lock.file.unlink(missing_ok=True)
                lock.release()

    def _letter(self, path: Path) -> Letter | None:
        """Read an open letter; None: it is not there. A damaged one is set aside and told."""
        try:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            known = self._read.get(path.name)
            if known is None or known[0] != stamp:
                letter = msgspec.json.decode(read_private(path), type=Letter)
                if f"{letter.id}{_FILE}" != path.name:
                    raise msgspec.ValidationError("another letter's name")
                known = self._read[path.name] = stamp, letter
        except FileNotFoundError:
            return None
        except (Strange, *UNREADABLE) as error:
            reason = stranger(path) or f"not a letter ({type(error).__name__})"
            self._notices.extend([Damaged(known_as(path), 0, reason, str(set_aside(path)))])
            return None
        return known[1]

    def _known(self, letter: str) -> bool:
        return self._path(letter).exists() or self._is_sent(letter)

    def _is_sent(self, letter: str) -> bool:
        return self._sent_path(letter).exists()

    def _path(self, letter: str) -> Path:
        if not _ID.fullmatch(letter):
            raise ValueError(f"not the id of a letter: {letter!r}")
        return self._open / f"{letter}{_FILE}"

    def _sent_path(self, letter: str) -> Path:
        return (self._day(letter.partition(".")[0]) or self._folder / "sent") / f"{letter}{_FILE}"

    def _day(self, call: str) -> Path | None:
        ref = parse_call_id(call)
        return day_folder(self._folder / "sent", ref.day) if ref else None


def _encoded(letter: Letter) -> bytes:
    return msgspec.json.encode(letter)
