"""The registers in files: calls and open work are entered when a call is over, and again from the journals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from callscript.core.records import CallSummary, Filed, Summarise, TaskRecord
from callscript.runtime.files import sync_folder
from callscript.store.errors import Damaged
from callscript.store.in_words import in_words
from callscript.store.ports import Journal, Rebuilt
from callscript.store.rebuilding import all_calls
from callscript.store.registers.record_file import RecordFile, write
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.search import filed_under

_Record = TypeVar("_Record", bound=Struct)


class FileRegisters:
    """Writes register files."""

    def __init__(self, files: RegisterFiles) -> None:
        self._files = files

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call and its open work, in place of what is there."""
        files = self._files
        calls, work = files.calls(summary.day, summary.operator), files.tasks(summary.operator)
        with files.under(files.locks.share()), files.lanes(calls, work):
            before = next((each for each in files.sound(calls) if each.id == summary.id), None)
            old, new = self._phones(before), self._phones(summary)
            left = [register for path, register in old.items() if path not in new]
            with files.lanes(*left, *new.values()):
                for register in (*left, *new.values()):
                    files.sound(register)
                for register in left:
                    register.remove("id", summary.id)
                    _sync(write(register))  # before the calls say that it is elsewhere
                for register in new.values():
                    register.put(summary)
                self._renew(work, summary, tasks)
                calls.put(summary)
                folders = write(*new.values(), work, calls)
        _sync(folders)  # not under the locks: whoever comes next finds the files in their places already

    def rebuild(self, journal: Journal, summarise: Summarise) -> Rebuilt:
        """Make the registers again from the journal, which is only read."""
        problems: list[Damaged] = []
        return Rebuilt(self.fill(all_calls(journal, summarise, problems)), problems)

    def fill(self, calls: Iterable[Filed]) -> int:
        """Make all registers anew; return the number of calls."""
        files = self._files
        by_day: dict[Path, list[CallSummary]] = defaultdict(list)
        by_phone: dict[Path, list[CallSummary]] = defaultdict(list)
        by_operator: dict[Path, list[TaskRecord]] = defaultdict(list)
        with files.under(files.locks.whole()):
            for summary, tasks in calls:
                by_day[files.calls(summary.day, summary.operator).path].append(summary)
                for path in self._phones(summary):
                    by_phone[path].append(summary)
                if tasks:
                    by_operator[files.tasks(summary.operator).path].extend(tasks)
            files.mark_incomplete("being rebuilt")
            for path, records in (by_day | by_phone).items():
                _make(RecordFile(path, CallSummary), records)
            for path, records in by_operator.items():
                _make(RecordFile(path, TaskRecord), records)
            self._clear(keep={*by_day, *by_phone, *by_operator})
        return sum(map(len, by_day.values()))

    def incomplete(self) -> bool:
        """Tell whether a register was set aside, or a rebuild was cut short."""
        with in_words(self._files.mark):
            return self._files.mark.exists()

    def take_notices(self) -> list[Damaged]:
        """Return what was set aside, by those who looked something up too, since the last time this was asked."""
        return self._files.notices.take()

    def _phones(self, summary: CallSummary | None) -> dict[Path, RecordFile[CallSummary]]:
        """Return the registers of the numbers that a call is found by."""
        found = (self._files.phones(number) for number in (filed_under(summary) if summary else ()))
        return {register.path: register for register in found if register}

    def _renew(self, register: RecordFile[TaskRecord], summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        before = self._files.sound(register)
        after = [task for task in before if task.call != summary.id] + list(tasks)
        if sorted(after, key=lambda task: task.id) != sorted(before, key=lambda task: task.id):
            register.fill(after)

    def _clear(self, keep: set[Path]) -> None:
        """Remove what no journal speaks of, set-aside files too: the journals have said everything."""
        for path in self._files.folder.glob("*/**/*"):
            if path.is_file() and path not in keep:
                path.unlink()
        self._files.mark.unlink(missing_ok=True)
        sync_folder(self._files.folder)


def _make(register: RecordFile[_Record], records: list[_Record]) -> None:
    register.fill(records)
    with in_words(register.path):
        folders = write(register)
    _sync(folders)


def _sync(folders: Iterable[Path]) -> None:
    for folder in folders:
        with in_words(folder):
            sync_folder(folder)
