"""Puts open work into lines for a list, by a name that can be typed."""

from __future__ import annotations

from datetime import datetime

from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import held
from callscript.dialogue.show.dates import day_and_time
from callscript.dialogue.show.listing import task_row
from callscript.dialogue.show.task_told import who_has


def short_name(task: TaskRecord) -> str:
    """Return the end of its name, which is enough as long as no other has the same: `k3f9abc-41`."""
    return "-".join(task.task.rsplit("-", 2)[1:])


def is_named(task: TaskRecord, name: str) -> bool:
    """Tell whether a name, or the end of one, is that of some work."""
    return name in (task.id, task.task) or (bool(name) and task.task.endswith(f"-{name}"))


def work_line(script: Script, task: TaskRecord, now: datetime) -> str:
    """Tell work in a line: when it is due, what it is, whom to ring, who has it."""
    row, due = task_row(script, task, now), day_and_time(local(script, task.due), year=True) if task.due else "—"
    sign = row.sign if task.is_open else ""
    parts = (row.due if task.is_open else "", row.what, row.to, row.who, row.phone, who_has(script, task, "", now))
    return f"{short_name(task)}  {sign:1} {due}  " + "  ".join(filter(None, parts))


def is_held(task: TaskRecord, now: datetime) -> str:
    """Return the number of the operator who has work now; nothing if nobody has."""
    holder = held(task, task.lease, now)
    return holder.by if holder else ""
