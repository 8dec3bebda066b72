"""The only shell around the core: stamps, decides, journals, folds. One session leads one call.

Events are durable before the screen moves on; if they cannot be saved the call goes on, `trouble` says why, and every
later save begins with what is still unsaved.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from callscript.core.call import decide as core
from callscript.core.call import timers
from callscript.core.call.call import Call
from callscript.core.call.commands import Advance, Command, CorrectField
from callscript.core.call.entries import begin_entry
from callscript.core.call.events import CallStarted, Event, Operator, TaskMove
from callscript.core.call.fold import fold
from callscript.core.call.meanwhile import in_vain, is_being_done
from callscript.core.call.notices import Delivery, deliveries
from callscript.core.call.outgoing import Continued
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.runtime.clock import Clock
from callscript.runtime.threads import on_thread
from callscript.store.errors import StoreError

Append = Callable[[str, Sequence[Event]], None]
"""Makes the events of a call durable, or raises `StoreError`. Called off the screen's thread."""


class Session:
    """A call being led. `saved` is awaited whenever all that was recorded of it is durable."""

    practice = False
    """Whether the caller is played: the calls that are begun then count as none."""
    played_earlier: tuple[str, ...] = ()
    """What the script asks about earlier calls and holds for a caller who is played."""

    def __init__(
        self,
        script: Script,
        clock: Clock,
        append: Append,
        saved: Callable[[Session], Awaitable[None]] | None = None,
        became: Callable[[str], Sequence[TaskMove]] | None = None,
    ) -> None:
        self.script = script
        self.call = Call()
        self.log: list[Event] = []
        self.trouble: StoreError | None = None
        """Why the latest events are not saved, if they are not."""
        self._unsaved: list[Event] = []
        self._clock = clock
        self._append = append
        self._saved = saved
        self._became = became
        """Looks up what became of the work of a call that is closed, or gone on with; off the screen's thread."""
        self._heard: deque[Delivery] = deque()
        """What was delivered about the call and is not recorded yet."""
        self._one_at_a_time = asyncio.Lock()

    @property
    def unsaved(self) -> int:
        """The number of events that are not durable yet."""
        return len(self._unsaved)

    @property
    def not_saved(self) -> Sequence[Event]:
        """The events that are not durable yet."""
        return tuple(self._unsaved)

    async def start(
        self,
        call_id: str,
        operator: Operator,
        *,
        language: str = "",
        phone: str = "",
        goes_on: Continued | None = None,
        entry: str = "",
    ) -> None:
        """Begin a call; with `goes_on`, one in which the operator rings up; with `entry`, an entry of this kind."""
        async with self._one_at_a_time:
            events = (
                begin_entry(self.script, call_id, operator, self._clock.now(), entry)
                if entry
                else core.begin(
                    self.script,
                    call_id,
                    operator,
                    self._clock.now(),
                    language=language,
                    phone=phone,
                    goes_on=goes_on,
                    practice=self.practice,
                )
            )
            try:
                await self._save(events)
            finally:
                self._take(events)

    def restore(self, log: Sequence[Event], call: Call, unsaved: int = 0) -> None:
        """Have what was recorded of the call before, and its fold; so many of the last events are not saved yet."""
        self.log += log
        self.call = call
        self._unsaved += log[len(log) - unsaved :]

    async def do(self, command: Command) -> None:
        """Carry out a command; raise `Refused` if it cannot be done now."""
        if self._heard:
            await self.tick()
        if self._became and (isinstance(command, CorrectField) or is_being_done(self.call)):
            await self._learn(self._became, command)
        async with self._one_at_a_time:
            events, after = core.carry_out(self.script, self.call, command, self._now())
            try:
                await self._save(events)
            finally:  # whatever happened, they may be on the disk: what comes next is counted on from them
                self.log += events
                self.call = after
        await self._after_saving()

    async def _learn(self, became: Callable[[str], Sequence[TaskMove]], command: Command) -> None:
        """Learn what became of the call's work; say nothing that it leaves in vain before news of that is read."""
        known = in_vain(self.call)
        with suppress(StoreError):  # what was known before counts then
            self.call = replace(self.call, became=tuple(await on_thread(became, self.call_id)))
        if in_vain(self.call) != known and isinstance(command, Advance):
            raise Refused("work_moved")

    def hear(self, delivery: Delivery) -> None:
        """Hear that something about the call was delivered: the next tick records it. From any thread."""
        self._heard.append(delivery)

    @property
    def wants_tick(self) -> bool:
        """Whether there is something for `tick` to do: limits that have been reached, news, events to save again."""
        return bool(self._unsaved or self._heard or timers.limits_reached(self.script, self.call, self._now()))

    async def tick(self) -> None:
        """Record what time and post have brought about, and try again to save what could not be saved."""
        async with self._one_at_a_time:
            reached = timers.limits_reached(self.script, self.call, self._now())
            events = (*self._news(), *reached)
            events = tuple(replace(each, seq=seq) for seq, each in enumerate(events, start=self.call.seq + 1))
            tried = bool(events or self._unsaved)
            if tried:
                try:
                    await self._save(events)
                finally:
                    self._take(events)
        if tried:
            await self._after_saving()

    def _news(self) -> Sequence[Event]:
        """Return the events that say what was delivered; of a call that is closed, the outbox alone says it."""
        heard = [self._heard.popleft() for _ in range(len(self._heard))]
        return () if self.call.closed else deliveries(self.script, self.call, heard)

    async def _after_saving(self) -> None:
        if self._saved is not None and not self._unsaved:
            await self._saved(self)

    def _now(self) -> datetime:
        now = self._clock.now()
        return max(now, self.call.latest) if self.call.latest else now

    async def _save(self, events: Sequence[Event]) -> None:
        """Make events durable with all that is still unsaved, or note the trouble."""
        self._unsaved.extend(events)
        if not self._unsaved:
            return
        try:
            await on_thread(self._append, self.call_id, tuple(self._unsaved))
        except StoreError as error:
            self.trouble = error
        else:
            self.trouble = None
            self._unsaved.clear()

    @property
    def call_id(self) -> str:
        """The id of the call, once it has begun."""
        start = self.call.start or next(event for event in self._unsaved if isinstance(event, CallStarted))
        return start.call

    def _take(self, events: Sequence[Event]) -> None:
        for event in events:
            self.log.append(event)
            self.call = fold(self.script, self.call, event)
