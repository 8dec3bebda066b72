"""The calls and entries that are closed and taken up at a desk to be corrected, each in the desk log of its day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from callscript.core.call.events import Event, TaskMove, is_afterwards
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.runtime.clock import Clock
from callscript.service.beside import Beside
from callscript.service.desk_log import DeskLog
from callscript.service.lookup import Recorded
from callscript.service.saving import Saving
from callscript.store.names import is_aside

if TYPE_CHECKING:
    from callscript.service.session import Append, Session

Became = Callable[[str], Sequence[TaskMove]]
"""Looks up what became of the work of a call that is closed."""


def new_session(
    script: Script,
    clock: Clock,
    append: Append,
    tell: Callable[[Session], Awaitable[None]],
    became: Became | None = None,
) -> Session:
    """Return a session of a call."""
    from callscript.service.session import Session  # with all decisions of a call: none is led yet at the start

    return Session(script, clock, append, tell, became)


class Corrected:
    """What is corrected at a desk: by a session for each, which knows what the journal has not taken yet."""

    def __init__(
        self,
        desk_log: DeskLog,
        beside: Beside,
        saving: Saving,
        clock: Clock,
        tell: Callable[[Session], Awaitable[None]],
        became: Became,
        marked: dict[str, Session],
    ) -> None:
        self._desk_log = desk_log
        self._beside = beside
        """Where what a command has entered is corrected."""
        self._saving = saving
        self._clock = clock
        self._tell = tell
        self._became = became
        self._marked = marked
        """What is still to be filed at the desk."""
        self._sessions: dict[str, Session] = {}

    def take_up(self, filed: Recorded) -> Session:
        """Take up a call that is closed: what is recorded of it now goes to the desk log of its day."""
        call_id = filed.call_id
        if (before := self._sessions.get(call_id)) and before.unsaved:
            return before  # it knows corrections that the journal has not taken yet
        log = self._log_of(call_id)

        def append(call: str, events: Sequence[Event]) -> None:
            self._marked[call] = session  # it is filed anew, whatever happens meanwhile
            log.append(call, events)

        append_to = append if log is self._beside else self._saving.of(call_id, append)
        session = new_session(filed.script, self._clock, append_to, self._tell, self._became)
        moves = tuple(event for event in filed.log if isinstance(event, TaskMove) and is_afterwards(event))
        session.restore(filed.own, replace(fold_all(filed.script, filed.own), became=moves))
        self._sessions[call_id] = session
        return session

    @property
    def logs(self) -> Mapping[Session, DeskLog | Beside]:
        """The desk log that each is corrected in."""
        return {session: self._log_of(call_id) for call_id, session in self._sessions.items()}

    def _log_of(self, call_id: str) -> DeskLog | Beside:
        return self._beside if is_aside(call_id) else self._desk_log
