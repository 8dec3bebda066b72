"""The files that registers lie in: many small ones, so that each write stays small.

A damaged file is set aside and the registers are marked as incomplete until they are rebuilt: a register never becomes
empty without a word. So is what stands in the place of a file or folder and is none; nothing is looked up behind it. So
it is with a file that is gone: which ones there were stands beside them.
Whoever changes files has locked them; readers need no lock, for files are replaced whole.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from callscript.contacts import phones
from callscript.core.records import CallSummary, TaskHistory, TaskRecord
from callscript.runtime.files import make_folder, names_in, replace, set_aside
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import in_words, known_as
from callscript.store.names import LogRef, file_name, named_day
from callscript.store.registers.inventory import Inventory
from callscript.store.registers.locks import Locks
from callscript.store.registers.record_file import RecordFile
from callscript.store.strange import move_strange_aside

_Record = TypeVar("_Record", bound=Struct)
_MARK = "incomplete"
"""The lane of the mark that registers are not complete."""
_PARTS = ("calls", "phones", "tasks")
"""The folders below; none of them is ever missing once a call was filed."""
_NO_FOLDER = "is not a folder"
_REMEDY = "run callscript rebuild"


class RegisterFiles:
    """All register files below a folder, and the locks of those who change them."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self.folder = folder
        self.mark = folder / _MARK
        self.inventory = Inventory(folder)
        self.notices = Untold[Damaged]()
        """What was found damaged and set aside."""
        self.locks = Locks(locks / "registers", self.notices)
        self._locks = locks
        self._seen = False
        """Whether all folders were there once."""
        self._told = set[Path]()
        """What was set aside or is gone, and was told: until a rebuild."""

    def at(self, folder: Path) -> RegisterFiles:
        """Return register files elsewhere, with the same locks."""
        return RegisterFiles(folder, self._locks)

    def calls(self, day: date, operator: str) -> RecordFile[CallSummary]:
        """Return the register of an operator's calls of a day."""
        return RecordFile(self.day_folder(day) / f"{file_name(operator)}.json", CallSummary)

    def day_folder(self, day: date) -> Path:
        """Return the folder of the calls of a day."""
        return self.folder / "calls" / day.isoformat()

    def phones(self, phone: str) -> RecordFile[CallSummary] | None:
        """Return the register that holds the calls from a number; None if it has no digits to go by."""
        bucket = phones.bucket(phone)
        return RecordFile(self.folder / "phones" / f"{bucket}.json", CallSummary) if bucket else None

    def open_work(self, name: str) -> RecordFile[TaskRecord]:
        """Return the register of an operator's open work, by the name of its file."""
        return RecordFile(self.folder / "tasks" / f"{name}.json", TaskRecord)

    def all_open_work(self) -> list[RecordFile[TaskRecord]]:
        """Return the registers of the open work of all operators, those too that are gone."""
        return [RecordFile(path, TaskRecord) for path in self._in(self.folder / "tasks")]

    def history(self, ref: LogRef) -> RecordFile[TaskHistory]:
        """Return the register of what became of the work of an operator's calls of a day."""
        return RecordFile(self.folder / "tasks" / ref.day.isoformat() / f"{ref.operator}.json", TaskHistory)

    def histories(self) -> list[RecordFile[TaskHistory]]:
        """Return the registers of what became of work, of all days and operators, those too that are gone."""
        folder = self.folder / "tasks"
        days = [name for name in self.names(folder) if named_day(name)]
        return [RecordFile(path, TaskHistory) for day in days for path in self._in(folder / day)]

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        return sorted(day for name in self.names(self.folder / "calls") if (day := named_day(name)))

    def known_days(self) -> list[date]:
        """Return the days that have calls, those too of which nothing is there any more, the earliest first."""
        with in_words(self.inventory.path):
            written = {named_day(name.removeprefix("calls/")) for name in self.inventory.folders()}
        return sorted({*self.days(), *filter(None, written)})

    def calls_of(self, day: date) -> list[RecordFile[CallSummary]]:
        """Return the registers of the calls of a day, of all operators, those too that are gone."""
        return [RecordFile(path, CallSummary) for path in self._in(self.day_folder(day))]

    def _in(self, folder: Path) -> list[Path]:
        """Return the register files of a folder, those too that are gone."""
        paths = {folder / name for name in self.names(folder) if name.endswith(".json")}
        with in_words(self.inventory.path):
            paths.update(self.inventory.files_in(folder))
        return sorted(paths)

    def names(self, folder: Path) -> list[str]:
        """Return what is in a folder: nothing if it is not there. What stands in its place is set aside."""
        with in_words(folder):
            if way := self._in_the_way(folder / "any"):
                with self.under(self.locks.share()):
                    self._set_aside(way, _NO_FOLDER)
            return names_in(folder)

    def read(self, register: RecordFile[_Record]) -> list[_Record]:
        """Return a register's records; a damaged one is set aside, under its lock, and is empty from then on."""
        with suppress(Damaged), in_words(self.folder):
            if not self._in_the_way(register.path):
                found = register.all()
                if not self._gone(register):
                    return found
        with self.under(self.locks.share()), self.lanes(register):
            register.forget()  # another process may have set it aside meanwhile
            return self.sound(register)

    def sound(self, register: RecordFile[_Record]) -> list[_Record]:
        """Return a register's records; set its file aside if it is damaged, miss it if it is gone. Under its lock."""
        if way := self._in_the_way(register.path):
            self._set_aside(way, _NO_FOLDER)
        try:
            found = register.all()
        except Damaged as damage:
            self._set_aside(register.path, damage.reason)
            register.forget()
            found = register.all()
        if self._gone(register):
            self._mark_incomplete(register.path.name)
            self._told.add(register.path)
            self.notices.extend([Damaged(known_as(register.path), 0, f"is gone: {_REMEDY}")])
        return found

    def lacks_parts(self) -> bool:
        """Tell whether folders are missing that are made with the first call."""
        return not all(map(self._there, _PARTS))

    def gone(self) -> bool:
        """Tell whether folders are missing that were there before.

        Another session may be making them just now: nothing is written before all of them are there.
        """
        if all(map(self._there, _PARTS)):
            self._seen = True
            return False
        written = self._seen or self.inventory.begun()
        return written and not all(map(self._there, _PARTS))

    def make_parts(self) -> None:
        """Make the folders that must not be missing. If they were there before, what was in them is missing too."""
        if self.gone():
            self._mark_incomplete("folders were gone")
        move_strange_aside(self.inventory.path, self.notices)
        for part in _PARTS:
            if way := self._in_the_way(self.folder / part / "any"):
                self._set_aside(way, _NO_FOLDER)
            make_folder(self.folder / part)

    def _gone(self, register: RecordFile[Any]) -> bool:
        """Tell whether a register that was written is not there, and that was not told yet."""
        with in_words(self.inventory.path):
            if not register.missing or not self.inventory.has(register.path):
                return False
        told = any(path in self._told for path in (register.path, *register.path.parents))
        return not (told and os.path.lexists(self.mark))

    def _there(self, part: str) -> bool:
        with suppress(FileNotFoundError):
            return stat.S_ISDIR((self.folder / part).lstat().st_mode)
        return False

    def _in_the_way(self, path: Path) -> Path | None:
        """Return what stands in the place of a folder above a file, if something does: a file, a link."""
        for folder in (*(path.relative_to(self.folder).parents),)[-2::-1]:
            with suppress(FileNotFoundError):
                if not stat.S_ISDIR((self.folder / folder).lstat().st_mode):
                    return self.folder / folder
        return None

    def _set_aside(self, path: Path, reason: str) -> None:
        with in_words(path), suppress(FileNotFoundError):  # another process may have set it aside meanwhile
            self._mark_incomplete(path.name)
            kept = set_aside(path)
            self._told.add(path)
            self.notices.extend([Damaged(known_as(path), 0, f"{reason}: {_REMEDY}", str(kept))])

    def _mark_incomplete(self, why: str) -> None:
        with self.locks.lanes([_MARK]):
            make_folder(self.folder)
            replace(self.mark, f"{why}\n{_REMEDY}\n".encode())

    @contextmanager
    def under(self, lock: AbstractContextManager[None]) -> Generator[None]:
        """Hold a lock of the whole, or a share of it, while files are changed."""
        with in_words(self.locks.whole_file), lock, in_words(self.folder):
            yield

    def lanes(self, *registers: RecordFile[Any]) -> AbstractContextManager[None]:
        """Have some registers to itself."""
        return self.locks.lanes(map(_lane, registers))


def _lane(register: RecordFile[Any]) -> str:
    """Name the lane that a register's file is in: an operator's, or that of some telephone numbers."""
    path = register.path
    return f"{'phones' if path.parent.name == 'phones' else 'operator'}-{path.stem}"
