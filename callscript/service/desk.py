"""The operator's desk: what outlives a single call. It starts calls, brings back those left open, and has them filed.

Everything that can fail with the store fails here in words: a call is never refused because something cannot be saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from callscript.contacts.phones import kept
from callscript.core.acts import Deed
from callscript.core.call.call import Call
from callscript.core.call.commands import Resume
from callscript.core.call.events import Operator
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.packs import PackError
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.runtime.threads import on_thread, once_on_thread
from callscript.service.articles import ArticleSearch
from callscript.service.beside import Beside
from callscript.service.call_back import CallBack
from callscript.service.corrected import Became, Corrected, new_session
from callscript.service.correcting import is_correctable
from callscript.service.delivery.filing import Filing
from callscript.service.delivery.post import Post
from callscript.service.delivery.ways import Way
from callscript.service.desk_log import DeskLog
from callscript.service.effects import Effects
from callscript.service.lookup import Lookups, Recorded, off_loop
from callscript.service.notices import Notices
from callscript.service.open_calls import OpenCall, OpenCalls
from callscript.service.saving import Left, Saving, put_elsewhere
from callscript.service.summary import by_own_script
from callscript.service.upkeep import Upkeep
from callscript.service.work import Kept, Work, note_owed
from callscript.store.errors import StoreError
from callscript.store.names import new_call_id
from callscript.store.others import OneHost, OtherHosts
from callscript.store.ports import Journal, Lookup, Outbox, Registers, Seat, Tasks

if TYPE_CHECKING:
    from callscript.service.session import Session


class Desk:
    """A logged-in operator with a script, a journal, registers and a clock."""

    new_session = staticmethod(new_session)

    def __init__(
        self,
        profile: Profile,
        script: Script,
        versions: Versions,
        seat: Seat,
        clock: Clock,
        *,
        journal: Journal,
        registers: Registers,
        tasks: Tasks,
        lookup: Lookup,
        outbox: Outbox,
        way: Callable[[], Way],
        pack: Path | None = None,
        folders: Folders | None = None,
        others: OtherHosts | None = None,
    ) -> None:
        self.profile = profile
        self.script = script
        self.barred: PackError | None = None
        """Why no call can be begun here, only those left open gone on with: the script pack cannot be used."""
        self.notices = Notices()
        """What the operator should be told at the next occasion."""
        self.upkeep = Upkeep(journal, registers, by_own_script(versions, outbox), self.notices)
        self.others = others = others or OneHost()
        self.lookups = Lookups(
            profile.number, script, versions, journal, self.upkeep, lookup, tasks, outbox, clock, self.notices, others
        )
        self.articles = ArticleSearch(script, pack, folders, self.notices, clock.now)
        self.open_calls = OpenCalls(profile.number, script, versions, seat, journal, clock, self.notices)
        self._saving = Saving(journal, seat, self.notices)
        self._seat = seat
        self.notices.add(*seat.take_notices())
        self.clock = clock
        self.journal = journal
        self._desk_log = DeskLog(journal)
        own = Kept(journal, self._desk_log, registers, tasks, lookup, outbox)
        of_all = _of_all_hosts(own, others, profile.number, versions)
        self.work = Work(profile.number, script, versions, clock, self.notices, of_all, self._saving.hold)
        self._marked: dict[str, Session] = {}
        """By id: the calls led here that the seat has marked as open."""
        filing = Filing(journal, registers, tasks, outbox, versions, self.notices)
        self.post = Post(outbox, way, clock.now, self.notices, self._marked, filing)
        self._effects = Effects(filing, self.post, self.work, self.notices)
        self._beside = Beside(seat, journal, filing, versions, clock)
        self._corrected = Corrected(
            self._desk_log, self._beside, self._saving, clock, self._effects.tell, self.work.became_of, self._marked
        )
        self._catching_up = asyncio.Lock()

    @property
    def operator(self) -> Operator:
        """Who sits here."""
        return self.profile.operator

    def now(self) -> datetime:
        """Return the time."""
        return self.clock.now()

    def until_next_second(self, call: Call) -> float:
        """Return for how long the clocks on screen stay as they are."""
        begun = call.ended or call.start
        since = max((run.started for run in call.running.values()), default=begun.at if begun else self.now())
        return 1.0 - (self.now() - since).total_seconds() % 1.0 + 0.005

    def ring(self, bell: Callable[[], None]) -> None:
        """Ring, unless the operator has turned the bell off."""
        if self.profile.bell:
            bell()

    @property
    def unsaved(self) -> int:
        """The number of events, of all calls, that are not durable yet."""
        return sum(session.unsaved for session in self._marked.values()) + self.work.unsaved

    @property
    def trouble(self) -> StoreError | None:
        """Why they are not, if they are not."""
        troubles = (session.trouble for session in self._marked.values() if session.unsaved)
        return next(filter(None, (*troubles, self.work.trouble)), None)

    async def start_call(self, phone: str = "", about: CallBack | None = None, *, entry: str = "") -> Session:
        """Begin a call; `phone` is the caller's number, if it is known. With `about` the caller is rung up.

        With `entry` it is no call: what came without one is entered, of this kind.
        """
        self.clock.anchor()
        await self.catch_up()
        if phone:
            region = self.script.pack.region
            phone = await off_loop(lambda: kept(phone, region)) or phone
        call_id = about.call if about else new_call_id(self.operator.number, local(self.script, self.now()))
        session = self._session(self.script, call_id)
        await session.start(call_id, self.operator, phone=phone, goes_on=about.goes_on if about else None, entry=entry)
        return session

    @property
    def begun_entry(self) -> Session | None:
        """What came without a call and was begun to be entered: it is neither registered nor discarded yet."""
        return next((each for each in self._marked.values() if each.call.entry and not each.call.closed), None)

    async def left_open(self) -> OpenCall | None:
        """Return a call that was left open, each once; None: there is no more, or it cannot be brought back.

        Those that are closed and are still marked as open are filed: the program ended before that was done. What was
        begun to be entered waits to be gone on with.
        """
        await off_loop(self._beside.finish_left)
        while (left := await off_loop(self.open_calls.next)) and (left.call.closed or left.call.entry):
            if left.id not in self._marked and (session := self._take_up(left)).call.closed:
                self._effects.take(session)
        await self.catch_up()
        return left

    async def resume(self, left: OpenCall) -> Session:
        """Take up a call that was left open, with the script it was begun with."""
        from callscript.service.gone_on import GoneOn  # a start with nothing left open does without

        gone_on = GoneOn(left, self.work.became_of, self.notices)
        session = self._take_up(await off_loop(gone_on.known), gone_on.became)
        sure = self.clock.go_on_from(left.log[-1].at, left.boot)
        await session.do(Resume(about=not sure))
        return session

    def take_filed(self, filed: Recorded) -> Session:
        """Take up a call that is closed, to correct it: what is recorded of it now goes to the desk log of its day."""
        return self._corrected.take_up(filed)

    async def move(self, task: str, deed: Deed) -> TaskRecord:
        """Do something to work that a call left open; return how it stands then.

        Raise `TaskRefused`, or `StoreError` if it cannot be done now. What could not be saved is done, and saved later.
        """
        return await once_on_thread(lambda: self.work.do(task, deed))

    async def finish(self, session: Session) -> None:
        """Do what a call that is over, or left open, asks for; what cannot be done now is done before the next one."""
        self._effects.take(session)
        await self.catch_up()
        self.clock.anchor()

    async def catch_up(self) -> None:
        """Do what calls have asked for and could not be done yet."""
        async with self._catching_up:
            self.work.look_soon()
            if self.work.waiting:
                await on_thread(self.work.retry)
            await self._effects.carry_out()
            for call_id, session in list(self._marked.items()):
                if session.call.closed and not (session.unsaved or self._effects.pending(session)):
                    with self.notices.telling() as unmarked:
                        await on_thread(self._seat.done, call_id)
                    if not unmarked.failed:
                        del self._marked[call_id]

    async def put_aside(self) -> Left:
        """Put what is not saved elsewhere, should the desk be left; it is taken away again once it is saved."""
        return await on_thread(self._put_aside)

    def _put_aside(self) -> Left:
        logs = self._corrected.logs
        left = put_elsewhere((session, logs.get(session, self.journal)) for session in list(self._marked.values()))
        self.work.put_aside(left)
        return left

    def leave(self) -> Left:
        """Leave the desk; a call still open stays marked as such, what is not saved is put elsewhere.

        Nobody else can sit down before the last event is written and the last marker is renamed. Not on the event
        loop: that is waited for.
        """
        self.upkeep.leave()
        self.post.leave()
        self.others.leave()
        with self.open_calls.claiming:
            try:
                return self._put_aside()
            finally:
                try:
                    self.journal.close()
                finally:
                    self._seat.leave()

    def _take_up(self, left: OpenCall, became: Became | None = None) -> Session:
        """Have a session for a call as it was read: it goes on from that."""
        session = self._session(left.script, left.id, became)
        session.restore(left.log, left.call, left.unsaved)
        self.journal.take_up(left.id, left.log)
        return session

    def _session(self, script: Script, call_id: str, became: Became | None = None) -> Session:
        session = self.new_session(script, self.clock, self._saving.of(call_id), self._effects.tell, became)
        self._marked[call_id] = session
        return session


def has_all(desk: Desk) -> bool:
    """Tell whether lists have all that there is: the registers do, and of calls that are over here all is saved."""
    return desk.lookups.complete and not desk.unsaved


def may_correct(desk: Desk, filed: Recorded) -> bool:
    """Tell whether a call, or an entry, can be corrected at a desk, whether a session has entered it or a command."""
    return is_correctable(filed.script, filed.log, desk.operator.number, desk.now())


def _of_all_hosts(own: Kept, others: OtherHosts, operator: str, versions: Versions) -> Kept:
    """Have what others do to work of this host told here, and the calls read that work of other hosts is of."""
    if others.work is None:
        return own
    of_all = own._replace(elsewhere=partial(others.work.read, by=operator))
    others.work.learned = partial(note_owed, of_all, versions)
    return of_all
