"""Lists of filed calls and of open work, in columns that fit the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from callscript.core.records import CallSummary, TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import past
from callscript.dialogue.show.listing import call_row, task_row
from callscript.runtime.i18n import _
from callscript.widgets.columns import Row
from callscript.widgets.looks import BAD, SOON

_DIGITS = 9
"""How many lines have a digit."""
_LOOK = {"over": BAD, "soon": SOON, "later": "bold"}


def call_rows(script: Script, calls: Iterable[CallSummary], *, with_day: bool) -> Iterator[Row]:
    """Yield a line a call; what was not met is marked behind it."""
    not_met, owed = _("not met: {number}"), _("still owed: {number}")
    for call in calls:
        row = call_row(script, call)
        when = (row.day, row.time) if with_day else (row.time,)
        who = row.who or _("unnamed")
        forms = (
            (*when, row.length, who, row.phone, row.came_to, row.summary),
            (*when, row.length, who, row.phone, row.came_to),
            (*when, row.who or row.phone or who, row.came_to),
        )
        number = row.not_met or row.owed
        told = (not_met if row.not_met else owed).format(number=number) if number else ""
        yield Row(forms, badge=told, short_badge=str(number), badge_is_bad=bool(row.not_met))


def task_rows(script: Script, tasks: Iterable[TaskRecord], me: str, now: datetime) -> Iterator[Row]:
    """Yield a line a piece of work, what is overdue marked by a sign and a word; the first have a digit."""
    from callscript.dialogue.show.task_told import who_has

    for number, task in enumerate(tasks, start=1):
        row = task_row(script, task, now)
        who = who_has(script, task, me, now)
        due, look = f" {row.sign:1} {row.at} ", _LOOK[row.when]
        late = _("overdue") if row.when == "over" else ""
        over = f" {row.sign} {late} {_since(script, task, now)} " if task.due and late else due
        forms = (
            (due, row.left, row.kind, row.to, row.number, row.phone, row.who, who),
            (due, row.left, row.kind, row.caller, row.to, row.number or row.phone, who),
            (due, row.left, row.kind, row.caller, row.to, row.number or row.phone),
            (due, row.left, row.kind, row.caller, row.to),
            (due, late, row.kind, row.caller, row.to, row.number),
            (over, row.kind, row.caller, row.to, row.number),
        )
        yield Row(forms, digit=number if number <= _DIGITS else 0, looks=(look, look if row.when == "over" else ""))


def _since(script: Script, task: TaskRecord, now: datetime) -> str:
    """Say since when work is overdue: the time if it is today, else the day."""
    return past(local(script, task.due), local(script, now)) if task.due else ""
