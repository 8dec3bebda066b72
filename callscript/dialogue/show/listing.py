"""Puts filed calls and open work into lines of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from callscript.contacts.phones import may_be_number
from callscript.core.records import CallSummary, TaskRecord
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import day_and_time, hours, promised
from callscript.dialogue.show.endings import ending
from callscript.dialogue.show.erased import erased
from callscript.dialogue.show.registered import numbered
from callscript.dialogue.show.task_row import TaskRow
from callscript.dialogue.show.values import minutes
from callscript.runtime.i18n import _, n_
from callscript.runtime.text import cited

_SHORTEST = 3
"""Digits of the shortest number."""
SOON = 7200
"""Seconds before it is due from which on work is pressing."""
_A_DAY = 86_400


class CallRow(Struct, frozen=True):
    """A filed call, told in parts."""

    day: str
    time: str
    length: str
    who: str
    phone: str
    filed: str
    """Its outcome, or how it ended; of what came without a call, what it is, and by which way it came."""
    not_met: int = 0
    """How many clauses were breached."""
    owed: int = 0
    """How many are still owed, and may be met yet."""
    summary: str = ""
    direction: str = ""
    """That the operator rang up; empty: somebody rang, as most do."""

    @property
    def came_to(self) -> str:
        """What it came to, behind who rang whom."""
        return ": ".join(filter(None, (self.direction, self.filed)))


def call_row(script: Script, call: CallSummary) -> CallRow:
    """Tell a filed call in parts."""
    started = local(script, call.started)
    return CallRow(
        day=started.strftime("%d.%m.%Y"),
        time=started.strftime("%H:%M"),
        length=minutes(int((call.ended - call.started).total_seconds())) if call.ended else "—",
        who=erased(script, call) or caller_named(call),
        phone=call.phone,
        filed=_filed(script, call),
        not_met=_not_met(call),
        owed=call.owed - _not_met(call),
        summary=call.summary or call.ground,
        direction=_("→ outgoing") if call.continues else "",
    )


def _filed(script: Script, call: CallSummary) -> str:
    if call.entry and call.closed and not call.discarded:
        return entered(script, call.entry, call.channel)
    return phrases.named(script, f"outcome.{call.outcome}", script.own_language) or _how(script, call)


def entered(script: Script, kind: str, channel: str) -> str:
    """Say what came without a call, and by which way, as far as that is known."""
    return ", ".join(filter(None, (named(script, "entries", kind), named(script, "channel", channel))))


def named(script: Script, group: str, name: str) -> str:
    """Return what a centre calls a kind of entry, a channel, a class; what no version of the script names, as it is."""
    return phrases.named(script, f"{group}.{name}", script.own_language) or name


def call_line(script: Script, call: CallSummary, *, with_day: bool = False) -> str:
    """Show a filed call in a line."""
    row = call_row(script, call)
    started = f"{row.day} {row.time}" if with_day else row.time
    parts = (started, row.length, row.who or _("unnamed"), row.phone, row.came_to)
    mark = f" !{row.not_met}" if row.not_met else f" •{row.owed}" if row.owed else ""
    return "  ".join(part for part in parts if part) + mark


def counted(title: str, calls: Sequence[CallSummary]) -> str:
    """Say how many calls there are; what came without one, and those opened by mistake, are counted apart."""
    mistakes = sum(call.discarded for call in calls)
    entries = sum(bool(call.entry) and not call.discarded for call in calls)
    apart = (
        [n_("{number} without a call", "{number} without a call", entries).format(number=entries)] if entries else []
    )
    if mistakes:
        apart.append(n_("{number} opened by mistake", "{number} opened by mistake", mistakes).format(number=mistakes))
    return ", ".join((f"{title}: {len(calls) - mistakes - entries}", *apart))


def breached(calls: Sequence[CallSummary]) -> str:
    """Say in how many calls a clause of the standard was not met; empty: in none."""
    number = sum(bool(_not_met(call)) for call in calls)
    return _("not met in: {number}").format(number=number) if number else ""


def _not_met(call: CallSummary) -> int:
    """Count the clauses that were breached; where the register does not say so, those that may have been."""
    return call.owed if call.breached is None else call.breached


def caller_named(known: CallSummary | TaskRecord) -> str:
    """Name the caller; in quotation marks if all that is known is how they wanted to be addressed."""
    return _("“{name}”").format(name=known.name) if known.as_addressed else known.name


def caller_line(call: CallSummary) -> str:
    """Show who called, and from which number, as far as that is known."""
    return "  ".join(filter(None, (caller_named(call), call.phone)))


def _how(script: Script, call: CallSummary) -> str:
    if call.discarded:
        return _("opened by mistake")
    if not call.ended:
        return _("not finished")
    return ending(script, call.ended_by)


def titled(title: str, complete: bool) -> str:
    """Return the title of a list, which says so if not everything is listed that should be."""
    return title if complete else _("{title} (not complete)").format(title=title)


def none_or(nothing: str, complete: bool) -> str:
    """Return what is said of an empty list: that there is nothing only if that is known."""
    return nothing if complete else _("Not all can be read: there may be more.")


def no_number(text: str) -> str:
    """Say that a text is no telephone number, since it has no digit; empty if it has one or says nothing."""
    return _("This is no number: {text}").format(text=cited(text)) if text and not may_be_number(text) else ""


def is_looked_up(number: str) -> bool:
    """Tell whether enough of a number is known to look for earlier calls: it may be a short one."""
    return sum(map(str.isdecimal, number)) >= _SHORTEST


def maybe(words: str, sure: bool) -> str:
    """Return what is said of a caller, with «maybe» before it where it is not surely the same one."""
    return words if sure else _("maybe") + f": {words}"


def and_more(number: int) -> list[str]:
    """Say how many there are besides those that are listed, if there are any."""
    return [_("… and {number} more").format(number=number)] if number else []


def task_row(script: Script, task: TaskRecord, now: datetime) -> TaskRow:
    """Tell open work in parts, with the time left."""
    left = (task.due - now).total_seconds() if task.due else None
    row = TaskRow(
        due=_until_words(script, task, now),
        at=promised(local(script, task.due), local(script, now)) if task.due else "—",
        left="" if left is None else _left(left, _grace_left(task, now)),
        when="later" if left is None else "over" if task.is_overdue(now) else "soon" if left < SOON else "later",
        what=work(script, task),
        kind=work(script, replace(task, number="")),
        number=_("№ {number}").format(number=task.number) if task.number else "",
        who=caller_named(task),
        phone=task.phone or erased(script, task),
        to=task.to,
    )
    return _reminding(row, reminder_words(script, task, now)) if task.is_reminded_of(now) else row


def _reminding(row: TaskRow, reminder: str) -> TaskRow:
    """Tell of work that its reminder has come, and then when it is due; what is overdue is told as that."""
    if row.when == "over":
        return row
    return replace(row, when="soon", due=reminder, left=reminder, what=f"{row.what}, {row.due}")


def reminder_words(script: Script, task: TaskRecord, now: datetime) -> str:
    """Say when whoever has work is to be reminded, or was; empty: never."""
    if task.reminder is None:
        return ""
    time = promised(local(script, task.reminder), local(script, now))
    if task.due and not task.is_overdue(now) and task.due < task.reminder:
        return _("reminder {time}, after it is due").format(time=time)
    return _("reminder {time}").format(time=time)


def _grace_left(task: TaskRecord, now: datetime) -> int | None:
    """Return for how many seconds more it is in time what is due by now; None: it is not due yet, or is overdue."""
    latest = task.latest if task.due and task.due < now and not task.is_overdue(now) else None
    return int((latest - now).total_seconds()) if latest else None


def _left(seconds: float, grace: int | None) -> str:
    if grace is not None:
        return _("now, {hours} left").format(hours=hours(grace))
    if abs(seconds) >= _A_DAY:
        return _("overdue") if seconds < 0 else ""
    words = _("overdue {hours}") if seconds < 0 else _("{hours} left")
    return words.format(hours=hours(abs(int(seconds))))


def task_lines(script: Script, tasks: Sequence[TaskRecord], now: datetime) -> list[str]:
    """Show open work with the time left."""
    rows = [task_row(script, task, now) for task in tasks]
    return [f"{row.sign} {row.due}  {row.what}  {row.who or row.phone}".strip() for row in rows]


def work(script: Script, task: TaskRecord) -> str:
    """Say what is to be done, in which of the caller's matters, and under which number that was registered."""
    named = phrases.named(script, f"task.{task.kind}", script.own_language) or _("work for another centre")
    return numbered(named + of_matter(task.matter), task.number)


def people_named(script: Script, people: str) -> str:
    """Name people of the centre; nobody, by nothing."""
    return phrases.named(script, f"people.{people}", script.own_language) or people if people else ""


def of_matter(number: int) -> str:
    """Say which of the caller's matters something is about, of the second and those after it."""
    return ", " + _("matter {number}").format(number=number) if number > 1 else ""


def _until_words(script: Script, task: TaskRecord, now: datetime) -> str:
    if task.due is None:
        return _("without a term")
    if (grace := _grace_left(task, now)) is not None:
        time = promised(local(script, task.due), local(script, now))
        return _("due {time} · now, {hours} left").format(time=time, hours=hours(grace))
    return (_visit_words if task.visit else _due_words)(script, task.due, now)


def _visit_words(script: Script, at: datetime, now: datetime) -> str:
    """Say when a customer is going to come, or was to come."""
    time = promised(local(script, at), local(script, now))
    if at < now:
        return _("was to come {time}").format(time=time)
    if local(script, at).date() != local(script, now).date():
        return _("comes {time}").format(time=time)
    return _("comes {time} · {hours} left").format(time=time, hours=hours(int((at - now).total_seconds())))


def _due_words(script: Script, due: datetime, now: datetime) -> str:
    """Say until when something is due and how long that is; beyond a day, only the moment."""
    left, at = int((due - now).total_seconds()), local(script, due)
    other_year = at.year != local(script, now).year
    length = hours(abs(left))
    if left <= -_A_DAY:
        return _("overdue since {time}").format(time=day_and_time(at, year=other_year))
    if left < 0:
        return _("overdue {hours}").format(hours=length)
    if at.date() == local(script, now).date():
        return _("due {time} · {hours} left").format(time=at.strftime("%H:%M"), hours=length)
    return _("due {time}").format(time=day_and_time(at, year=other_year))
