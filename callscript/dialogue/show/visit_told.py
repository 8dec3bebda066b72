"""In-person visits in words: what can be done to one, how it went, who wanted it so or has warned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.matters import promised_by
from callscript.core.records import TaskRecord
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show.dates import day_and_time, hours_words, promised
from callscript.runtime.i18n import _, n_

How = e.Result | Literal["tried", "warned"]
"""How work went: it may be to be done still."""
SIDES: tuple[e.Side, ...] = ("customer", "centre")
"""In the order of the digits."""


def act_names() -> dict[str, tuple[str, str]]:
    """Return the acts that have another name for a visit, each with it and with the same in a word."""
    return {
        "done": (_("Came, did not come, or will be late"), _("came?")),
        "postpone": (_("Move it to another time"), _("move")),
        "drop": (_("Cancel it"), _("cancel")),
    }


def visit_word(result: Literal["came", "late", "missed"]) -> str:
    """Say how a visit went."""
    return {
        "came": _("the customer came at the time appointed"),
        "late": _("the customer came late"),
        "missed": _("the customer did not come"),
    }[result]


def results() -> tuple[tuple[e.Result | Literal["warned"], str], ...]:
    """Return how a visit can have gone, or that somebody has warned, each with its words."""
    return (
        ("came", visit_word("came")),
        ("late", visit_word("late")),
        ("missed", visit_word("missed")),
        ("warned", _("a delay was announced: the visit is still to come")),
    )


def how_it_went() -> str:
    """Ask how a visit went, by the words that commands take."""
    return _("Say how the visit went: the customer came (came), came late (late), or did not come (missed).")


def when_said() -> str:
    """Ask when the customer has said it, of what is recorded once the time appointed is over."""
    return _("When did they say so, or their letter come? Such as 9:40 or yesterday 17:30; empty: now.")


def about_delay(part: Literal["side", "until"]) -> str:
    """Ask who has warned, or when they will be there."""
    if part == "side":
        return _("Who has warned?")
    return _("When will they be there? Such as 14:30, or how many minutes late. It may stay empty.")


def no_delay(time: str) -> str:
    """Say that somebody who is there then is not late."""
    return _("The time appointed is {time}: a delay is to later than that. To come earlier is to move it.").format(
        time=time
    )


def no_call_back() -> str:
    """Say that no call of the operator's own goes on with a visit."""
    return _("not done by ringing up: ring, and move or cancel it here")


def closed(task: TaskRecord, time: str) -> str:
    """Say what came of a visit, and who has recorded that at which time."""
    if task.state == "dropped":
        return _("cancelled by № {by}, {time}").format(by=task.by, time=time)
    went = visit_word(task.result) if task.result in ("came", "late", "missed") else ""
    return ", ".join(filter(None, (went, _("№ {by}, {time}").format(by=task.by, time=time))))


def closed_by(why: TaskRefused, time: str) -> str:
    """Say that nothing can be done to a visit because another has closed it meanwhile."""
    if why.code == "dropped":
        return _("№ {by} has cancelled it, {time}").format(by=why.by, time=time)
    return _("№ {by} has recorded how it went, {time}").format(by=why.by, time=time)


def side_name(side: e.Side) -> str:
    """Name one of the two, as an answer to who it was."""
    return {"customer": _("the customer"), "centre": _("the centre")}.get(side, "")


def wished(side: e.Side) -> str:
    """Say at whose wish a visit is moved or cancelled; empty: that is not known."""
    return {"customer": _("at the customer’s wish"), "centre": _("at the centre’s wish")}.get(side, "")


def warned(by: str, side: e.Side, what: str) -> str:
    """Say who will be late, as an operator has noted it."""
    if side == "centre":
        return _("№ {by} noted that the centre will be late: {what}").format(by=by, what=what)
    return _("№ {by} noted that the customer will be late: {what}").format(by=by, what=what)


def too_late(task: TaskRecord, deed: acts.Deed) -> str:
    """Say that a warning came once the time was over, and so does not count as one; empty: none did."""
    late = isinstance(deed, acts.Warn) and deed.side == "customer" and task.warned is None
    return _("The time appointed was over by then: this does not count as warning beforehand.") if late else ""


def unwarned(event: e.TaskDone | e.TaskDropped | e.TaskRescheduled) -> str:
    """Say that the customer was not there and had not warned; empty: that is not so."""
    return _("without warning beforehand") if event.unwarned else ""


def known_since(script: Script, event: e.TaskDropped | e.TaskRescheduled | e.TaskWarned) -> str:
    """Say when what is recorded of a visit had come, if that was before, and in no call that is told of besides."""
    if event.said is None or event.through:
        return ""
    return _("known since {time}").format(time=day_and_time(local(script, event.said), year=True))


def beside(script: Script, task: TaskRecord, now: datetime) -> Iterator[str]:
    """Yield what is to be known of a visit besides: that the customer will be late, how often it was moved."""
    if task.is_open and task.warned:
        said = promised(local(script, task.warned), local(script, now))
        yield _("the customer will be late, known since {time}").format(time=said)
    if task.is_open and task.expected:
        yield _("delayed until {time}").format(time=promised(local(script, task.expected), local(script, now)))
    if task.rescheduled:
        number = task.rescheduled
        yield n_("moved {number} time", "moved {number} times", number).format(number=number)


def appointed(script: Script, due: datetime | None) -> str:
    """Say for when a visit is appointed."""
    time = day_and_time(local(script, due), year=True) if due else "—"
    return _("appointed {time}").format(time=time)


def moved_to(script: Script, call: Call, field: str, matter: int) -> str:
    """Say for when a visit is appointed now that was moved from the time in a field; empty: it was not.

    `matter`: 0: whichever has such a visit.
    """
    matters = {matter} if matter else {task.matter for task in (*call.tasks, *call.tasks_done)}
    visits = (task for each in matters for task in promised_by(script, call, field, each))
    moved = [task.due for task in visits if task.visit and task.rescheduled and task.due]
    return phrases.on_day(script, moved[-1], script.own_language) if moved else ""


def elsewhere(code: Literal["visit_moved", "visit_cancelled", "visit_over"], time: str) -> str:
    """Say that a visit is not by what the call has recorded any more, and where that is seen to."""
    match code:
        case "visit_moved":
            told = _("The visit was moved since, to {time}. Move it in the work that the call has left.")
        case "visit_cancelled":
            told = _("The visit was cancelled: open it again in the work that the call has left, then correct it.")
        case "visit_over":
            told = _("It is recorded how the visit went: open it again in the work that the call has left first.")
    return told.format(time=time)


def received(script: Script, now: datetime | None = None) -> str:
    """Say when visitors are received, with dates to come if `now` is said; empty: that is not appointed."""
    visits, hours = script.pack.visits, script.hours
    if visits is None:
        return ""
    if not visits.weekdays:
        visits = replace(visits, days=tuple(hours.weekdays if hours else range(1, 8)))
    words = _("Visitors are received on working days, {hours}.") if hours else _("Visitors are received {hours}.")
    return words.format(hours=hours_words(visits, local(script, now).date() if now else None))
