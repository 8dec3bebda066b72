"""Work, and what became of it, as commands tell it to programs: `docs/command-line.md` fixes the shape of the JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from callscript.commands.report import moment
from callscript.core.call.events import Event
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.dialogue.show import work_lines


def event_told(script: Script, event: Event) -> dict[str, object]:
    """Return what became of work by one event."""
    plain: dict[str, object] = msgspec.to_builtins(event.written(), builtin_types=(datetime,))
    told = {name: moment(value, script.zone) if isinstance(value, datetime) else value for name, value in plain.items()}
    return {name: told[name] for name in ("at", "type")} | {k: v for k, v in told.items() if k not in ("seq", "task")}


def record_told(script: Script, task: TaskRecord, now: datetime) -> dict[str, object]:
    """Return how work stands."""
    zone = script.zone
    return dict(_values(task, now)) | {
        "due": moment(task.due, zone),
        "reminder": moment(task.reminder, zone),
        "since": moment(task.since, zone),
        "warned": moment(task.warned, zone),
        "expected": moment(task.expected, zone),
        "erased": moment(task.erased, zone),
        "ground": task.ground or None,
    }


def _values(task: TaskRecord, now: datetime) -> Iterator[tuple[str, object]]:
    yield "id", task.task
    yield "call", task.call
    yield "host", task.host or None
    yield "operator", task.operator
    yield "owner", None if task.theirs else task.whose or None
    yield "people", task.people or None
    yield "kind", task.kind
    yield "matter", task.matter or None
    yield "number", task.number or None
    yield "state", task.state
    yield "overdue", task.is_open and task.is_overdue(now)
    yield "by", task.by or None
    yield "held_by", work_lines.is_held(task, now) or None
    yield "in_call", task.in_call or None
    yield "attempt", task.attempt
    yield "tries", task.tries
    yield "visit", task.visit
    yield "result", task.came_to or task.result or None
    yield "rescheduled", task.rescheduled
    yield "unwarned", task.unwarned
    yield "phone", task.phone or None
    yield "name", task.name or None
