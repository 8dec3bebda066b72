"""Delivers what is in the outbox: one letter after another, each under its lock, with growing pauses after a failure.

A letter that cannot be delivered for too long is given up, and that is told wherever the outbox is looked at. Nothing
here is done on an event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from callscript.core.letters import Letter
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.delivery.ways import Accepted, NotDelivered, Way
from callscript.store.ports import Outbox

if TYPE_CHECKING:
    from callscript.runtime.centre import CentreWrong

PAUSES = (5, 10, 20, 40, 80, 160, 300)
"""Seconds until the next try, after each failure; after more of them, the last."""
_DAY = timedelta(days=1)
"""How long it is tried with settings that cannot be used: they may say how long it is."""


def way_of(folders: Folders) -> Way:
    """Return the way that the centre's settings name; raise `CentreWrong` or `OSError`."""
    from callscript.runtime.centre import (  # what a way loads is needed at the first letter only
        password_of,
        read_centre,
    )

    mail = read_centre(folders.centre, "mail").mail
    if mail.host is None:
        from callscript.service.delivery.maildir import MailFolder

        return MailFolder(folders.mail, mail)
    password = password_of(folders.centre, mail)
    from callscript.service.delivery.smtp import Smtp

    return Smtp(mail, password)


class Office:
    """Works at the outbox of a home; others may work there at the same time."""

    def __init__(
        self,
        outbox: Outbox,
        way: Callable[[], Way],
        now: Callable[[], datetime],
        told: Callable[[Letter], None] = lambda _: None,
    ) -> None:
        self._outbox = outbox
        self._way = way
        self._now = now
        self._told = told
        """Is called with each letter that was delivered or given up here."""

    def deliver(self, *, again: bool = False) -> datetime | None:
        """Try what is due, or all once again; return when the next try is due. Raise `StoreError`."""
        letters = self._outbox.open()
        if not letters:  # a way loads what letters are made with, in the middle of the start
            return None
        from callscript.runtime.centre import CentreWrong, PasswordClosed

        try:
            way: Way | CentreWrong = self._way()
        except PasswordClosed:  # others deliver
            return self._now() + timedelta(seconds=PAUSES[-1])
        except CentreWrong as error:
            way = error
        for each in letters:
            if again or self._is_due(each):
                self._deliver(each.id, way, again=again)
        return min((each.next_try for each in self._outbox.open() if each.state == "waiting"), default=None)

    def _is_due(self, letter: Letter) -> bool:
        return letter.state == "waiting" and letter.next_try <= self._now()

    def _deliver(self, letter_id: str, way: Way | CentreWrong, *, again: bool) -> None:
        after = None
        with self._outbox.hold(letter_id) as letter:
            if letter is not None and (again or self._is_due(letter)):
                letter = replace(letter, begun=self._now()) if again else letter
                after = self._tried(letter, way)
                self._outbox.change(after)
        if after is not None and after.state != "waiting":
            self._told(after)

    def _tried(self, letter: Letter, way: Way | CentreWrong) -> Letter:
        """Try to deliver a letter; return what it is then."""
        if isinstance(way, Exception):
            return self._failed(letter, str(way), _DAY)
        patience = timedelta(seconds=way.patience)
        try:
            accepted = way.deliver(letter)
        except (NotDelivered, OSError, ValueError, LookupError) as error:  # whatever a library makes of its input
            return self._failed(letter, str(error) or type(error).__name__, patience)
        return self._taken(letter, accepted, patience)

    def _taken(self, letter: Letter, accepted: Accepted, patience: timedelta) -> Letter:
        letter = replace(letter, reached=accepted.reached, reply=accepted.reply)
        if accepted.refused:
            return self._failed(letter, accepted.refused, patience)
        return replace(letter, state="sent", tries=letter.tries + 1, error="", delivered=self._now())

    def _failed(self, letter: Letter, reason: str, patience: timedelta) -> Letter:
        now, tries = self._now(), letter.tries + 1
        pause = PAUSES[min(tries, len(PAUSES)) - 1]
        return replace(
            letter,
            state="given_up" if now - letter.begun >= patience else "waiting",
            tries=tries,
            next_try=now + timedelta(seconds=pause),
            error=clean(reason),
        )
