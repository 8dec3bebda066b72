"""Where calls last: the journal, which is the truth, and the registers derived from it. `Store` is all that the rest of
the program knows; `tiny` keeps it in files, `memory` nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from callscript.core.call.events import Event
from callscript.core.records import CallSummary, Earlier, Query, Summarise, TaskRecord
from callscript.store.errors import Damaged
from callscript.store.journal.lines import CallLog, DayLog


class Rebuilt(NamedTuple):
    """What a rebuild found."""

    calls: int
    problems: list[Damaged]


class Seat(Protocol):
    """The place of an operator's one live session, with the marker of the call in progress."""

    def begin(self, call: str) -> None:
        """Mark a call as in progress: before its first event is written."""
        ...

    def claim(self) -> str | None:
        """Return the call that was left open, if any. Every claim counts until `confirm`; after three it is given up:
        `RecoveryFailed`, once.
        """
        ...

    def confirm(self) -> None:
        """Note that the claimed call was restored."""
        ...

    def done(self) -> None:
        """Remove the marker: the call is closed and filed."""
        ...

    def leave(self) -> None:
        """Let another session take the seat."""
        ...


class Journal(Protocol):
    """Keeps the events of calls. Every method may raise `StoreError`."""

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable. After an error, give the same events again: repeated ones count once."""
        ...

    def read_call(self, call: str) -> CallLog:
        """Return the events of a call."""
        ...

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Return the calls that started on a day, of all operators or of one."""
        ...

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...

    def close(self) -> None:
        """Let go of open files. What was appended is already saved."""
        ...


class Seats(Protocol):
    """Keeps one live session an operator."""

    def sit_down(self, operator: str) -> Seat:
        """Take the operator's seat, or raise `Locked`."""
        ...


class Registers(Protocol):
    """Files calls, so that they can be looked up. Every method may raise `StoreError`."""

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call, and the work it leaves open, in the registers, in place of what they say of it."""
        ...

    def rebuild(self, summarise: Summarise) -> Rebuilt:
        """Make the registers again from the journal."""
        ...

    def incomplete(self) -> bool:
        """Tell whether the registers lack something that a rebuild would bring back."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...


class Lookup(Protocol):
    """Looks up what was filed. Every method may take its time, and may raise `StoreError`."""

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls as filed, the earliest first."""
        ...

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls filed under a number, the latest first: the same number, or maybe the same."""
        ...

    def tasks(self, operator: str) -> list[TaskRecord]:
        """Return the work that an operator's calls left open, the most urgent first."""
        ...

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first, and no more than so many."""
        ...


class Store(Journal, Seats, Registers, Lookup, Protocol):
    """All of them in one."""
