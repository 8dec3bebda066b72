"""The operator's desk: what outlives a single call. It starts calls, brings back one left open, and files them.

Everything that can fail with the store fails here in words: a call is never refused because something cannot be saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from callscript.contacts.phones import e164
from callscript.core.call.call import Call, fold_all
from callscript.core.call.events import CallStarted, Event, Operator, Unknown
from callscript.core.records import CallSummary, Earlier, Query, TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.packs import PackError, PackNotFound
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.service.session import Session
from callscript.service.summary import filed
from callscript.store.errors import Damaged, RecoveryFailed, StoreError
from callscript.store.logs import CallLog
from callscript.store.names import began, new_call_id
from callscript.store.ports import Seat, Store


class Desk:
    """A logged-in operator with a script, a store and a clock."""

    def __init__(
        self, profile: Profile, script: Script, scripts: Versions, store: Store, seat: Seat, clock: Clock
    ) -> None:
        self.profile = profile
        self.script = script
        self._scripts = scripts
        """The versions that earlier calls were led by."""
        self._store = store
        self._seat = seat
        self._clock = clock
        self._unfiled: list[Session] = []
        """Calls that are over and not in the registers yet."""
        self.notices: list[str] = []
        """What the operator should be told at the next occasion."""

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
        await self.file_calls()
        call_id = new_call_id(self.operator.number, local(self.script, self.now()))
        session = self._session(self.script, call_id)
        await session.start(call_id, self.operator, phone=e164(phone, self.script.pack.region) or phone)
        return session

    def left_open(self) -> Sequence[Event]:
        """Return the log of the call that was left open: nothing if there is none, or if it cannot be brought back."""
        passed_over: set[str] = set()
        while True:
            try:
                if (call_id := self._seat.claim(passed_over)) is None:
                    return ()
                passed_over.add(call_id)
                found = self._store.journal.read_call(call_id)
                self.notices.extend(str(problem) for problem in found.problems)
                if found.newer or any(isinstance(event, Unknown) for event in found.events):
                    self._seat.confirm(call_id)
                    self.notices.append(self._only_by_a_newer_release(call_id, found))
                elif not found.events or self._closed(found.events):
                    self._seat.done(call_id)
                else:
                    self._seat.confirm(call_id)
                    return found.events
            except (RecoveryFailed, Damaged, PackError) as error:  # only this one: there may be another call
                self.notices.append(str(error))
            except StoreError as error:
                self.notices.append(str(error))
                return ()

    def _only_by_a_newer_release(self, call_id: str, found: CallLog) -> str:
        at = began(call_id)
        time = self.started_at(found.events) if found.events else at.strftime("%H:%M") if at else "?"
        return _(
            "The call of {time} was recorded by a newer release of callscript and can be taken up only there: {call}"
        ).format(time=time, call=call_id)

    def started_at(self, log: Sequence[Event]) -> str:
        """Return the time at which a call began, on the centre's clock."""
        return local(self.script, log[0].at).strftime("%H:%M")

    async def resume(self, log: Sequence[Event]) -> Session:
        """Take up a call that was left open, with the script it was begun with."""
        session = self._session(self._script_of(log), getattr(log[0], "call", ""))
        await session.resume(log)
        return session

    async def finish(self, session: Session) -> None:
        """File a call that is over, or left; what cannot be filed now is filed before the next call begins."""
        self._unfiled.append(session)
        await self.file_calls()

    async def file_calls(self) -> None:
        """File the calls that are not in the registers yet."""
        waiting, self._unfiled = self._unfiled, []
        for session in waiting:
            await session.tick()
            with self._telling() as done:
                await asyncio.to_thread(self._file, session.script, session.log)
                if session.call.start and session.call.closed and not session.unsaved:
                    self._seat.done(session.call.start.call)
            if done.failed or session.unsaved:
                self._unfiled.append(session)

    def leave(self) -> None:
        """Leave the desk; a call still open stays marked as such."""
        self._seat.leave()
        self._store.close()

    def _session(self, script: Script, call_id: str) -> Session:
        saved_whole = True
        marked = False

        def save(call: str, events: Sequence[Event]) -> None:
            """Append events; all of the call's anew, if the journal was found damaged under it."""
            nonlocal saved_whole, marked
            if not marked:
                self._seat.begin(call_id)
                marked = True
            self._store.journal.append(call, events if saved_whole else [*session.log, *events])
            saved_whole = True
            if found := self._store.take_notices():
                self.notices.extend(map(str, found))
                saved_whole = False
                self._store.journal.append(call, [*session.log, *events])
                saved_whole = True

        session = Session(script, self._clock, save)
        return session

    def _file(self, script: Script, log: Sequence[Event]) -> None:
        if (found := filed(script, log)) is not None:
            self._store.registers.file_call(*found)

    def _closed(self, log: Sequence[Event]) -> bool:
        """Tell whether a call is closed; one that is may have missed being filed."""
        script = self._script_of(log)
        if not fold_all(script, log).closed:
            return False
        self._file(script, log)
        return True

    def _script_of(self, log: Sequence[Event]) -> Script:
        start = log[0]
        if isinstance(start, CallStarted) and start.pack_hash == self.script.hash:
            return self.script
        if script := self._scripts.of(log):
            return script
        raise PackNotFound(_("the version of the script that this call was led by is not to be had"))

    def _telling(self) -> _Telling:
        return _Telling(self.notices)

    # Looking up

    def today(self) -> list[CallSummary]:
        """Return the operator's calls of today, the latest first."""
        day = local(self.script, self.now()).date()
        with self._telling():
            return sorted(
                self._store.lookup.summaries(day, self.operator.number), key=lambda call: call.started, reverse=True
            )
        return []

    def tasks(self) -> list[TaskRecord]:
        """Return the operator's open work, what is due first."""
        with self._telling():
            return self._store.lookup.tasks(self.operator.number)
        return []

    def earlier(self, phone: str) -> list[Earlier]:
        """Return the calls from a number: those surely from it, and those that may be."""
        with self._telling():
            return self._store.lookup.history(e164(phone, self.script.pack.region) or phone)
        return []

    def find(self, query: Query, most: int = 200) -> Iterator[CallSummary]:
        """Return the calls that answer a query, the latest first."""
        with self._telling():
            yield from self._store.lookup.find(query, most)

    def log_of(self, call_id: str) -> tuple[Script, Sequence[Event]]:
        """Return a call's log with the script it was led by; an empty log if it cannot be read."""
        with self._telling():
            log = self._store.journal.read_call(call_id).events
            return (self._script_of(log) if log else self.script), log
        return self.script, ()


class _Telling:
    """Turns what the store or a pack cannot do into a notice: the work goes on."""

    def __init__(self, notices: list[str]) -> None:
        self._notices = notices
        self.failed = False

    def __enter__(self) -> _Telling:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, StoreError | PackError | OSError):
            self._notices.append(str(error))
            self.failed = True
        return self.failed
