"""Saves the calls of a desk: in the journal, under the seat's eyes, or in a second place when the desk is left and the
journal takes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from callscript.core.call.events import Event
from callscript.runtime.i18n import _
from callscript.service.notices import Notices
from callscript.store.errors import Locked, StoreError
from callscript.store.ports import Journal, Seat

if TYPE_CHECKING:
    from callscript.service.session import Append, Session


@dataclass
class Left:
    """What became, when a desk was left, of what was not saved."""

    kept: list[str] = field(default_factory=list[str])
    """The files that it was put into."""
    lost: list[str] = field(default_factory=list[str])
    """The calls of which something could be put nowhere, and why."""


class Log(Protocol):
    """Where events of calls are recorded: the journal, or a desk log in it."""

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put events that could not be appended into the second place; return where."""
        ...


def put_elsewhere(calls: Iterable[tuple[Session, Log]]) -> Left:
    """Put what is not saved of some calls into the second place, each as part of the log that it belongs to."""
    left = Left()
    for session, log in calls:
        if not session.unsaved:
            continue
        try:
            file = log.keep_elsewhere(session.call_id, session.not_saved)
            left.kept += [file] if file not in left.kept else []
        except StoreError as error:
            left.lost.append(str(error) if session.call_id in str(error) else f"{session.call_id}: {error}")
    return left


class Saving:
    """What saves the calls that are led at a desk. Its methods are called off the event loop."""

    def __init__(self, journal: Journal, seat: Seat, notices: Notices) -> None:
        self._journal = journal
        self._seat = seat
        self._notices = notices
        self._told = set[str]()
        """What is told once, however often it happens."""

    def of(self, call_id: str, append: Append | None = None) -> Append:
        """Return what saves the events of a call: in the log of the call, unless `append` puts them elsewhere."""
        marked, append = False, append or self._journal.append

        def save(call: str, events: Sequence[Event]) -> None:
            nonlocal marked
            marked = self.hold() and marked
            marked = marked or self._mark(call_id)
            try:
                append(call, events)
            finally:
                self._notices.add(*self._seat.take_notices(), *self._journal.take_notices())

        return save

    def hold(self) -> bool:
        """Tell whether the seat was held all the time; raise `Locked` if another session has it now."""
        try:
            return self._seat.hold()
        except Locked:
            raise
        except StoreError as error:  # nobody has it: there is no lock to be had
            self._tell_once(error)
            return True

    def _mark(self, call_id: str) -> bool:
        """Mark a call as open; tell whether that could be done. It is recorded all the same."""
        try:
            self._seat.begin(call_id)
        except StoreError as error:
            self._tell_once(_("The call is saved, but cannot be marked as open: {reason}").format(reason=error))
            return False
        return True

    def _tell_once(self, what: object) -> None:
        if (text := str(what)) not in self._told:
            self._told.add(text)
            self._notices.add(text)
