"""What is known of the caller of a call, line by line: told when it is there, and whole when it is asked for."""

from __future__ import annotations

import asyncio

from callscript.core.records import Caller
from callscript.dialogue.show import known_caller
from callscript.dialogue.show.earlier import earlier_lines
from callscript.plain import sheets
from callscript.plain.conversation import Conversation
from callscript.plain.work import PlainWork
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.known import CallerLookup
from callscript.service.lookup import soon
from callscript.service.session import Session

_LONGEST = 2.0
"""Seconds that the next line waits, where the script asks about earlier calls: what is found later is recorded then."""


class PlainCaller:
    """What is known of the caller."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._session = session
        self._lookup = CallerLookup(desk.lookups, session)
        self._told: Caller | None = None
        """What was told without being asked for."""
        self._asked: asyncio.Future[Caller] | None = None

    async def look(self) -> None:
        """Look up what is known, if the call knows other numbers than before, and tell it as soon as it is there."""
        if self._lookup.outdated:
            self._asked = self._lookup.ask()
            await (asyncio.wait([self._asked], timeout=_LONGEST) if self._lookup.wanted else soon(self._asked))
            await self._talk.tell_answer(self._asked, self._news)
        if self._asked and self._asked.done() and not self._asked.cancelled():
            await self._lookup.note(self._asked.result())

    async def tell(self) -> None:
        """Tell all that is known, as it is looked up now."""
        caller = await self._talk.wait_for(self._lookup.ask())
        if caller is not None:
            await self._lookup.note(caller)
            for section in known_caller.known(self._session.script, caller, self._desk.now()):
                await self._talk.tell(f"{section.title}:", *map(str.strip, section.lines))

    async def open(self, number: int) -> None:
        """Open what the caller waits for, by its number: it can be done, moved or dropped while they speak of it."""
        caller, start = await self._talk.wait_for(self._lookup.ask()), self._session.call.start
        promises = known_caller.numbered(caller) if caller else ()
        if start and number <= len(promises):
            await PlainWork(self._talk, self._desk, self._tell_call).open(promises[number - 1].task.id, start)
        else:
            await self._talk.tell(_("Choose one of the numbers."))

    async def _tell_call(self, call_id: str) -> None:
        filed = await self._talk.wait_for(self._desk.lookups.filed(call_id))
        if filed and filed.log:
            await self._talk.tell(*sheets.filed(filed.script, filed.log, self._desk.now(), self._desk.operator.number))

    def _news(self, caller: Caller) -> list[str]:
        """Return what presses and the latest calls, unless the same was told before."""
        before, self._told = self._told, caller
        if before and before._replace(told=()) == caller._replace(told=()):
            return []
        script, number = self._session.script, " ".join(caller.told)
        asked, older = caller.others_asked, caller.older
        latest = earlier_lines(
            script, caller.earlier, number, complete=caller.complete, others_asked=asked, left_out=older
        )
        now = self._desk.now()
        presses = known_caller.awaited(script, caller, now) or known_caller.pressing(script, caller, now)
        return [*filter(None, [presses]), *known_caller.holding(script, caller), *latest]
