"""Puts open work into lines for a list, by a name that can be typed."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import held
from callscript.dialogue.show import visit_told
from callscript.dialogue.show.dates import day_and_time, past
from callscript.dialogue.show.listing import people_named, task_row
from callscript.runtime.i18n import _


def short_name(task: TaskRecord) -> str:
    """Return the end of its name, which is enough as long as no other has the same: `k3f9abc-41`."""
    return "-".join(task.task.rsplit("-", 2)[1:])


def is_named(task: TaskRecord, name: str) -> bool:
    """Tell whether a name, or the end of one, is that of some work."""
    return name in (task.id, task.task) or (bool(name) and task.task.endswith(f"-{name}"))


def work_line(script: Script, task: TaskRecord, now: datetime) -> str:
    """Tell work in a line: when it is due, what it is, whom to ring, who has it."""
    row, due = task_row(script, task, now), day_and_time(local(script, task.due), year=True) if task.due else "—"
    sign = {"over": "!", "soon": "•", "later": " "}[row.when] if task.is_open else " "
    parts = (row.due if task.is_open else "", row.what, row.who, row.phone, standing(script, task, now))
    return f"{short_name(task)}  {sign} {due}  " + "  ".join(filter(None, parts))


def standing(script: Script, task: TaskRecord, now: datetime) -> str:
    """Say whose work is, who is at it, what came of it."""
    since, state = _past(script, task.since, now), task.state
    if task.visit and not task.is_open:
        return visit_told.closed(task, since)
    match state:
        case "done":
            return _("done by № {by}, {time}").format(by=task.by, time=since)
        case "dropped":
            return _("dropped by № {by}, {time}").format(by=task.by, time=since)
        case "taken":
            told = _("№ {by} is at it since {time}").format(by=task.by, time=since)
        case "open":
            whose = _("anybody’s") if task.owner == "" else _("№ {number}").format(number=task.whose)
            told = people_named(script, task.theirs) if task.theirs else whose
        case _:
            assert_never(state)
    if task.tries:
        told += ", " + _("tried in vain: {number}").format(number=task.tries)
    if task.reminder:
        told += ", " + _("reminder {time}").format(time=day_and_time(local(script, task.reminder)))
    return told


def is_held(task: TaskRecord, now: datetime) -> str:
    """Return the number of the operator who has work now; nothing if nobody has."""
    holder = held(task, task.lease, now)
    return holder.by if holder else ""


def _past(script: Script, at: datetime | None, now: datetime) -> str:
    return past(local(script, at), local(script, now)) if at else ""
