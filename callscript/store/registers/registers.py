"""The registers people look calls and work up in: many small files, so that each write stays small, and all derived.

A damaged file is set aside and the registers are marked as incomplete until `callscript rebuild`: a register never
becomes empty without a word. Whoever changes files has locked them; readers need no lock, for files are replaced whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from callscript.contacts import phones
from callscript.core.records import CallSummary, Earlier, TaskRecord
from callscript.runtime.files import make_folder, replace, set_aside, sync_folder
from callscript.store.errors import Damaged, in_words
from callscript.store.names import file_name
from callscript.store.registers.locks import Locks
from callscript.store.registers.record_file import RecordFile, write

_Record = TypeVar("_Record", bound=Struct)
_MARK = "incomplete"
"""The lane of the mark that registers are not complete."""


class Registers:
    """All register files below a folder."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self._folder = folder
        self._mark = folder / _MARK
        self._locks = Locks(locks / "registers")
        self._notices: list[Damaged] = []

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call and its open work, in place of what is there."""
        calls, work = self._calls(summary.day, summary.operator), self._tasks(summary.operator)
        with self._under(self._locks.share()), self._lanes(calls, work):
            before = next((each for each in self._sound(calls) if each.id == summary.id), None)
            old, new = self._phones(before.phone if before else ""), self._phones(summary.phone)
            moved = old if old and not (new and new.path == old.path) else None
            numbers = list(filter(None, (moved, new)))
            with self._lanes(*numbers):
                for register in numbers:
                    self._sound(register)
                if moved:
                    moved.remove("id", summary.id)
                    self._sync(write(moved))  # before the calls say that it is elsewhere
                if new:
                    new.put(summary)
                self._renew(work, summary, tasks)
                calls.put(summary)
                folders = write(*filter(None, (new,)), work, calls)
        self._sync(folders)  # not under the locks: whoever comes next finds the files in their places already

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        folder = self._folder / "calls" / day.isoformat()
        with in_words(folder):
            paths = [self._calls(day, operator).path] if operator is not None else sorted(folder.glob("*.json"))
        found = [each for path in paths for each in self._read(RecordFile(path, CallSummary))]
        return sorted(found, key=lambda each: (each.started, each.id))

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first."""
        register = self._phones(phone)
        found = self._read(register) if register else []
        alike = [(each, phones.same(phone, each.phone)) for each in found]
        earlier = [Earlier(each, sure) for each, sure in alike if sure is not None]
        return sorted(earlier, key=lambda each: (each.summary.started, each.summary.id), reverse=True)

    def tasks(self, operator: str) -> list[TaskRecord]:
        """Return an operator's open work, the most urgent first."""
        return sorted(self._read(self._tasks(operator)), key=lambda task: (task.due, task.id))

    def fill(self, calls: Iterable[tuple[CallSummary, list[TaskRecord]]]) -> int:
        """Make all registers anew; return the number of calls."""
        by_day: dict[Path, list[CallSummary]] = defaultdict(list)
        by_phone: dict[Path, list[CallSummary]] = defaultdict(list)
        by_operator: dict[Path, list[TaskRecord]] = defaultdict(list)
        with self._under(self._locks.whole()):
            self._mark_incomplete("being rebuilt")
            for summary, tasks in calls:
                by_day[self._calls(summary.day, summary.operator).path].append(summary)
                if register := self._phones(summary.phone):
                    by_phone[register.path].append(summary)
                if tasks:
                    by_operator[self._tasks(summary.operator).path].extend(tasks)
            for path, records in (by_day | by_phone).items():
                self._make(RecordFile(path, CallSummary), records)
            for path, records in by_operator.items():
                self._make(RecordFile(path, TaskRecord), records)
            self._clear(keep={*by_day, *by_phone, *by_operator})
        return sum(map(len, by_day.values()))

    def incomplete(self) -> bool:
        """Tell whether a register was set aside, or a rebuild was cut short."""
        with in_words(self._mark):
            return self._mark.exists()

    def take_notices(self) -> list[Damaged]:
        """Return what was set aside since the last time this was asked."""
        taken, self._notices = self._notices, []
        return taken

    def _calls(self, day: date, operator: str) -> RecordFile[CallSummary]:
        return RecordFile(self._folder / "calls" / day.isoformat() / f"{file_name(operator)}.json", CallSummary)

    def _phones(self, phone: str) -> RecordFile[CallSummary] | None:
        bucket = phones.bucket(phone)
        return RecordFile(self._folder / "phones" / f"{bucket}.json", CallSummary) if bucket else None

    def _tasks(self, operator: str) -> RecordFile[TaskRecord]:
        return RecordFile(self._folder / "tasks" / f"{file_name(operator)}.json", TaskRecord)

    def _renew(self, register: RecordFile[TaskRecord], summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        before = self._sound(register)
        after = [task for task in before if task.call != summary.id] + [*tasks]
        if sorted(after, key=lambda task: task.id) != sorted(before, key=lambda task: task.id):
            register.fill(after)

    def _read(self, register: RecordFile[_Record]) -> list[_Record]:
        try:
            return register.all()
        except Damaged:
            with self._under(self._locks.share()), self._lanes(register):
                register.forget()  # another process may have set it aside meanwhile
                return self._sound(register)

    def _sound(self, register: RecordFile[_Record]) -> list[_Record]:
        """Return a register's records; set its file aside if it is damaged. Under its lock."""
        try:
            return register.all()
        except Damaged as damage:
            with in_words(register.path), self._locks.lanes([_MARK]):
                self._mark_incomplete(damage.file.name)
                kept = set_aside(register.path)
            self._notices.append(Damaged(damage.file, 0, f"{damage.reason}: run callscript rebuild", kept))
        register.forget()
        return register.all()

    def _make(self, register: RecordFile[_Record], records: list[_Record]) -> None:
        register.fill(records)
        with in_words(register.path):
            folders = write(register)
        self._sync(folders)

    def _sync(self, folders: Iterable[Path]) -> None:
        for folder in folders:
            with in_words(folder):
                sync_folder(folder)

    def _mark_incomplete(self, why: str) -> None:
        replace(self._mark, f"{why}\nrun: callscript rebuild\n".encode())

    def _clear(self, keep: set[Path]) -> None:
        """Remove what no journal speaks of, set-aside files too: the journals have said everything."""
        for path in self._folder.glob("*/**/*"):
            if path.is_file() and path not in keep:
                path.unlink()
        self._mark.unlink(missing_ok=True)
        sync_folder(self._folder)

    @contextmanager
    def _under(self, lock: AbstractContextManager[None]) -> Generator[None]:
        with in_words(self._locks.whole_file), lock, in_words(self._folder):
            make_folder(self._folder)
            yield

    def _lanes(self, *registers: RecordFile[Any]) -> AbstractContextManager[None]:
        """Have some registers to itself."""
        return self._locks.lanes(map(_lane, registers))


def _lane(register: RecordFile[Any]) -> str:
    """Name the lane that a register's file is in: an operator's, or that of some telephone numbers."""
    path = register.path
    return f"{'phones' if path.parent.name == 'phones' else 'operator'}-{path.stem}"
