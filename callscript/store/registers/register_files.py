"""The files that registers lie in: many small ones, so that each write stays small.

A damaged file is set aside and the registers are marked as incomplete until `callscript rebuild`: a register never
becomes empty without a word. Whoever changes files has locked them; readers need no lock, for files are replaced whole.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from callscript.contacts import phones
from callscript.core.records import CallSummary, TaskRecord
from callscript.runtime.files import make_folder, replace, set_aside
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import in_words
from callscript.store.names import file_name
from callscript.store.registers.locks import Locks
from callscript.store.registers.record_file import RecordFile

_Record = TypeVar("_Record", bound=Struct)
_MARK = "incomplete"
"""The lane of the mark that registers are not complete."""


class RegisterFiles:
    """All register files below a folder, and the locks of those who change them."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self.folder = folder
        self.mark = folder / _MARK
        self.locks = Locks(locks / "registers")
        self.notices = Untold[Damaged]()
        """What was found damaged and set aside."""

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

    def tasks(self, operator: str) -> RecordFile[TaskRecord]:
        """Return the register of an operator's open work."""
        return RecordFile(self.folder / "tasks" / f"{file_name(operator)}.json", TaskRecord)

    def read(self, register: RecordFile[_Record]) -> list[_Record]:
        """Return a register's records; a damaged one is set aside, under its lock, and is empty from then on."""
        try:
            return register.all()
        except Damaged:
            with self.under(self.locks.share()), self.lanes(register):
                register.forget()  # another process may have set it aside meanwhile
                return self.sound(register)

    def sound(self, register: RecordFile[_Record]) -> list[_Record]:
        """Return a register's records; set its file aside if it is damaged. Under its lock."""
        try:
            return register.all()
        except Damaged as damage:
            with in_words(register.path), self.locks.lanes([_MARK]):
                self.mark_incomplete(register.path.name)
                kept = set_aside(register.path)
            reason = f"{damage.reason}: run callscript rebuild"
            self.notices.extend([Damaged(damage.place, 0, reason, str(kept))])
        register.forget()
        return register.all()

    def mark_incomplete(self, why: str) -> None:
        """Note that a rebuild would bring something back."""
        replace(self.mark, f"{why}\nrun: callscript rebuild\n".encode())

    @contextmanager
    def under(self, lock: AbstractContextManager[None]) -> Generator[None]:
        """Hold a lock of the whole, or a share of it, while files are changed."""
        with in_words(self.locks.whole_file), lock, in_words(self.folder):
            make_folder(self.folder)
            yield

    def lanes(self, *registers: RecordFile[Any]) -> AbstractContextManager[None]:
        """Have some registers to itself."""
        return self.locks.lanes(map(_lane, registers))


def _lane(register: RecordFile[Any]) -> str:
    """Name the lane that a register's file is in: an operator's, or that of some telephone numbers."""
    path = register.path
    return f"{'phones' if path.parent.name == 'phones' else 'operator'}-{path.stem}"
