"""Carries out what the events of calls ask to be done to the outside world.

The event, in the journal, is the intent: nothing else is written before it is tried. Whatever is asked for is done at
least once and is known by its call and the number of its event; what fails stays pending, and is tried again before the
next call begins and when the desk is left. A call that is left open is filed too, though no event asks for that. Filing
leaves no result behind: it can be done again at any time, and is, when a program that starts finds a closed call that
is still marked as in progress. What others are to be told is put into the outbox as soon as it is owed and the journal
has it: from there it is delivered, whoever lives then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, assert_never

from callscript.core.call.call import Call
from callscript.core.call.effects import Effect, FileCall, Notify, Settle, effects
from callscript.core.call.notices import not_delivered
from callscript.core.script.model import Script
from callscript.runtime.threads import on_thread
from callscript.service.call_back import settle
from callscript.service.delivery.filing import Filing
from callscript.service.delivery.post import Post
from callscript.service.notices import Notices
from callscript.service.work import Work

if TYPE_CHECKING:
    from callscript.service.session import Session


class Intent(NamedTuple):
    """What is to be done, and because of what."""

    call: str
    event: int
    """The number of the event that asks for it; of a call left open, of the latest one."""
    effect: Effect


class Effects:
    """Carries out effects, one after another, and keeps those that are still to be done."""

    def __init__(self, filing: Filing, post: Post, work: Work, notices: Notices) -> None:
        self._filing = filing
        self._work = work
        self._post = post
        self._notices = notices
        self._pending: dict[Intent, Session] = {}
        self._told = set[Intent]()
        """What was put into the outbox here: it need not be put there again."""

    def take(self, session: Session) -> None:
        """Take on what the events of a call ask for: it is over, or left open."""
        self._pending |= {each: session for each in _intents(session) if each not in self._told}

    def pending(self, session: Session) -> bool:
        """Tell whether something is still to be done for a call."""
        return session in self._pending.values()

    async def tell(self, session: Session) -> None:
        """Have told what a call owes others to be told by now. What it rests on is in the journal."""
        for intent in _notices(session):
            if intent not in self._told:
                self._pending[intent] = session
                await self._carry_out(intent, session)

    async def carry_out(self) -> None:
        """Do what is pending. What is not in the journal yet is saved first, and stays pending if that fails."""
        for intent, session in list(self._pending.items()):
            await session.tick()
            await self._carry_out(intent, session)

    async def _carry_out(self, intent: Intent, session: Session) -> None:
        if session.unsaved and isinstance(intent.effect, Notify | Settle):
            return  # nothing is told that the journal does not have
        with self._notices.telling() as done:
            await on_thread(self._do, intent.effect, session.script, session.call)
        if not done.failed and not session.unsaved:
            self._pending.pop(intent, None)
            if isinstance(intent.effect, Notify):
                self._told.add(intent)

    def _do(self, effect: Effect, script: Script, call: Call) -> None:
        """Do what an event asks for; raise `StoreError` if it cannot be done now. Not on the event loop."""
        match effect:
            case FileCall():
                self._filing.file(script, call)
            case Notify():
                self._post.put(script, call, effect)
            case Settle():
                self._notices.add(*filter(None, (settle(self._work, script, call),)))
            case _:
                assert_never(effect)


def _intents(session: Session) -> Iterator[Intent]:
    yield from _notices(session)
    for event in session.log:
        yield from (Intent(session.call_id, event.seq, effect) for effect in effects(event))
    call = session.call
    if call.closed and call.start and call.start.outgoing:
        yield Intent(session.call_id, session.log[-1].seq, Settle())
    if not call.closed:
        yield Intent(session.call_id, session.call.seq, FileCall())


def _notices(session: Session) -> Iterator[Intent]:
    owed = not_delivered(session.script, session.call)
    return (Intent(session.call_id, each.event, each) for each in owed)
