"""The registers people look calls and work up in: many small files, so that each write stays small, and all derived.

A damaged file is set aside and the registers are marked as incomplete until `callscript rebuild`: a register never
becomes empty without a word. One lock is held around every change; readers need none, for files are replaced whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from msgspec import Struct

from callscript.files import make_folder, replace, set_aside, sync_folder
from callscript.store import phones
from callscript.store.errors import Damaged, in_words
from callscript.store.names import file_name
from callscript.store.records import CallSummary, Earlier, TaskRecord
from callscript.store.register import Register

PATIENCE = 3.0
"""Seconds to wait for another process's change."""

_Record = TypeVar("_Record", bound=Struct)


class Registers:
    """All register files below a folder."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self._folder = folder
        self._mark = folder / "incomplete"
        self._lock_file = locks / "registers.lock"
        self._notices: list[Damaged] = []

    def file_call(self, summary: CallSummary, tasks: list[TaskRecord]) -> None:
        """Enter a call and its open work, in place of what is there."""
        with self._change():
            calls = self._sound(self._calls(summary.day, summary.operator))
            before = next((each for each in calls.all() if each.id == summary.id), None)
            if before and (old := self._phones(before.phone)) and phones.bucket(summary.phone) != old.path.stem:
                self._sound(old).remove("id", summary.id)
            if new := self._phones(summary.phone):
                self._sound(new).put(summary)
            self._file_tasks(summary, tasks)
            calls.put(summary)

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        folder = self._folder / "calls" / day.isoformat()
        with in_words(folder):
            paths = [self._calls(day, operator).path] if operator is not None else sorted(folder.glob("*.json"))
        found = [each for path in paths for each in self._read(Register(path, CallSummary))]
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
        with self._change():
            self._mark_incomplete("being rebuilt")
            for summary, tasks in calls:
                by_day[self._calls(summary.day, summary.operator).path].append(summary)
                if register := self._phones(summary.phone):
                    by_phone[register.path].append(summary)
                if tasks:
                    by_operator[self._tasks(summary.operator).path].extend(tasks)
            for path, records in (by_day | by_phone).items():
                Register(path, CallSummary).fill(records)
            for path, records in by_operator.items():
                Register(path, TaskRecord).fill(records)
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

    def _calls(self, day: date, operator: str) -> Register[CallSummary]:
        return Register(self._folder / "calls" / day.isoformat() / f"{file_name(operator)}.json", CallSummary)

    def _phones(self, phone: str) -> Register[CallSummary] | None:
        bucket = phones.bucket(phone)
        return Register(self._folder / "phones" / f"{bucket}.json", CallSummary) if bucket else None

    def _tasks(self, operator: str) -> Register[TaskRecord]:
        return Register(self._folder / "tasks" / f"{file_name(operator)}.json", TaskRecord)

    def _file_tasks(self, summary: CallSummary, tasks: list[TaskRecord]) -> None:
        register = self._sound(self._tasks(summary.operator))
        before = register.all()
        after = [task for task in before if task.call != summary.id] + tasks
        if sorted(after, key=lambda task: task.id) != sorted(before, key=lambda task: task.id):
            register.fill(after)

    def _read(self, register: Register[_Record]) -> list[_Record]:
        try:
            return register.all()
        except Damaged:
            with self._change():
                return self._sound(register).all()

    def _sound(self, register: Register[_Record]) -> Register[_Record]:
        """Set the register's file aside if it is damaged. Under the lock."""
        try:
            register.all()
        except Damaged as damage:
            with in_words(register.path):
                self._mark_incomplete(damage.file.name)
                kept = set_aside(register.path)
            self._notices.append(Damaged(damage.file, 0, f"{damage.reason}: run callscript rebuild", kept))
        return register

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
    def _change(self) -> Generator[None]:
        with in_words(self._lock_file):
            make_folder(self._folder)
            make_folder(self._lock_file.parent)
            lock = FileLock(self._lock_file, timeout=PATIENCE, mode=0o600)  # a new one: it keeps threads apart too
            lock.acquire(poll_interval=0.005)
        try:
            with in_words(self._folder):
                yield
        finally:
            lock.release()
