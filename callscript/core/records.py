"""What the registers hold: derived from the journal, so that people can look calls and open work up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from callscript.core.call.events import Event, TaskDropped, TaskOpened


class CallSummary(Struct, frozen=True, kw_only=True):
    """A call at a glance."""

    id: str
    day: date
    """The day on which it started, on the centre's clock."""
    operator: str
    """The operator's number."""
    pack: str
    language: str
    phone: str = ""
    """E.164 if it is a valid number, otherwise as it was typed."""
    name: str = ""
    """The caller's."""
    started: datetime
    ended: datetime | None = None
    ended_by: str = ""
    outcome: str = ""
    summary: str = ""
    closed: bool = False
    owed: int = 0
    """How many clauses are breached or still open."""


class TaskRecord(Struct, frozen=True, kw_only=True):
    """Open work that a call left behind."""

    id: str
    call: str
    operator: str
    kind: str
    due: datetime
    phone: str = ""
    name: str = ""


class Earlier(NamedTuple):
    """A call that the same caller made before: surely, or maybe."""

    summary: CallSummary
    sure: bool


class Query(Struct, frozen=True, kw_only=True):
    """What to look for; what is empty does not matter."""

    first: date | None = None
    last: date | None = None
    operator: str = ""
    phone: str = ""
    """E.164 or as typed."""
    name: str = ""
    """Words, or parts of them, in any order."""
    outcome: str = ""


Summarise = Callable[[Sequence[Event]], CallSummary | None]
"""Makes the summary of a call out of its events; None: it cannot be."""


def open_tasks(summary: CallSummary, events: Iterable[Event]) -> list[TaskRecord]:
    """Read the work that a call leaves open off its events."""
    tasks: dict[str, TaskRecord] = {}
    for event in events:
        if isinstance(event, TaskOpened):
            tasks[event.task] = TaskRecord(
                id=f"{summary.id}/{event.task}",
                call=summary.id,
                operator=summary.operator,
                kind=event.kind,
                due=event.due,
                phone=summary.phone,
                name=summary.name,
            )
        elif isinstance(event, TaskDropped):
            tasks.pop(event.task, None)
    return list(tasks.values())
