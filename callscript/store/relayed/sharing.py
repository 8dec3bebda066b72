"""The work of all hosts of a centre, by way of the relay: in one list with that of this host, and moved by whoever is
granted it there.

What this host knows of its own calls and what PostgreSQL knows is held together piece by piece. What others have done
to work of this host is entered in its registers when it is first seen, so it is told also while nobody can be asked.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from msgspec.structs import replace

from callscript.core.call.events import Event, TaskMove
from callscript.core.records import CallSummary, Earlier, Granted, Query, TaskRecord, task_id
from callscript.core.tasks import Act, Standing, TaskRefused, in_order, latest, moved, stands
from callscript.runtime.i18n import _
from callscript.store.errors import StoreUnavailable
from callscript.store.names import file_name
from callscript.store.ports import Lookup, Tasks
from callscript.store.registers.search import by_urgency
from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.questions import (
    LONGEST_OF_WORK,
    PATIENCE_FOR_SEATS,
    Answer,
    OpenCall,
    OpenWork,
    TakeWork,
    WorkAt,
    WorkOf,
    work_in,
)

_REST = 5.0
"""Seconds for which nobody is asked for lists behind a question that was not answered."""
_ASKED_AGAIN = 60.0
"""Seconds after which it is asked again about work of this host that PostgreSQL has in no list."""
_AT_ONCE = 20
"""Pieces of work that are asked about for one list at most."""


def hears_nothing(call: str) -> None:
    """Nobody wants to know."""


class _Known(NamedTuple):
    """Work as PostgreSQL has it, with what was done here and is not there yet."""

    record: TaskRecord
    moves: Sequence[TaskMove]


class Sharing:
    """The work of all hosts."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self.asked = True
        """Whether the list that was looked up last has the work of other hosts too."""
        self.learned: Callable[[str], object] = hears_nothing
        self._rests_until = 0.0
        self._done = defaultdict[str, list[TaskMove]](list)
        """By id: what was done here to work of other hosts, until PostgreSQL has it."""
        self._taken: dict[str, TaskRecord] = {}
        """By id: work of other hosts as it stands since something was granted at it here."""
        self._one_at_a_time = Lock()

    def share(self, tasks: Tasks, lookup: Lookup) -> tuple[Tasks, Lookup]:
        """Return the ports of one host as those of all of them."""
        shared = SharedTasks(tasks, self)
        return shared, SharedLookup(lookup, tasks, shared, self)

    def open_work(self, operator: str | None) -> tuple[Sequence[WorkAt], bool] | None:
        """Return the open work of all hosts, and whether that is all of it; None: it cannot be asked for."""
        answer = self._ask_unless_resting(OpenWork(operator))
        return (tuple(work_in(answer)), not answer.left_out) if answer else None

    def of_call(self, call: str) -> Mapping[str, WorkAt] | None:
        """Return the work that a call has left, by id; None: it cannot be asked for."""
        answer = self._ask_unless_resting(WorkOf(call))
        return {each.work.id: each for each in work_in(answer)} if answer else None

    def take(self, task: str, by: str, act: Act, here: TaskRecord | None) -> Answer | None:
        """Ask for an attempt; None: it cannot be asked for."""
        known = here and Standing(**{name: getattr(here, name) for name in Standing.__struct_fields__})
        return self._ask(TakeWork(file_name(by), task, act, known))

    def read(self, call: str, by: str) -> list[Event]:
        """Return a call of another host, once it is recorded in PostgreSQL who opens it; raise `StoreError`."""
        from callscript.store.relayed.opened import opened  # seldom needed

        if answer := self._ask(OpenCall(call, by)):
            return opened(call, answer)
        raise StoreUnavailable("relay", _("other hosts cannot be asked"))

    def note(self, event: TaskMove) -> None:
        """Keep what was done here to work of another host."""
        with self._one_at_a_time:
            done = self._done[task_id(event.call, event.task)]
            if (event := replace(event, seq=0)) not in done:
                done.append(event)
            if task := self._taken.get(task_id(event.call, event.task)):
                self._taken[task.id] = moved(task, event)

    def granted(self, record: TaskRecord) -> None:
        """Keep in mind work of another host that somebody here may move."""
        with self._one_at_a_time:
            self._taken[record.id] = record

    def taken(self, task: str) -> TaskRecord | None:
        """Return work of another host that somebody here is at, by what was done here; None: nobody is."""
        with self._one_at_a_time:
            found = self._taken.get(task)
        return found if found and found.state == "taken" else None

    def known(self, there: WorkAt) -> _Known:
        """Return work as it stands by what PostgreSQL has and what was done here since."""
        with self._one_at_a_time:
            if done := self._done.pop(there.work.id, []):
                done = [event for event in done if event not in there.work.moves]
            if done:
                self._done[there.work.id] = done
        moves = in_order((*there.work.moves, *done))
        record = stands(there.work.opened, moves)
        lease = there.lease if there.lease and there.lease.attempt > record.attempt else None
        return _Known(replace(record, lease=lease, host=there.host), moves)

    def _ask_unless_resting(self, question: OpenWork | WorkOf) -> Answer | None:
        if time.monotonic() < self._rests_until:
            return None
        if not (answer := self._ask(question)):
            self._rests_until = time.monotonic() + _REST
        return answer

    def _ask(self, question: OpenWork | WorkOf | TakeWork | OpenCall) -> Answer | None:
        try:
            answer = ask(self._socket, question, PATIENCE_FOR_SEATS, LONGEST_OF_WORK)
        except NotAnswered:
            return None
        return answer if answer.asked else None


class SharedTasks:
    """Work of this host and of others; PostgreSQL grants attempts at both."""

    def __init__(self, tasks: Tasks, sharing: Sharing) -> None:
        self._tasks = tasks
        self._sharing = sharing

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        """Grant an operator an attempt at work, or raise `TaskRefused`.

        Whoever has work goes on with it also while nobody can be asked. Work that PostgreSQL does not know yet is known
        to no other host.
        """
        here = self._tasks.find(task)
        answer = self._sharing.take(task, by, act, here)
        if answer is None:
            return self._go_on(here, task, by, at, act)
        if why := answer.not_granted:
            raise TaskRefused(why.code, why.by, why.since)
        if not answer.attempt:
            return self._tasks.take(task, by, at, act)
        there = next(work_in(answer), None)
        if there is None:
            raise TaskRefused("newer")
        known = self._sharing.known(there)
        self.learn(known, here)
        record = replace(latest(here, known.record) if here else known.record, lease=None)
        if record.host:
            self._sharing.granted(record)
        return Granted(record, answer.attempt)

    def _go_on(self, here: TaskRecord | None, task: str, by: str, at: datetime, act: Act) -> Granted:
        found = here or self._sharing.taken(task)
        if act == "free" or found is None or (found.state, found.by) != ("taken", by):
            raise TaskRefused("waits")
        return self._tasks.take(task, by, at, act) if here else Granted(found, found.attempt)

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        """Enter work of a call that is not filed yet, but for what is known of it."""
        self._tasks.enter(call, owed)

    def file(self, event: TaskMove) -> TaskRecord | None:
        """Enter what became of work, once that is durable; return how it stands then, if it is of this host."""
        if found := self._tasks.file(event):
            return found
        self._sharing.note(event)
        return None

    def find(self, task: str) -> TaskRecord | None:
        """Return work as it stands; None: it is not known."""
        here = self._tasks.find(task)
        there = (self._sharing.of_call(task.partition("/")[0]) or {}).get(task)
        if there is None:
            return here or self._sharing.taken(task)
        known = self._sharing.known(there)
        self.learn(known, here)
        return _either(here, known.record)

    def of_call(self, call: str) -> list[TaskMove]:
        """Return what became of the work of a call since it was closed."""
        here, there = self._tasks.of_call(call), self._sharing.of_call(call) or {}
        known = [self._sharing.known(each) for each in there.values()]
        return in_order((*here, *(move for each in known for move in each.moves if move not in here)))

    def learn(self, known: _Known, here: TaskRecord | None) -> None:
        """Enter in the registers of this host what others have done to its work."""
        if here and latest(here, known.record) is not here:
            for move in known.moves:
                self._tasks.file(move)
            self._sharing.learned(here.call)


class SharedLookup:
    """What this host answers, with the open work of the others."""

    def __init__(self, lookup: Lookup, tasks: Tasks, shared: SharedTasks, sharing: Sharing) -> None:
        self._lookup = lookup
        self._tasks = tasks
        self._shared = shared
        self._sharing = sharing
        self._asked_at = dict[str, float]()
        """By id: when it was asked about work that is open here and in no list there."""

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        return self._lookup.summaries(day, operator)

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first."""
        return self._lookup.history(phone)

    def closed(self) -> list[TaskRecord]:
        """Return the work that was closed since its call was, what was closed last first."""
        return self._lookup.closed()

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first, and not more than so many."""
        return self._lookup.find(query, most)

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        """Return the open work of an operator and of anybody, or all of it, the most urgent first.

        If other hosts cannot be asked, that of this one stands alone.
        """
        here = {task.id: task for task in self._lookup.tasks(operator)}
        answer = self._sharing.open_work(operator)
        self._sharing.asked = answer is not None
        if answer is None:
            return list(here.values())
        there, all_of_it = answer
        known = {each.work.id: (each, self._sharing.known(each)) for each in there}
        found = [self._own(here.get(task), each) if not at.host else each.record for task, (at, each) in known.items()]
        only_here = [task for task in here.values() if task.id not in known]
        found += self._asked_about(only_here) if all_of_it else only_here
        return by_urgency(task for task in found if task and _is_wanted(task, operator))

    def _own(self, here: TaskRecord | None, known: _Known) -> TaskRecord | None:
        """Return work of this host that is open by what PostgreSQL knows."""
        here = here or self._tasks.find(known.record.id)
        self._shared.learn(known, here)
        return _either(here, known.record)

    def _asked_about(self, here: Sequence[TaskRecord]) -> Iterator[TaskRecord | None]:
        """Yield work that is open here, and may be closed or somebody else's by what PostgreSQL knows."""
        now = time.monotonic()
        self._asked_at = {task: at for task, at in self._asked_at.items() if at > now - _ASKED_AGAIN}
        left = _AT_ONCE
        for task in here:
            if task.id in self._asked_at or not left:
                yield task
            else:
                left -= 1
                self._asked_at[task.id] = now
                yield self._shared.find(task.id)


def _either(here: TaskRecord | None, there: TaskRecord) -> TaskRecord:
    """Return work as it stands by what this host and PostgreSQL know: with whoever was granted it there."""
    if here is None:
        return there
    found = latest(here, there)
    lease = there.lease if there.lease and there.lease.attempt > found.attempt else None
    return replace(found, lease=lease)


def _is_wanted(task: TaskRecord, operator: str | None) -> bool:
    return task.is_open and (operator is None or task.is_for(operator))
