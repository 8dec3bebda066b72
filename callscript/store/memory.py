"""The store in memory, gone with the process: for tests and for looking around. It keeps the same promises otherwise,
down to the lines of the journal, so that nothing it hands out can be changed behind its back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from callscript.contacts import phones
from callscript.core.call.events import Event
from callscript.core.records import CallSummary, Earlier, Query, Summarise, TaskRecord, open_tasks
from callscript.store.errors import Damaged, Locked, RecoveryFailed
from callscript.store.journal import lines
from callscript.store.journal.lines import CallLog, DayLog
from callscript.store.names import CallRef, file_name, parse_call_id
from callscript.store.ports import Rebuilt
from callscript.store.registers.search import search
from callscript.store.seats import ATTEMPTS

_NOWHERE = Path("memory")


class MemorySeat:
    """An operator's seat."""

    def __init__(self, operator: str, taken: set[str], marks: dict[str, tuple[str, int]]) -> None:
        if operator in taken:
            raise Locked(_NOWHERE)
        taken.add(operator)
        self._operator = operator
        self._taken = taken
        self._marks = marks

    def begin(self, call: str) -> None:
        """Mark a call as in progress."""
        self._marks[self._operator] = (call, 0)

    def claim(self) -> str | None:
        """Return the call that was left open, and count the attempt."""
        if not (mark := self._marks.get(self._operator)):
            return None
        call, attempts = mark
        if attempts == ATTEMPTS:
            del self._marks[self._operator]
            raise RecoveryFailed(call, _NOWHERE)
        self._marks[self._operator] = (call, attempts + 1)
        return call

    def confirm(self) -> None:
        """Forget the attempts."""
        if mark := self._marks.get(self._operator):
            self._marks[self._operator] = (mark[0], 0)

    def done(self) -> None:
        """Remove the marker."""
        self._marks.pop(self._operator, None)

    def leave(self) -> None:
        """Let another session take the seat."""
        self._taken.discard(self._operator)


class MemoryStore:
    """A `Store` without files."""

    def __init__(self) -> None:
        self._files: dict[CallRef, bytes] = defaultdict(bytes)
        self._summaries: dict[str, CallSummary] = {}
        self._tasks: dict[str, list[TaskRecord]] = {}
        self._taken: set[str] = set()
        self._marks: dict[str, tuple[str, int]] = {}

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Keep events."""
        if not (ref := parse_call_id(call)):
            raise ValueError(f"not the id of a call: {call!r}")
        self._files[ref] += b"".join(lines.encode(call, event) for event in events)

    def read_call(self, call: str) -> CallLog:
        """Return the events of a call."""
        ref = parse_call_id(call)
        log = lines.read(self._files.get(ref, b""), _NOWHERE) if ref else DayLog()
        return CallLog(log.calls.get(call, []), log.problems)

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Return the calls that started on a day."""
        log = DayLog()
        for ref, data in sorted(self._files.items()):
            if ref.day == day and (operator is None or ref.operator == file_name(operator)):
                one = lines.read(data, _NOWHERE)
                log.calls.update(one.calls)
                log.problems.extend(one.problems)
        return log

    def days(self) -> list[date]:
        """Return the days that have calls."""
        return sorted({ref.day for ref in self._files})

    def sit_down(self, operator: str) -> MemorySeat:
        """Take the operator's seat, or raise `Locked`."""
        return MemorySeat(operator, self._taken, self._marks)

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call in the registers."""
        self._summaries[summary.id] = summary
        self._tasks[summary.id] = list(tasks)

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls as filed."""
        found = [each for each in self._summaries.values() if each.day == day and operator in (None, each.operator)]
        return sorted(found, key=lambda each: (each.started, each.id))

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls filed under a number."""
        alike = [(each, phones.same(phone, each.phone)) for each in self._summaries.values()]
        earlier = [Earlier(each, sure) for each, sure in alike if sure is not None]
        return sorted(earlier, key=lambda each: (each.summary.started, each.summary.id), reverse=True)

    def tasks(self, operator: str) -> list[TaskRecord]:
        """Return an operator's open work."""
        found = [task for tasks in self._tasks.values() for task in tasks if task.operator == operator]
        return sorted(found, key=lambda task: (task.due, task.id))

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first."""
        return list(islice(search(self, query), most))

    def rebuild(self, summarise: Summarise) -> Rebuilt:
        """Make the registers again from the journal."""
        self._summaries.clear()
        self._tasks.clear()
        problems: list[Damaged] = []
        for day in self.days():
            log = self.read_day(day)
            problems.extend(log.problems)
            for call, events in log.calls.items():
                if summary := summarise(events) if events else None:
                    self.file_call(summary, open_tasks(summary, events))
                else:
                    problems.append(Damaged(_NOWHERE, 0, f"call {call} cannot be summarised"))
        return Rebuilt(len(self._summaries), problems)

    def incomplete(self) -> bool:
        """Nothing is lost as long as the process lives."""
        return False

    def take_notices(self) -> list[Damaged]:
        """Nothing is set aside."""
        return []

    def close(self) -> None:
        """Nothing is open."""
