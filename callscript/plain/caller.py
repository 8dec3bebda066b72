"""What is known of the caller of a call, line by line: told when it is there, and whole when it is asked for."""

from __future__ import annotations

from callscript.core.records import Caller
from callscript.dialogue.show import known_caller
from callscript.dialogue.show.listing import earlier_lines
from callscript.plain.conversation import Conversation
from callscript.service.desk import Desk
from callscript.service.known import CallerLookup
from callscript.service.lookup import soon
from callscript.service.session import Session


class PlainCaller:
    """What is known of the caller."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._session = session
        self._lookup = CallerLookup(desk.lookups, session)
        self._told: Caller | None = None
        """What was told without being asked for."""

    async def look(self) -> None:
        """Look up what is known, if the call knows other numbers than before, and tell it as soon as it is there."""
        if self._lookup.outdated:
            await soon(asked := self._lookup.ask())
            await self._talk.tell_answer(asked, self._news)

    async def tell(self) -> None:
        """Tell all that is known, as it is looked up now."""
        caller = await self._talk.wait_for(self._lookup.ask())
        if caller is not None:
            for section in known_caller.known(self._session.script, caller, self._desk.now()):
                await self._talk.tell(f"{section.title}:", *map(str.strip, section.lines))

    def _news(self, caller: Caller) -> list[str]:
        """Return what presses and the latest calls, unless the same was told before."""
        before, self._told = self._told, caller
        if before and before._replace(told=()) == caller._replace(told=()):
            return []
        script, number = self._session.script, " ".join(caller.told)
        latest = earlier_lines(script, caller.earlier, number, complete=caller.complete, left_out=caller.older)
        return [*filter(None, [known_caller.pressing(script, caller, self._desk.now())]), *latest]
