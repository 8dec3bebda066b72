"""The operator's desk: what outlives a single call. It starts calls, brings back those left open, and has them filed.

Everything that can fail with the store fails here in words: a call is never refused because something cannot be saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from msgspec import Struct

from callscript.contacts.phones import kept
from callscript.core.call.call import Call
from callscript.core.call.commands import Resume
from callscript.core.call.events import Event, Operator
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.packs import PackError
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.service.effects import Effects
from callscript.service.lookup import Lookups, off_loop
from callscript.service.notices import Notices
from callscript.service.session import Session
from callscript.store.errors import Damaged, RecoveryFailed, StoreError
from callscript.store.logs import CallLog
from callscript.store.names import began, new_call_id
from callscript.store.ports import Journal, Lookup, Registers, Seat


class OpenCall(Struct, frozen=True):
    """A call that was left open, as the journal has it."""

    id: str
    script: Script
    """The one that it was begun with."""
    log: Sequence[Event]
    call: Call

    @property
    def started(self) -> str:
        """The time at which it began, on the centre's clock."""
        return local(self.script, self.log[0].at).strftime("%H:%M")


class Desk:
    """A logged-in operator with a script, a journal, registers and a clock."""

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
        lookup: Lookup,
    ) -> None:
        self.profile = profile
        self.script = script
        self.notices = Notices()
        """What the operator should be told at the next occasion."""
        self.lookups = Lookups(profile.number, script, versions, journal, registers, lookup, clock, self.notices)
        self._versions = versions
        """The scripts that earlier calls were led by."""
        self._seat = seat
        self._clock = clock
        self._journal = journal
        self._effects = Effects(registers, self.notices)
        self._marked: dict[str, Session] = {}
        """By id: the calls led here that the seat has marked as open."""
        self._claimed = set[str]()
        """Calls that were left open and were looked at here: they are not offered again."""
        self._claiming = Lock()
        """Is held while marked calls are looked at, on a thread that may outlive whoever asked."""

    @property
    def operator(self) -> Operator:
        """Who sits here."""
        return self.profile.operator

    def now(self) -> datetime:
        """Return the time."""
        return self._clock.now()

    def until_next_second(self, call: Call) -> float:
        """Return for how long the clocks on screen stay as they are."""
        since = max((run.started for run in call.running.values()), default=call.start.at if call.start else self.now())
        return 1.0 - (self.now() - since).total_seconds() % 1.0 + 0.005

    def ring(self, bell: Callable[[], None]) -> None:
        """Ring, unless the operator has turned the bell off."""
        if self.profile.bell:
            bell()

    # Calls

    async def start_call(self, phone: str = "") -> Session:
        """Begin a call; `phone` is the caller's number, if it is known."""
        self._clock.anchor()
        await self.catch_up()
        if phone:
            region = self.script.pack.region
            phone = await off_loop(lambda: kept(phone, region)) or phone
        call_id = new_call_id(self.operator.number, local(self.script, self.now()))
        session = self._session(self.script, call_id)
        await session.start(call_id, self.operator, phone=phone)
        return session

    async def left_open(self) -> OpenCall | None:
        """Return a call that was left open, each once; None: there is no more, or it cannot be brought back.

        Those that are closed and are still marked as open are filed: the program ended before that was done.
        """
        while (left := await off_loop(self._claim)) and left.call.closed:
            if left.id not in self._marked:
                session = self._session(left.script, left.id)
                session.restore(left.log, left.call)
                self._effects.take(session)
        await self.catch_up()
        return left

    async def resume(self, left: OpenCall) -> Session:
        """Take up a call that was left open, with the script it was begun with."""
        session = self._session(left.script, left.id)
        session.restore(left.log, left.call)
        await session.do(Resume())
        return session

    async def finish(self, session: Session) -> None:
        """Do what a call that is over, or left open, asks for; what cannot be done now is done before the next one."""
        self._effects.take(session)
        await self.catch_up()

    async def catch_up(self) -> None:
        """Do what calls have asked for and could not be done yet."""
        await self._effects.carry_out()
        for call_id, session in list(self._marked.items()):
            if session.call.closed and not (session.unsaved or self._effects.pending(session)):
                with self.notices.telling() as unmarked:
                    await asyncio.to_thread(self._seat.done, call_id)
                if not unmarked.failed:
                    del self._marked[call_id]

    def leave(self) -> None:
        """Leave the desk; a call still open stays marked as such.

        Nobody else can sit down before the last event is written and the last marker is renamed. Not on the event
        loop: that is waited for.
        """
        with self._claiming:
            try:
                self._journal.close()
            finally:
                self._seat.leave()

    def _session(self, script: Script, call_id: str) -> Session:
        saved_whole = True
        marked = False

        def save(call: str, events: Sequence[Event]) -> None:
            """Append events; all of the call's anew, if the journal was found damaged under it."""
            nonlocal saved_whole, marked
            if not marked:
                self._seat.begin(call_id)
                marked = True
            self._journal.append(call, events if saved_whole else [*session.log, *events])
            saved_whole = True
            if found := self._journal.take_notices():
                self.notices.add(*found)
                saved_whole = False
                self._journal.append(call, [*session.log, *events])
                saved_whole = True

        session = self._marked[call_id] = Session(script, self._clock, save)
        return session

    def _claim(self) -> OpenCall | None:
        """Claim the calls that were left open, one after another, until one can be taken up."""
        while True:
            try:
                with self._claiming:
                    if (call_id := self._seat.claim(self._claimed)) is None:
                        return None
                    self._claimed.add(call_id)
                    if left := self._restored(call_id):
                        return left
            except (RecoveryFailed, Damaged, PackError) as error:  # of this call only: there may be another one
                self.notices.add(error)
            except StoreError as error:
                self.notices.add(error)
                return None

    def _restored(self, call_id: str) -> OpenCall | None:
        """Return a claimed call as the journal has it; None: there is nothing to take up, or not by this release.

        Its claim stays counted only if that brings the program down.
        """
        try:
            found = self._journal.read_call(call_id)
            self.notices.add(*found.problems)
            if found.only_newer:
                left = None
                self.notices.add(self._only_by_a_newer_release(call_id, found))
            elif not found.events:
                self._seat.done(call_id)
                return None
            else:
                script = self._versions.needed(found.events)
                left = OpenCall(call_id, script, found.events, fold_all(script, found.events))
        except (StoreError, PackError):
            self._confirm(call_id)
            raise
        self._confirm(call_id)
        return left

    def _confirm(self, call_id: str) -> None:
        with self.notices.telling():
            self._seat.confirm(call_id)

    def _only_by_a_newer_release(self, call_id: str, found: CallLog) -> str:
        at = local(self.script, found.events[0].at) if found.events else began(call_id)
        return _(
            "The call of {time} was recorded by a newer release of callscript and can be taken up only there: {call}"
        ).format(time=at.strftime("%H:%M") if at else "?", call=call_id)
