"""The work that calls left open, as one operator moves it: each deed is granted, recorded in the desk log, registered.

What was granted and could not be recorded is tried again, and asked about before leaving. Should the program die
between any two of the three, nothing is lost and nothing done twice: whoever moves that work next looks first into the
desk logs of the one who had it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import Lock, Thread
from typing import NamedTuple

from msgspec.structs import replace

from callscript.core.acts import Came, Deed, Finish, Free, GiveBack, act_of, event_of, must_suit
from callscript.core.call.events import Drafted, Event, TaskMove, TaskTaken, is_afterwards
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.records import TaskRecord, task_id
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import LEASE, TaskRefused, before_taken, held, moved
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.threads import start
from callscript.service.delivery.delivered import with_deliveries
from callscript.service.desk_log import DeskLog, desk_events
from callscript.service.notices import Notices
from callscript.service.saving import Left
from callscript.service.summary import summarise
from callscript.store.errors import StoreError
from callscript.store.names import desk_log_id
from callscript.store.ports import Journal, Lookup, Outbox, Registers, Tasks

_LOOKED_BACK = 7
"""Days at most of which desk logs are looked into for what somebody did who died."""


class Kept(NamedTuple):
    """Where work and what becomes of it is kept."""

    journal: Journal
    desk_log: DeskLog
    registers: Registers
    tasks: Tasks
    lookup: Lookup
    outbox: Outbox
    elsewhere: Callable[[str], Sequence[Event]] | None = None
    """Reads the calls of other hosts, if there are any."""


class Work:
    """Moves work on behalf of an operator. Its methods are called off the event loop."""

    def __init__(
        self,
        operator: str,
        script: Script,
        versions: Versions,
        clock: Clock,
        notices: Notices,
        kept: Kept,
        hold: Callable[[], object],
        log_of: Callable[[str, date], str] = desk_log_id,
    ) -> None:
        self._operator = operator
        self._script = script
        self._versions = versions
        self._clock = clock
        self._notices = notices
        self._kept = kept
        self._journal = kept.journal
        self._desk_log = kept.desk_log
        self._tasks = kept.tasks
        self.became_of = kept.tasks.of_call
        self._lookup = kept.lookup
        self._hold = hold
        """Makes sure, before anything is written, that nobody else writes the desk log."""
        self._log_of = log_of
        self.trouble: StoreError | None = None
        """Why what was done is not recorded, if it is not."""
        self._pending: list[tuple[str, TaskMove | Drafted]] = []
        """What is not recorded yet, with the log that it belongs to."""
        self._unfiled: list[TaskMove] = []
        """What is recorded, and not registered yet."""
        self._known = set[str]()
        """The work of which nothing is to be found in this operator's logs but what was done here."""
        self._looked = False
        self._one_at_a_time = Lock()

    @property
    def unsaved(self) -> int:
        """The number of deeds, and of what was typed for them, that are not durable yet."""
        return len(self._pending)

    @property
    def waiting(self) -> bool:
        """Whether something is to be done at the next occasion."""
        return bool(self._pending or self._unfiled)

    def do(self, task: str, deed: Deed) -> TaskRecord:
        """Do something to work; return how it stands then. Raise `TaskRefused`, or `StoreError` if nothing was done.

        If it was granted and could not be recorded, `trouble` says why.
        """
        with self._one_at_a_time:
            now, record = self._now(), self._found(task)
            event_of(record, deed, self._operator, 0, now)  # before anything is asked of anybody
            must_suit(self._script, record, deed, now)
            self._take_in_from_holder(record, now, freeing=isinstance(deed, Free))
            now = max(now, record.since or now)  # another's clock may be ahead: what follows does not stand before it
            return self._grant(task, deed, now, now)

    def settle(self, task: str, attempt: int, came: Came | None) -> bool:
        """Record what a call has come to with the work that it was begun for, once; tell whether that is news.

        Raise `TaskRefused` if somebody else has it by now. What was closed meanwhile stays as it is.
        """
        with self._one_at_a_time:
            now = self._now()
            self._take_in_from_holder(self._found(task), now, freeing=False)
            return self._settle(self._found(task), attempt, came, now)

    def _settle(self, record: TaskRecord, attempt: int, came: Came | None, now: datetime) -> bool:
        is_taken = record.is_with(self._operator) and record.attempt == attempt
        if came is None or not (is_taken or (record.is_open and isinstance(came.deed, Finish))):
            return came is None and is_taken
        deed = _as_before(self._kept, record, came.deed) if isinstance(came.deed, GiveBack) else came.deed
        if deed:
            self._grant(record.id, deed, now, max(came.at, record.since or came.at))
        return deed is not None

    def keep_typed(self, task: TaskRecord, place: str, text: str) -> None:
        """Keep what is being typed about work, as in `of_work`; it does nothing to it. Empty: nothing is any more."""
        with self._one_at_a_time:
            now = self._now()
            event = Drafted(seq=0, at=now, place=place, text=text, call=task.call)
            self._pending.append((self._log_of(self._operator, local(self._script, now).date()), event))
            self._retry()

    def retry(self) -> None:
        """Record and register what could not be."""
        with self._one_at_a_time:
            self._retry()

    def _grant(self, task: str, deed: Deed, now: datetime, at: datetime) -> TaskRecord:
        """Have an attempt granted, and record what was done under it."""
        granted = self._tasks.take(task, self._operator, now, act_of(deed))
        event = event_of(granted.task, deed, self._operator, granted.attempt, at)
        self._known.add(task)
        self._pending.append((self._log_of(self._operator, local(self._script, now).date()), event))
        self._retry()
        return moved(granted.task, event)

    def look_soon(self) -> None:
        """Do the following once, on a thread of its own: however long a look-up takes, nothing waits for it."""
        if not self._looked:
            self._looked = start(Thread(target=self.look, name="work", daemon=True))

    def look(self) -> None:
        """Register what was recorded here before the program died, and give back what it had not begun to ring up."""
        with self._notices.telling():
            mine = [task for task in self._lookup.tasks(self._operator) if _held_by(task) == self._operator]
            with self._one_at_a_time:
                before = [task for task in mine if task.id not in self._known]  # the rest was moved here meanwhile
                if mine:
                    self._take_in(self._operator, mine, self._now())
                for task in before:
                    with suppress(TaskRefused):  # somebody has closed it, or has it by now
                        self._give_back(self._found(task.id))

    def _give_back(self, record: TaskRecord) -> None:
        """Give work back that was taken for a call which was never begun, and say so."""
        if never_rung := _never_rung(self._kept, record, self._operator):
            now = self._now()
            if self._settle(record, record.attempt, Came(GiveBack(never_rung), now), now):
                self._notices.add(_told_back(self._script, record))

    def put_aside(self, left: Left) -> None:
        """Put what is not recorded elsewhere, should the desk be left; it is taken in by the next start."""
        with self._one_at_a_time:
            for log_id in dict.fromkeys(log_id for log_id, _ in self._pending):
                try:
                    file = self._desk_log.keep_log_elsewhere(log_id)
                    left.kept += [file] if file not in left.kept else []
                except StoreError as error:
                    left.lost.append(f"{log_id}: {error}")

    def _retry(self) -> None:
        while self._pending:
            log_id, event = self._pending[0]
            try:
                self._hold()
                self._desk_log.record(log_id, event)
            except StoreError as error:
                self.trouble = error
                return
            del self._pending[0]
            if not isinstance(event, Drafted):
                self._unfiled.append(event)
        self.trouble = None
        while self._unfiled:
            with self._notices.telling() as filed:
                self._file(self._unfiled[0])
            if filed.failed:
                return
            del self._unfiled[0]

    def _file(self, event: TaskMove) -> None:
        self._tasks.file(event)
        note_owed(self._kept, self._versions, event.call)

    def _found(self, task: str) -> TaskRecord:
        if record := self._tasks.find(task):
            return record
        raise TaskRefused("unknown")

    def _take_in_from_holder(self, record: TaskRecord, now: datetime, *, freeing: bool) -> None:
        """Register what whoever has, or had, work did to it and could not register."""
        if not (holder := _held_by(record)):
            return
        if holder == self._operator:
            wanted = record.id not in self._known
        elif record.lease:
            wanted = freeing or now >= record.lease.since + LEASE  # else it is refused anyway
        else:
            wanted = freeing or held(record, None, now) is None
        if wanted:
            self._take_in(holder, (record,), now)

    def _take_in(self, operator: str, tasks: Sequence[TaskRecord], now: datetime) -> None:
        """Register what an operator's logs say of work since it was taken."""
        wanted = {task.id for task in tasks}
        since = min((task.lease.since if task.lease else task.since or now) for task in tasks)
        last = local(self._script, now).date()
        first = max(local(self._script, since).date(), last - timedelta(days=_LOOKED_BACK))
        for event in desk_events(self._journal, operator, first, last):
            if isinstance(event, TaskMove) and is_afterwards(event) and task_id(event.call, event.task) in wanted:
                self._file(event)
        self._known |= wanted if operator == self._operator else set()

    def _now(self) -> datetime:
        return self._clock.now()


def note_owed(kept: Kept, versions: Versions, call: str) -> None:
    """Enter how a call stands with the standard, by what became of its work."""
    log = kept.journal.read_call(call, alone=True)
    if script := versions.of(log.events):
        told = with_deliveries(script, fold_all(script, log.whole), kept.outbox)
        if summary := summarise(script, moved_on(script, told, kept.tasks.of_call(call))):
            kept.registers.note_owed(summary)


def _held_by(task: TaskRecord) -> str:
    """Return who has work, or was granted it last; empty: nobody has."""
    return task.lease.by if task.lease else task.by if task.state == "taken" else ""


def _as_before(kept: Kept, record: TaskRecord, back: GiveBack) -> GiveBack | None:
    """Say how work was before it was taken for a call; None: its taker had it by hand before, and has it so again."""
    log = kept.elsewhere(record.call) if record.host and kept.elsewhere else kept.journal.read_call(record.call).events
    was = before_taken(log, kept.tasks.of_call(record.call), back.through)
    if was and was.is_with(record.by):
        return None
    return replace(back, owner=was.owner, reminder=was.reminder) if was else back


def _never_rung(kept: Kept, record: TaskRecord, by: str) -> str:
    """Return the call that somebody has taken work for and of which the journal has nothing; empty: there is none."""
    moves = [move for move in kept.tasks.of_call(record.call) if task_id(move.call, move.task) == record.id]
    last = moves[-1] if moves else None
    if not (isinstance(last, TaskTaken) and last.through and (record.state, record.by) == ("taken", by)):
        return ""
    found = kept.journal.read_call(last.through)
    return "" if found.events or found.newer or found.problems else last.through


def _told_back(script: Script, record: TaskRecord) -> str:
    what = phrases.label(script, f"task.{record.kind}")
    told = _("The program had ended before the caller was rung up. As it was before that: {what}")
    return told.format(what=", ".join(filter(None, (what, record.phone))))
