"""Puts filed calls and open work into lines of lists."""

from __future__ import annotations

from datetime import datetime

from callscript.core import phrases
from callscript.core.script import Script
from callscript.core.worktime import local
from callscript.desk import Desk
from callscript.i18n import _
from callscript.store.records import CallSummary
from callscript.telling.timeline import ending
from callscript.telling.values import minutes

_LOOKED_UP = 5
"""From how many signs on a number is looked up."""
_EARLIER = 3
"""How many earlier calls of a number are shown."""


def call_line(script: Script, call: CallSummary, *, with_day: bool = False) -> str:
    """Show a filed call in a line."""
    language = script.pack.languages[0].id
    started = local(script, call.started).strftime("%d.%m.%Y %H:%M" if with_day else "%H:%M")
    length = minutes(int((call.ended - call.started).total_seconds())) if call.ended else "—"
    filed = phrases.label(script, f"outcome.{call.outcome}", language) if call.outcome else _how(call)
    owed = f" !{call.owed}" if call.owed else ""
    parts = (started, length, call.name or _("unnamed"), call.phone, filed)
    return "  ".join(part for part in parts if part) + owed


def _how(call: CallSummary) -> str:
    if not call.ended:
        return _("not finished")
    known = {"operator", "caller", "transfer", "abuse", "no_contact"}
    return ending(call.ended_by) if call.ended_by in known else call.ended_by  # type: ignore[arg-type]


def no_number(text: str) -> str:
    """Say what is wrong with a caller's number: there is no digit in it. It may be empty."""
    return _("This is no number: {text}").format(text=text) if text and not any(map(str.isdigit, text)) else ""


def earlier_lines(desk: Desk, number: str) -> list[str]:
    """Show the earlier calls of a number, with «maybe» before those that are not surely from it."""
    if len(number) < _LOOKED_UP:
        return []
    found = desk.earlier(number)
    lines = [
        ("" if each.sure else _("maybe") + ": ") + call_line(desk.script, each.summary, with_day=True)
        for each in found[:_EARLIER]
    ]
    if not found:
        lines.append(_("no earlier calls"))
    if len(found) > _EARLIER:
        lines.append(_("… and {number} more").format(number=len(found) - _EARLIER))
    return lines


def task_lines(desk: Desk) -> list[str]:
    """Show the operator's open work with the time left."""
    language = desk.script.pack.languages[0].id
    return [
        f"{_due(desk.script, task.due, desk.now())}  {phrases.label(desk.script, f'task.{task.kind}', language)}"
        f"  {task.name or task.phone}".rstrip()
        for task in desk.tasks()
    ]


def _due(script: Script, due: datetime, now: datetime) -> str:
    left = int((due - now).total_seconds())
    if left < 0:
        return "! " + _("overdue since {time}").format(time=local(script, due).strftime("%d.%m. %H:%M"))
    if left < 86_400:
        return _("{hours}:{minutes} left").format(hours=left // 3600, minutes=f"{left // 60 % 60:02}")
    return local(script, due).strftime("%d.%m. %H:%M")
