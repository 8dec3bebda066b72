"""Registers in memory: calls and their work, entered, shared and looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import chain, islice

from callscript.core.call.events import TaskMove
from callscript.core.records import CallSummary, Earlier, Granted, Query, Summarise, TaskRecord, task_id
from callscript.core.tasks import Act, TaskRefused, granted
from callscript.store.errors import Damaged, StoreError
from callscript.store.ports import Journal, Rebuilt, Standing
from callscript.store.rebuilding import all_calls
from callscript.store.registers.search import alike, by_urgency, in_order, last_closed, search
from callscript.store.registers.work import CallWork


class MemoryRegisters:
    """Calls and open work by the ids of calls."""

    def __init__(self) -> None:
        self.summaries: dict[str, CallSummary] = {}
        self.work: dict[str, CallWork] = {}
        self.aside: list[dict[str, CallSummary]] = []
        """What they were before they were made again."""

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call."""
        self.summaries[summary.id] = summary
        self.work.setdefault(summary.id, CallWork(summary.id, (), ())).leave(tasks)

    def note_owed(self, summary: CallSummary) -> None:
        """Enter how a call stands with the clauses now."""
        if before := self.summaries.get(summary.id):
            self.summaries[summary.id] = before.standing_as(summary)

    def rebuild(self, journal: Journal, summarise: Summarise, *, losing: bool = True) -> Rebuilt:
        """Make the registers again from the journal."""
        problems: list[Damaged] = []
        calls = list(all_calls(journal, summarise, problems))
        if lost := self.summaries.keys() - {filed.summary.id for filed, _ in calls}:
            problems.append(
                Damaged("registers", 0, f"calls that are in no journal: {len(lost)} ({', '.join(sorted(lost))})")
            )
        if losing or not lost:
            self.aside.append(self.summaries)
            self.summaries, self.work = {}, {}
            for filed, moves in calls:
                self.file_call(*filed)
                for event in moves:
                    self.work[filed.summary.id].move(event)
        return Rebuilt(len({filed.summary.id for filed, _ in calls}), problems)

    def incomplete(self) -> bool:
        """Nothing is lost as long as the process lives."""
        return False

    def standing(self, journal: Journal) -> Standing:
        """Compare the days."""
        days, filed = journal.days(), {each.day for each in self.summaries.values()}
        return Standing(complete={*days[:-1]} <= filed, gone=sorted(filed.difference(days)))

    def wanting(self) -> list[StoreError]:
        """Nothing is lost as long as the process lives."""
        return []

    def take_notices(self) -> list[Damaged]:
        """Nothing is set aside."""
        return []


class MemoryTasks:
    """Shares out what was entered."""

    def __init__(self, registers: MemoryRegisters) -> None:
        self._registers = registers

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        """Grant an attempt at work, or raise `TaskRefused`."""
        work = self._of(task)
        record = work.of(task)
        if record is None:
            raise TaskRefused("unknown")
        lease = granted(record, record.lease, by, at, act)
        work.lend(task, lease)
        return Granted(record, lease.attempt)

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        """Enter work of a call that is not filed yet."""
        self._registers.work.setdefault(call, CallWork(call, (), ())).enter(owed())

    def file(self, event: TaskMove) -> TaskRecord | None:
        """Enter what became of work; return how it stands then."""
        work = self._of(event.call)
        work.move(event)
        return work.of(task_id(event.call, event.task))

    def find(self, task: str) -> TaskRecord | None:
        """Return work as it stands; None: it is not known."""
        return self._of(task).of(task)

    def of_call(self, call: str) -> list[TaskMove]:
        """Return what became of the work of a call since it was closed."""
        return self._of(call).moves

    def _of(self, task: str) -> CallWork:
        call = task.partition("/")[0]
        return self._registers.work.get(call) or CallWork(call, (), ())


class MemoryLookup:
    """Looks through what was entered."""

    def __init__(self, registers: MemoryRegisters) -> None:
        self._registers = registers

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls as filed."""
        return in_order(each for each in self._all() if each.day == day and operator in (None, each.operator))

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls filed under a number."""
        return alike(phone, self._all())

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        """Return the open work of an operator and of anybody, or all of it."""
        every = chain.from_iterable(work.open_tasks for work in self._registers.work.values())
        return by_urgency(task for task in every if operator is None or task.is_for(operator))

    def closed(self) -> list[TaskRecord]:
        """Return the work that was closed since its call was, what was closed last first."""
        every = (history for work in self._registers.work.values() for history in work.histories)
        return last_closed(each.stands for each in every)

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query."""
        days = sorted({each.day for each in self._all()}, reverse=True)
        return list(islice(search(query, days, self.summaries, self.history), most))

    def _all(self) -> list[CallSummary]:
        return list(self._registers.summaries.values())
