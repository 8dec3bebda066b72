"""The store in files: the journal, TinyDB registers beside it, and seats. The default."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from callscript.core.call.events import Event
from callscript.core.records import CallSummary, Earlier, Query, Summarise, TaskRecord, open_tasks
from callscript.runtime.paths import Folders
from callscript.store.errors import Damaged
from callscript.store.journal.journal import Journal
from callscript.store.journal.lines import CallLog, DayLog
from callscript.store.ports import Rebuilt
from callscript.store.registers.registers import Registers
from callscript.store.registers.search import search
from callscript.store.seats import FileSeat


class FileStore:
    """A `Store` below the folders of an account."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._journal = Journal(folders.journal)
        self._registers = Registers(folders.registers, folders.locks)

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable."""
        self._journal.append(call, events)

    def read_call(self, call: str) -> CallLog:
        """Return the events of a call."""
        return self._journal.read_call(call)

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Return the calls that started on a day."""
        return self._journal.read_day(day, operator)

    def days(self) -> list[date]:
        """Return the days that have calls."""
        return self._journal.days()

    def sit_down(self, operator: str) -> FileSeat:
        """Take the operator's seat, or raise `Locked`."""
        return FileSeat(self._folders.open_calls, self._folders.locks, operator)

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call in the registers."""
        self._registers.file_call(summary, tasks)

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls as filed."""
        return self._registers.summaries(day, operator)

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls filed under a number."""
        return self._registers.history(phone)

    def tasks(self, operator: str) -> list[TaskRecord]:
        """Return an operator's open work."""
        return self._registers.tasks(operator)

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first."""
        return list(islice(search(self, query), most))

    def rebuild(self, summarise: Summarise) -> Rebuilt:
        """Make the registers again from the journal, which is only read."""
        problems: list[Damaged] = []

        def calls() -> Iterator[tuple[CallSummary, list[TaskRecord]]]:
            for path in (path for day in self._journal.days() for path in self._journal.files(day)):
                log = self._journal.read(path)
                problems.extend(log.problems)
                for call, events in log.calls.items():
                    if summary := summarise(events) if events else None:
                        yield summary, open_tasks(summary, events)
                    else:
                        problems.append(Damaged(path, 0, f"call {call} cannot be summarised"))

        return Rebuilt(self._registers.fill(calls()), problems)

    def incomplete(self) -> bool:
        """Tell whether the registers want a rebuild."""
        return self._registers.incomplete()

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside."""
        return self._journal.take_notices() + self._registers.take_notices()

    def close(self) -> None:
        """Let go of open files."""
        self._journal.close()
