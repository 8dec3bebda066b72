"""What open work is told of unasked: what has to be sent on before the day is over, and reminders that have come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.tasks import DISPATCH
from callscript.dialogue.show.dates import hours
from callscript.dialogue.show.listing import SOON, reminder_words, task_row
from callscript.runtime.i18n import _

_LAST = 1800
"""Seconds before the end of the day from which on it is nearly too late to send something on."""


def not_sent(tasks: Iterable[TaskRecord], now: datetime) -> str:
    """Warn of what has to be sent on before the day is over: from two hours on, louder from half an hour on."""
    due = [task.due for task in tasks if task.is_open and task.kind == DISPATCH and task.due]
    left = sorted((each - now).total_seconds() for each in due)
    pressing = [seconds for seconds in left if 0 <= seconds < SOON]
    if not pressing:
        return ""
    words = _("To be sent on today: {number}, {hours} left.")
    if pressing[0] < _LAST:
        words = _("NOT SENT ON YET: {number}, only {hours} left of the day.")
    return words.format(number=len(pressing), hours=hours(int(pressing[0])))


def reminded(script: Script, tasks: Iterable[TaskRecord], now: datetime) -> list[str]:
    """Say of which work a reminder has come, a line each."""
    return [_reminder_line(script, task, now) for task in tasks if task.is_reminded_of(now)]


def reminders_to_come(script: Script, tasks: Iterable[TaskRecord], now: datetime) -> dict[datetime, list[str]]:
    """Return what is going to be told of work, by when."""
    found: dict[datetime, list[str]] = {}
    for task in tasks:
        if task.is_open and task.reminder and task.reminder > now:
            found.setdefault(task.reminder, []).append(_reminder_line(script, task, task.reminder))
    return found


def _reminder_line(script: Script, task: TaskRecord, now: datetime) -> str:
    row = task_row(script, replace(task, reminder=None), now)
    parts = (row.what, row.who or row.phone, row.due)
    return ": ".join((reminder_words(script, task, now), ", ".join(filter(None, parts))))
