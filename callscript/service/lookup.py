"""Looking up what was filed, off the event loop: whatever a store takes to answer, keys, clocks and saving go on.

Each kind of question has a thread of its own while there is something to look up, and saving has others. A thread looks
up one question at a time, and of those that wait only the newest. The threads are daemons: they hold up no exit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from callscript.core.call.events import CallStarted, Event, NoticeDelivered, without_moves
from callscript.core.call.fold import fold_all
from callscript.core.records import Caller, CallSummary, Earlier, TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.read.query import parse
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.threads import start
from callscript.service.arranged import work_of
from callscript.service.delivery.delivered import delivered
from callscript.service.desk_log import typed_of
from callscript.service.notices import Notices
from callscript.service.upkeep import Upkeep
from callscript.store.logs import numbered_on
from callscript.store.others import OtherHosts
from callscript.store.ports import Journal, Lookup, Outbox, Tasks

if TYPE_CHECKING:
    from callscript.service.callers import Callers

Answer = TypeVar("Answer")

GRACE = 0.05
"""Seconds that whoever asked waits for the answer, before anything else is done: a disk answers sooner."""


class Questioner(Generic[Answer]):
    """Asks one thing after another. A new question withdraws the one before: its future is cancelled."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: _Question[Answer] | None = None
        """What is to be looked up next."""
        self._latest: asyncio.Future[Answer] | None = None
        self._at_work = False

    def ask(self, look_up: Callable[[], Answer]) -> asyncio.Future[Answer]:
        """Have something looked up on a thread, and return what will be the answer, or the error."""
        loop = asyncio.get_running_loop()
        if self._latest is not None:
            self._latest.cancel()
        self._latest = loop.create_future()
        with self._lock:
            self._newest = _Question(look_up, loop, self._latest)
            idle, self._at_work = not self._at_work, True
        if idle and not start(Thread(target=self._work, name="look-up", daemon=True)):
            self._work()
        return self._latest

    def _work(self) -> None:
        while question := self._next():
            question.answer()

    def _next(self) -> _Question[Answer] | None:
        """Take the newest question; the thread ends where there is none."""
        with self._lock:
            question, self._newest = self._newest, None
            if question is None or question.future.cancelled():
                self._at_work = False
                return None
            return question


class _Question(NamedTuple, Generic[Answer]):
    look_up: Callable[[], Answer]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Answer]

    def answer(self) -> None:
        """Look it up, and hand the answer to the loop, which may be gone by then."""
        try:
            found = self.look_up()
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is awaited; the thread goes on
            settle, outcome = self.future.set_exception, error
        else:
            settle, outcome = self.future.set_result, found
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._settle, settle, outcome)

    def _settle(self, settle: Callable[[Any], None], outcome: object) -> None:
        if not self.future.done():
            settle(outcome)


class Recorded(NamedTuple):
    """A call from the journal, with the script that it was led by."""

    script: Script
    log: Sequence[Event]
    """With what was corrected and what became of its work. Empty if it cannot be read; the notices say why."""

    @property
    def call_id(self) -> str:
        """The id of the call."""
        return self.log[0].call if self.log and isinstance(self.log[0], CallStarted) else ""

    @property
    def own(self) -> Sequence[Event]:
        """The same, of a call that is closed, without what became of its work and what was delivered since."""
        length = len(self.log)
        while length and isinstance(self.log[length - 1], NoticeDelivered):
            length -= 1
        return without_moves(self.log[:length])


class OpenedTask(NamedTuple):
    """Work that was looked up, with the call that has left it."""

    task: TaskRecord
    call: Recorded
    typed: Mapping[str, str] = {}
    """What the operator has begun to type about it today or yesterday, by place, as in `of_work`."""


class Lookups:
    """What an operator looks up. What cannot be looked up is told as a notice, and answered with nothing.

    Every method returns a future; asked again, it withdraws what it was asked before.
    """

    def __init__(
        self,
        operator: str,
        script: Script,
        versions: Versions,
        journal: Journal,
        upkeep: Upkeep,
        lookup: Lookup,
        tasks: Tasks,
        outbox: Outbox,
        clock: Clock,
        notices: Notices,
        others: OtherHosts,
    ) -> None:
        self._operator = operator
        self._script = script
        self._versions = versions
        self._journal = journal
        self._upkeep = upkeep
        """What is found damaged is told at once, and made again."""
        self.complete = True
        """Whether the answer before had all that there is, as far as is known, and the lists at home too."""
        self.others_asked = True
        """Whether the answer about earlier calls before has those of other hosts too, if there are any."""
        self._others = others
        self._lookup = lookup
        self._work = tasks
        self._outbox = outbox
        self._clock = clock
        self._notices = notices
        self._today = Questioner[list[CallSummary]]()
        self._tasks = Questioner[list[TaskRecord]]()
        self._earlier = Questioner[list[Earlier]]()
        self._caller = Questioner[Caller]()
        self._found = Questioner[list[CallSummary]]()
        self._filed = Questioner[Recorded]()
        self._opened = Questioner[OpenedTask | None]()
        self._at_home: dict[object, bool] = {self._today: True, self._tasks: True}
        """Whether the lists at home had all when they were last looked up."""

    @property
    def work_asked(self) -> bool:
        """Whether the list of work before has that of other hosts too, if there are any."""
        return self._others.work is None or self._others.work.asked

    def today(self) -> asyncio.Future[list[CallSummary]]:
        """Look up the operator's calls of today, the latest first."""
        day = local(self._script, self._clock.now()).date()
        return self._today.ask(
            lambda: self._list(lambda: self._lookup.summaries(day, self._operator)[::-1], self._today)
        )

    def tasks(self, *, of_all: bool = False) -> asyncio.Future[list[TaskRecord]]:
        """Look up the operator's open work, that of the people whom they are one of and anybody's, or that of all
        operators, what is due first.

        What was postponed stands behind, until its reminder comes: then before all that is not overdue.
        """
        operator = None if of_all else self._operator
        return self._tasks.ask(lambda: self._list(lambda: self._open_work(operator), self._tasks))

    def task(self, task: str) -> asyncio.Future[OpenedTask | None]:
        """Look up a piece of work, open or closed, and read its call; None: it is not known, or cannot be read."""
        return self._opened.ask(lambda: self._open(task))

    def earlier(self, phone: str) -> asyncio.Future[list[Earlier]]:
        """Look up the calls from the numbers in a text, the latest first: surely from one of them, or maybe."""
        return self._earlier.ask(lambda: self._list(lambda: self._earlier_of(phone)))

    def caller(self, told: Sequence[str], call_id: str, own: str = "") -> asyncio.Future[Caller]:
        """Look up what is known of a caller by the numbers in some texts, but for one call: the one being led.

        By `own` the script's conditions on earlier calls are held against these.
        """
        return self._caller.ask(lambda: self._known(told, call_id, own))

    def find(self, text: str, most: int) -> asyncio.Future[list[CallSummary]]:
        """Look up the calls that answer what was typed, the latest first, and no more than so many."""
        return self._found.ask(lambda: self._list(lambda: self._lookup.find(parse(self._script, text), most)))

    def filed(self, call_id: str) -> asyncio.Future[Recorded]:
        """Read a call from the journal, with the script that it was led by."""
        return self._filed.ask(lambda: self._read(call_id))

    def _list(self, look_up: Callable[[], list[Answer]], which: object = None) -> list[Answer]:
        found: list[Answer] = []
        complete = False
        with self._notices.telling():
            found = look_up()
            complete = self._upkeep.complete
        if which in self._at_home:
            self._at_home[which] = complete
        self.complete = complete and all(self._at_home.values())
        self._upkeep.see_to()
        return found

    def _open_work(self, operator: str | None) -> list[TaskRecord]:
        now = self._clock.now()
        found = self._lookup.tasks() if operator is None else work_of(self._lookup, self._script, operator)
        return sorted(found, key=lambda task: task.place(now))

    def _open(self, task: str) -> OpenedTask | None:
        with self._notices.telling():
            if record := self._work.find(task):
                call = self._elsewhere(record.call) if record.host else self._read(record.call)
                return OpenedTask(record, call, self._typed(record.call))
        return None

    def _elsewhere(self, call: str) -> Recorded:
        """Read a call of another host; who opens it is recorded where all hosts have their calls."""
        with self._notices.telling():
            if self._others.work and (log := self._others.work.read(call, self._operator)):
                return Recorded(self._versions.needed(log), log)
        return Recorded(self._script, ())

    def _typed(self, call: str) -> dict[str, str]:
        return typed_of(call, self._journal, self._operator, local(self._script, self._clock.now()).date())

    def _callers(self) -> Callers:
        from callscript.service.callers import Callers  # nobody has rung yet at the start

        return Callers(self._script, self._versions, self._journal, self._lookup, self._others)

    def _earlier_of(self, phone: str) -> list[Earlier]:
        found = self._callers().earlier((phone,))
        self.others_asked = found.asked
        return list(found.earlier)

    def _known(self, told: Sequence[str], call_id: str, own: str) -> Caller:
        caller, complete = Caller(told), False
        with self._notices.telling():
            caller = self._callers().known(told, call_id, own, local(self._script, self._clock.now()).date())
            complete = self._upkeep.complete
        self._upkeep.see_to()
        return caller._replace(complete=complete, conditions=caller.conditions if complete else None)

    def _read(self, call_id: str) -> Recorded:
        with self._notices.telling():
            log = self._journal.read_call(call_id, alone=True).whole
            if log:
                script = self._versions.needed(log)
                log += numbered_on(log, self._work.of_call(call_id))
                return Recorded(script, [*log, *delivered(script, fold_all(script, log), self._outbox)])
        return Recorded(self._script, ())


async def soon(*awaited: asyncio.Future[Any]) -> None:
    """Wait until something is there, but no longer than `GRACE`."""
    await asyncio.wait(awaited, timeout=GRACE)


async def off_loop(do: Callable[[], Answer]) -> Answer:
    """Do something on a daemon thread of its own, and return what comes of it."""
    return await Questioner[Answer]().ask(do)
