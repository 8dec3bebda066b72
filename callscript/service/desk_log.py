"""What an operator does outside a call, in the journal: the desk log of a day, which stands in the file of its calls.

Corrections of a call that is closed are recorded there: they are numbered on behind the call where they are made and
where they are read, and have numbers of their own in the log.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from callscript.core.call.events import Event, OfDesk
from callscript.store.names import desk_log_of
from callscript.store.ports import Journal


class DeskLog:
    """The desk logs that this operator's calls are corrected in."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._logs: dict[str, list[Event]] = {}
        """By id: what stands in each log, or is to stand there."""
        self._saved: dict[str, int] = {}
        """By id: how much of it is durable."""
        self._placed: dict[tuple[str, int], Event] = {}
        """By call, and number behind it: what stands in the log for a correction."""

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make corrections durable; after an error, give the same ones again."""
        log_id = desk_log_of(call)
        if unsaved := self._placed_in(log_id, call, events):
            self._journal.append(log_id, unsaved)
            self._saved[log_id] = len(self._logs[log_id])

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put the desk log, with corrections that could not be appended, into the second place; return where."""
        log_id = desk_log_of(call)
        return self._journal.keep_elsewhere(log_id, self._placed_in(log_id, call, events))

    def _placed_in(self, log_id: str, call: str, events: Sequence[Event]) -> list[Event]:
        """Give corrections their places in a log; return all of it that is not durable yet."""
        if log_id not in self._logs:
            self._logs[log_id] = list(self._journal.read_call(log_id).events)
            self._saved[log_id] = len(self._logs[log_id])
        log = self._logs[log_id]
        for event in events:
            if isinstance(event, OfDesk) and (call, event.seq) not in self._placed:
                placed = self._placed[call, event.seq] = replace(event, call=call, seq=len(log) + 1)
                log.append(placed)
        return log[self._saved[log_id] :]
