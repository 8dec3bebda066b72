"""What is known of the caller of a call, by every number that the call knows."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from callscript.contacts.fields import phone_texts
from callscript.core.call.refusal import Refused
from callscript.core.records import Caller
from callscript.service.lookup import Lookups
from callscript.service.session import Session


class CallerLookup:
    """Looks up what is known of a call's caller, and tells when that is to be looked up again."""

    def __init__(self, lookups: Lookups, session: Session) -> None:
        self._lookups = lookups
        self._session = session
        self.asked: tuple[str, ...] = ()
        """The texts whose numbers were looked up last."""
        self._own = ""
        """Which of them was the caller's own."""

    @property
    def outdated(self) -> bool:
        """Whether the call knows other numbers than those that were looked up."""
        return self.asked != self._told or (self.wanted and self._own != self._number)

    def ask(self) -> asyncio.Future[Caller]:
        """Look up what is known by the numbers of now, but for the call itself; what was asked before is withdrawn."""
        self.asked, self._own = self._told, self._number
        start = self._session.call.start
        return self._lookups.caller(self.asked, start.call if start else "", self._own)

    @property
    def wanted(self) -> bool:
        """Whether the script waits for what earlier calls there are."""
        if not self._session.script.pack.earlier:
            return False
        from callscript.core.earlier_calls import to_look_up  # no other script waits for it

        return to_look_up(self._session.script, self._session.call)

    async def note(self, caller: Caller) -> bool:
        """Record in the call what of the script's conditions on earlier calls holds; tell whether that was done."""
        if not self.wanted or self.outdated or caller.conditions is None:
            return False
        from callscript.core.call.commands import TellEarlier
        from callscript.core.earlier_calls import hold_now

        before = hold_now(self._session.script, self._session.call)
        now = self._session.played_earlier or caller.conditions
        found = tuple(each for each in now if each not in before)
        with suppress(Refused):  # the call has just ended
            await self._session.do(TellEarlier(found, tuple(sorted(before.difference(now)))))
            return True
        return False

    @property
    def _number(self) -> str:
        """The number that is the caller's own now, where the script asks about earlier calls."""
        if not self._session.script.pack.earlier:
            return ""
        from callscript.core.earlier_calls import number_of

        return number_of(self._session.script, self._session.call)

    @property
    def _told(self) -> tuple[str, ...]:
        return phone_texts(self._session.script, self._session.call)
