"""What an operator does outside a call, in the journal: the desk log of a day, which stands in the file of its calls.

What is done to open work, and what is being typed for that, stands in the log of the day on which it is done.

Corrections of a call that is closed are recorded there: they are numbered on behind the call where they are made and
where they are read, and have numbers of their own in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from threading import Lock

from msgspec.structs import replace

from callscript.core.call.events import ERASED, Drafted, Event, OfDesk, TaskMove
from callscript.store.names import LogRef, beside, desk_log_id, desk_log_of
from callscript.store.ports import Journal


def desk_events(journal: Journal, operator: str, first: date, last: date) -> Iterator[Event]:
    """Yield what an operator did outside of calls from a day to another, in sessions and by commands beside them."""
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        yield from journal.read_call(desk_log_id(operator, day), alone=True).events
        of_commands = journal.read_log(LogRef(day, beside(operator))).desks.values()
        yield from sorted(chain.from_iterable(of_commands), key=lambda event: event.at)


def typed_of(call: str, journal: Journal, operator: str, today: date) -> dict[str, str]:
    """Return what an operator has begun to type about a call outside of it, today or the day before, by place."""
    typed: dict[str, str] = {}
    for event in desk_events(journal, operator, today - timedelta(days=1), today):
        if isinstance(event, Drafted) and event.call == call:
            typed[event.place] = event.text
    return {place: text for place, text in typed.items() if text not in ("", ERASED)}


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
        self._recorded = set[tuple[str, TaskMove | Drafted]]()
        """What was done to work or typed for that, as it was given, by log."""
        self._one_at_a_time = Lock()

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make corrections durable; after an error, give the same ones again."""
        with self._one_at_a_time:
            log_id = desk_log_of(call)
            self._place(log_id, call, events)
            self._save(log_id)

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put the desk log, with corrections that could not be appended, into the second place; return where."""
        with self._one_at_a_time:
            log_id = desk_log_of(call)
            self._place(log_id, call, events)
            return self._journal.keep_elsewhere(log_id, self._not_saved(log_id))

    def record(self, log_id: str, event: TaskMove | Drafted) -> None:
        """Make what was done to work, or is being typed for that, durable in the log of a day.

        After an error, give the same again.
        """
        with self._one_at_a_time:
            if (log_id, event) not in self._recorded:
                log = self._log(log_id)
                log.append(replace(event, seq=len(log) + 1))
                self._recorded.add((log_id, event))
            self._save(log_id)

    def keep_log_elsewhere(self, log_id: str) -> str:
        """Put a log, with what could not be recorded in it, into the second place; return where."""
        with self._one_at_a_time:
            return self._journal.keep_elsewhere(log_id, self._not_saved(log_id))

    def _log(self, log_id: str) -> list[Event]:
        if log_id not in self._logs:
            self._logs[log_id] = list(self._journal.read_call(log_id, alone=True).events)
            self._saved[log_id] = len(self._logs[log_id])
        return self._logs[log_id]

    def _place(self, log_id: str, call: str, events: Sequence[Event]) -> None:
        """Give corrections their places in a log."""
        log = self._log(log_id)
        for event in events:
            if isinstance(event, OfDesk) and (call, event.seq) not in self._placed:
                placed = self._placed[call, event.seq] = replace(event, call=call, seq=len(log) + 1)
                log.append(placed)

    def _not_saved(self, log_id: str) -> Sequence[Event]:
        return self._log(log_id)[self._saved[log_id] :]

    def _save(self, log_id: str) -> None:
        if unsaved := self._not_saved(log_id):
            self._journal.append(log_id, unsaved)
            self._saved[log_id] = len(self._logs[log_id])
