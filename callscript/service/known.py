"""What is known of the caller of a call, by every number that the call knows."""

from __future__ import annotations

import asyncio

from callscript.contacts.fields import phone_texts
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

    @property
    def outdated(self) -> bool:
        """Whether the call knows other numbers than those that were looked up."""
        return self.asked != self._told

    def ask(self) -> asyncio.Future[Caller]:
        """Look up what is known by the numbers of now, but for the call itself; what was asked before is withdrawn."""
        self.asked = self._told
        start = self._session.call.start
        return self._lookups.caller(self.asked, start.call if start else "")

    @property
    def _told(self) -> tuple[str, ...]:
        return phone_texts(self._session.script, self._session.call)
