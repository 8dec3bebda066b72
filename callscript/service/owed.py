"""Work that calls owe before they are filed: those that are being led, and those whose program was killed and that
nobody has gone on with yet. It is read off the journals of the calls that are marked as open, and stands in the lists
beside what the registers have. A call writes nothing for that: whoever looks does the work, off the loop.

As long as its operator leads a call, what it owes is the call's: it is seen, and moved by nobody, for the caller is
still on the line, or the operator is asked for it after the call. Whoever had taken it before the call was gone on
with was at it, and says what came of that; the call hears of it (`core/call/meanwhile.py`). Once the operator is gone
it is taken like any other work. Nothing is filed before: a call that is only looked at is gone on with as if nobody
had looked. What is moved is entered in the registers as it is granted, beside what they know; the call is filed at
its end with what became of it, as one that was left properly. And a call that is gone on with knows what was moved
meanwhile, and leaves it alone (`Call.own_tasks`): so nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING

from msgspec.structs import replace

from callscript.core.call.events import TaskMove
from callscript.core.records import CallSummary, Earlier, Granted, Query, TaskRecord, task_id
from callscript.core.tasks import Act, TaskRefused
from callscript.packs.versions import Versions
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders
from callscript.store.in_words import in_words
from callscript.store.names import LogRef, parse_call_id
from callscript.store.others import OtherHosts, shared
from callscript.store.ports import Journal, Lookup, Store, Tasks
from callscript.store.registers.search import alike, by_urgency
from callscript.store.seats import all_markers, call_of

if TYPE_CHECKING:
    from callscript.service.owed_calls import Owed, OwedCalls


class OpenWork:
    """The work of all calls of a home that are marked as open. Its methods may be called from any thread."""

    def __init__(self, folders: Folders, versions: Versions, journal: Journal, now: Callable[[], datetime]) -> None:
        self._folders = folders
        self._versions = versions
        self._journal = journal
        self.now = now
        """What the clock says."""
        self._calls: OwedCalls | None = None
        self._one_at_a_time = Lock()

    def look(self) -> Mapping[str, Owed]:
        """Return the calls that have promised something, by id; what has not changed is not read again."""
        with self._one_at_a_time:  # of the look-ups of a session, each kind has a thread
            marked = dict(self._marked())
            if self._calls is None and marked:
                from callscript.service.owed_calls import OwedCalls  # a start with nothing open does without

                self._calls = OwedCalls(self._folders, self._versions, self._journal)
            return self._calls.look(marked, self.now()) if self._calls else {}

    def of(self, call: str) -> Owed | None:
        """Return what a call owes; None: it is not open, or has promised nothing."""
        return self.look().get(call)

    def _marked(self) -> Iterator[tuple[str, LogRef]]:
        """Yield the calls that are marked, those too whose markers were set aside when they could not be restored."""
        folder = self._folders.open_calls
        with in_words(folder):
            if not (names := names_in(folder)):
                return
            named = {name.partition(".")[0] for name in names}
            old = {call_of(marker) for marker in all_markers(folder) if marker.old}
        for call in sorted(named | old):
            if ref := parse_call_id(call):
                yield call, ref


class OwedLookup:
    """What the registers answer, as it stands now, and what is owed by calls that are open."""

    def __init__(self, lookup: Lookup, tasks: Tasks, open_work: OpenWork) -> None:
        self._lookup = lookup
        self._moves = tasks.of_call
        self._open_work = open_work

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        now = self._open_work.now()
        return [each.as_of(now) for each in self._lookup.summaries(day, operator)]

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first; among them those that are open and owe something."""
        now = self._open_work.now()
        found = [each._replace(summary=each.summary.as_of(now)) for each in self._lookup.history(phone)]
        known = {each.summary.id for each in found}
        owing = (owed.summary for call, owed in self._open_work.look().items() if owed.tasks and call not in known)
        if not (more := alike(phone, owing)):
            return found
        return sorted((*found, *more), key=lambda each: (each.summary.started, each.summary.id), reverse=True)

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        """Return the open work of an operator and of anybody, or all of it, the most urgent first."""
        found, owing = self._lookup.tasks(operator), self._open_work.look()
        if not owing:
            return found
        there = {task.id for task in found}
        more = [
            task
            for owed in owing.values()
            for task in owed.tasks.values()
            if task.id not in there and (operator is None or task.is_for(operator))
        ]
        # What was moved stands in somebody else's list, or is closed; all else that the registers know is in `found`.
        moved = {task_id(move.call, move.task) for call in {task.call for task in more} for move in self._moves(call)}
        each = (*found, *(task for task in more if task.id not in moved))
        return by_urgency(filter(None, (_seen(task, owing.get(task.call)) for task in each)))

    def closed(self) -> list[TaskRecord]:
        """Return the work that was closed since its call was, what was closed last first."""
        return self._lookup.closed()

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first, and not more than so many."""
        now = self._open_work.now()
        return [each.as_of(now) for each in self._lookup.find(query, most)]


class OwedTasks:
    """The work of the registers, and that of calls that are open, which nobody else moves while they are led."""

    def __init__(self, tasks: Tasks, open_work: OpenWork) -> None:
        self._tasks = tasks
        self._open_work = open_work

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        """Grant an operator an attempt at work, or raise `TaskRefused`."""
        call = task.partition("/")[0]
        if owed := self._open_work.of(call):
            known = self._tasks.find(task)
            _must_be_over(known or owed.tasks.get(task), owed, by, act)
            if not known:
                self._tasks.enter(call, lambda: self._owed_by(call))
        granted = self._tasks.take(task, by, at, act)
        # Looked at behind the grant, for the operator may sit down again at any moment: whoever does so later than this
        # knows of it when the call is gone on with.
        _must_be_over(granted.task, self._open_work.of(call), by, act)
        return granted

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        """Enter work of a call that is not filed yet, but for what is known of it."""
        self._tasks.enter(call, owed)

    def file(self, event: TaskMove) -> TaskRecord | None:
        """Enter what became of work; return how it stands then."""
        return self._tasks.file(event)

    def find(self, task: str) -> TaskRecord | None:
        """Return work as it stands; None: it is not known."""
        owed, found = self._open_work.of(task.partition("/")[0]), self._tasks.find(task)
        return _seen(found or owed.tasks.get(task), owed) if owed else found

    def of_call(self, call: str) -> list[TaskMove]:
        """Return what became of the work of a call outside of it."""
        return self._tasks.of_call(call)

    def _owed_by(self, call: str) -> Sequence[TaskRecord]:
        owed = self._open_work.of(call)  # as it is now, under the locks: none of it is filed meanwhile
        return tuple(owed.tasks.values()) if owed else ()


def with_owed(store: Store, open_work: OpenWork, others: OtherHosts, lookup: Lookup | None = None) -> Store:
    """Return a store whose lists have what is owed by calls that are open, and the work of other hosts.

    `lookup`: where filed calls are looked up, if not in the store itself.
    """
    tasks, lookup = shared(others, store.tasks, lookup or store.lookup)
    return Store(
        journal=store.journal,
        seats=store.seats,
        registers=store.registers,
        tasks=OwedTasks(tasks, open_work),
        lookup=OwedLookup(lookup, store.tasks, open_work),
        outbox=store.outbox,
    )


def _seen(task: TaskRecord | None, owed: Owed | None) -> TaskRecord | None:
    """Return work as it stands beside its call, which may be open; None: the call has done it itself, or dropped it.

    What was moved outside of the call is not the call's any more, and moved by nobody else either while that is led.
    """
    if task is None or owed is None:
        return task
    if task.id in owed.tasks:
        return replace(task, in_call=owed.led_by) if task.is_open else task
    return task if task.attempt else None


def _must_be_over(task: TaskRecord | None, owed: Owed | None, by: str, act: Act) -> None:
    """Raise `TaskRefused` if the call that owes work is still led; but whoever was at it before says what came of it.

    That work is closed is said by the registers, unless it is wanted open again.
    """
    if task is None or owed is None or not owed.led_by:
        return
    if (task.is_open and not task.is_with(by)) or act == "reopen":
        raise TaskRefused("in_call", owed.led_by)
