"""Puts open work into lines for a list, by a name that can be typed, and says why it cannot be moved."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused, held
from callscript.dialogue.show.dates import day_and_time, past
from callscript.dialogue.show.listing import task_row
from callscript.runtime.i18n import _


def full_name(task: TaskRecord) -> str:
    """Return the name of work: its call, and its number there."""
    return task.id.partition("/")[2]


def short_name(task: TaskRecord) -> str:
    """Return the end of its name, which is enough as long as no other has the same: `k3f9abc-41`."""
    return "-".join(full_name(task).rsplit("-", 2)[1:])


def is_named(task: TaskRecord, name: str) -> bool:
    """Tell whether a name, or the end of one, is that of some work."""
    return name in (task.id, full_name(task)) or (bool(name) and full_name(task).endswith(f"-{name}"))


def work_line(script: Script, task: TaskRecord, now: datetime) -> str:
    """Tell work in a line: when it is due, what it is, whom to ring, who has it."""
    row, due = task_row(script, task, now), day_and_time(local(script, task.due), year=True)
    sign = {"over": "!", "soon": "•", "later": " "}[row.when] if task.is_open else " "
    parts = (row.due if task.is_open else "", row.what, row.who, row.phone, standing(script, task, now))
    return f"{short_name(task)}  {sign} {due}  " + "  ".join(filter(None, parts))


def standing(script: Script, task: TaskRecord, now: datetime) -> str:
    """Say whose work is, who is at it, what came of it."""
    since, state = _past(script, task.since, now), task.state
    match state:
        case "done":
            return _("done by № {by}, {time}").format(by=task.by, time=since)
        case "dropped":
            return _("dropped by № {by}, {time}").format(by=task.by, time=since)
        case "taken":
            told = _("№ {by} is at it since {time}").format(by=task.by, time=since)
        case "open":
            told = _("anybody’s") if task.owner == "" else _("№ {number}").format(number=task.whose)
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


def refused(script: Script, refusal: TaskRefused, now: datetime) -> str:
    """Say why work was not moved."""
    by, since = refusal.by, _past(script, refusal.since, now)
    match refusal.code:
        case "unknown":
            return _("There is no such work.")
        case "held":
            return _("№ {by} has it since {time}.").format(by=by, time=since)
        case "done":
            return _("№ {by} has done it, {time}.").format(by=by, time=since)
        case "dropped":
            return _("№ {by} has dropped it, {time}.").format(by=by, time=since)
        case "open":
            return _("It is open already.")
        case "not_held":
            return _("Nobody has it: there is nothing to be freed.")
        case "theirs":
            return _("It is № {by}’s already.").format(by=by) if by else _("It is anybody’s already.")
        case "past":
            return _("A reminder lies ahead: name a later time.")
        case "reason_wanted":
            return _("Say why, in words.")
        case "result_wanted":
            return _("Say how the caller was told: reached, or in another way. If nobody was, it is still to be done.")
        case _:
            assert_never(refusal.code)


def _past(script: Script, at: datetime | None, now: datetime) -> str:
    return past(local(script, at), local(script, now)) if at else ""
