"""The operator's desk: what outlives a single call. It starts calls, brings back one left open, and files them.

Everything that can fail with the store fails here in words: a call is never refused because something cannot be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from callscript.clock import Clock
from callscript.core.call import Call, fold_all
from callscript.core.events import CallStarted, Event, Operator
from callscript.core.script import Script
from callscript.core.worktime import local
from callscript.filing import summarise
from callscript.i18n import _
from callscript.packs import PackError, keep, kept
from callscript.session import Session
from callscript.settings import Profile
from callscript.store import Seat, Store
from callscript.store.errors import RecoveryFailed, StoreError
from callscript.store.find import Query, find
from callscript.store.names import new_call_id
from callscript.store.records import CallSummary, Earlier, TaskRecord
from callscript.validation import e164


class Desk:
    """A logged-in operator with a script, a store and a clock."""

    def __init__(
        self, profile: Profile, script: Script, folder: Path, store: Store, seat: Seat, clock: Clock, packs: Path
    ) -> None:
        self.profile = profile
        self.script = script
        self._folder = folder
        """Of the script pack."""
        self._store = store
        self._seat = seat
        self._clock = clock
        self._packs = packs
        """Where the versions of packs are kept that calls were begun with."""
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
        call_id = new_call_id(self.operator.number, local(self.script, self.now()))
        with self._telling():
            self._seat.begin(call_id)
        with self._telling():
            self._keep_pack()
        session = self._session(self.script)
        await session.start(call_id, self.operator, phone=e164(phone, self.script.pack.region) or phone)
        return session

    def left_open(self) -> Sequence[Event]:
        """Return the log of the call that was left open: nothing if there is none, or if it cannot be brought back."""
        try:
            call_id = self._seat.claim()
            if call_id is None:
                return ()
            found = self._store.read_call(call_id)
            self.notices.extend(str(problem) for problem in found.problems)
            if not found.events or fold_all(self._script_of(found.events), found.events).closed:
                self._seat.done()
                return ()
        except RecoveryFailed as failed:
            self.notices.append(_("{reason}").format(reason=failed))
        except (StoreError, PackError) as error:
            self.notices.append(str(error))
        else:
            self._seat.confirm()
            return found.events
        return ()

    def started_at(self, log: Sequence[Event]) -> str:
        """Return the time at which a call began, on the centre's clock."""
        return local(self.script, log[0].at).strftime("%H:%M")

    async def resume(self, log: Sequence[Event]) -> Session:
        """Take up a call that was left open, with the script it was begun with."""
        session = self._session(self._script_of(log))
        await session.resume(log)
        return session

    def finish(self, session: Session) -> None:
        """File a call; when it is closed and saved, it is no longer the one in progress."""
        with self._telling():
            if (summary := summarise(session.script, session.log)) is not None:
                self._store.file_call(summary, session.log)
            if session.call.closed and not session.unsaved:
                self._seat.done()

    def leave(self) -> None:
        """Leave the desk; a call still open stays marked as such."""
        self._seat.leave()
        self._store.close()

    def _session(self, script: Script) -> Session:
        def save(call_id: str, events: Sequence[Event]) -> None:
            self._store.append(call_id, events)
            if found := self._store.take_notices():
                self._store.append(call_id, [*session.log, *events])
                self.notices.extend(map(str, found))

        session = Session(script, self._clock, save)
        return session

    def _keep_pack(self) -> None:
        keep(self._folder, self._packs, self.script)

    def _script_of(self, log: Sequence[Event]) -> Script:
        start = log[0]
        if not isinstance(start, CallStarted) or start.pack_hash == self.script.hash:
            return self.script
        return kept(self._packs, start.pack_hash)

    def _telling(self) -> _Telling:
        return _Telling(self.notices)

    # Looking up

    def today(self) -> list[CallSummary]:
        """Return the operator's calls of today, the latest first."""
        day = local(self.script, self.now()).date()
        with self._telling():
            return sorted(self._store.summaries(day, self.operator.number), key=lambda call: call.started, reverse=True)
        return []

    def tasks(self) -> list[TaskRecord]:
        """Return the operator's open work, what is due first."""
        with self._telling():
            return self._store.tasks(self.operator.number)
        return []

    def earlier(self, phone: str) -> list[Earlier]:
        """Return the calls from a number: those surely from it, and those that may be."""
        with self._telling():
            return self._store.history(e164(phone, self.script.pack.region) or phone)
        return []

    def find(self, query: Query) -> Iterator[CallSummary]:
        """Return the calls that answer a query, the latest first."""
        with self._telling():
            yield from find(self._store, query)

    def log_of(self, call_id: str) -> tuple[Script, Sequence[Event]]:
        """Return a call's log with the script it was led by; an empty log if it cannot be read."""
        with self._telling():
            log = self._store.read_call(call_id).events
            return (self._script_of(log) if log else self.script), log
        return self.script, ()


class _Telling:
    """Turns what the store or a pack cannot do into a notice: the work goes on."""

    def __init__(self, notices: list[str]) -> None:
        self._notices = notices

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, StoreError | PackError | OSError):
            self._notices.append(str(error))
            return True
        return False
