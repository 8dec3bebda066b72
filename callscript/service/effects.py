"""Carries out what the events of calls ask to be done to the outside world.

The event, in the journal, is the intent: nothing else is written before it is tried. Whatever is asked for is done at
least once and is known by its call and the number of its event; what fails stays pending, and is tried again before the
next call begins and when the desk is left. A call that is left open is filed too, though no event asks for that. Filing
leaves no result behind: it can be done again at any time, and is, when a program that starts finds a closed call that
is still marked as in progress.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from callscript.core.call.call import Call
from callscript.core.call.effects import Effect, FileCall, effects
from callscript.core.script.model import Script
from callscript.runtime.threads import on_thread
from callscript.service.notices import Notices
from callscript.service.session import Session
from callscript.service.summary import filed
from callscript.store.ports import Registers, Tasks


class Intent(NamedTuple):
    """What is to be done, and because of what."""

    call: str
    event: int
    """The number of the event that asks for it; of a call left open, of the latest one."""
    effect: Effect


class Effects:
    """Carries out effects, one after another, and keeps those that are still to be done."""

    def __init__(self, registers: Registers, tasks: Tasks, notices: Notices) -> None:
        self._registers = registers
        self._tasks = tasks
        self._notices = notices
        self._pending: dict[Intent, Session] = {}

    def take(self, session: Session) -> None:
        """Take on what the events of a call ask for: it is over, or left open."""
        self._pending |= dict.fromkeys(_intents(session), session)

    def pending(self, session: Session) -> bool:
        """Tell whether something is still to be done for a call."""
        return session in self._pending.values()

    async def carry_out(self) -> None:
        """Do what is pending. What is not in the journal yet is saved first, and stays pending if that fails."""
        for intent, session in list(self._pending.items()):
            await session.tick()
            with self._notices.telling() as done:
                await on_thread(self._do, intent.effect, session.script, session.call)
            if not done.failed and not session.unsaved:
                del self._pending[intent]

    def _do(self, effect: Effect, script: Script, call: Call) -> None:
        """Do what an event asks for; raise `StoreError` if it cannot be done now. Not on the event loop."""
        match effect:
            case FileCall():
                moves = self._tasks.of_call(call.start.call) if call.start else ()
                if found := filed(script, call, moves):
                    self._registers.file_call(*found)
                    self._notices.add(*self._registers.take_notices())
            case _:
                assert_never(effect)


def _intents(session: Session) -> Iterator[Intent]:
    call = session.call.start.call if session.call.start else ""
    for event in session.log:
        yield from (Intent(call, event.seq, effect) for effect in effects(event))
    if not session.call.closed:
        yield Intent(call, session.call.seq, FileCall())
