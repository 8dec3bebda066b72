"""Tells a piece of work whole: until when it is due, who has it, whom to ring, its matter, its promise, its history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import assert_never

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.call.matters import promised_by
from callscript.core.records import TaskRecord
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Register, Say
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused, held
from callscript.dialogue.show import visit_told
from callscript.dialogue.show.call_view import step_words
from callscript.dialogue.show.dates import day_and_time, due_until, promised
from callscript.dialogue.show.earlier import on_host
from callscript.dialogue.show.entered import entered_words
from callscript.dialogue.show.erased import erased
from callscript.dialogue.show.field_text import matter_lines
from callscript.dialogue.show.listing import caller_named, of_matter, people_named, reminder_words, task_row
from callscript.dialogue.show.pressing import not_sent
from callscript.dialogue.show.registered import registered_lines
from callscript.dialogue.show.sections import Section
from callscript.dialogue.show.shut import holiday
from callscript.dialogue.show.task_acts import Act
from callscript.dialogue.show.task_row import TaskRow
from callscript.dialogue.show.timeline import work_lines
from callscript.dialogue.show.work_left import registered
from callscript.runtime.i18n import _, n_
from callscript.runtime.text import cited

_DUE = "due"
"""What the texts of a pack name the moment by until which something was promised."""


def why_not(script: Script, task: TaskRecord, act: Act, me: str, now: datetime) -> str:
    """Say why something cannot be done to work now; empty: it can."""
    if act == "reopen":
        if task.is_open:
            return _("it is open")
        today = local(script, now).date()
        return "" if task.since and local(script, task.since).date() == today else _("it was closed before today")
    if not task.is_open:
        return _closed(script, task, now)
    holds = held(task, task.lease, now)
    if holds and holds.by != me:
        return refused(script, TaskRefused("held", holds.by, holds.since), now)
    if task.in_call and not task.is_with(me):
        return refused(script, TaskRefused("in_call", task.in_call), now)
    if act == "take" and task.state == "taken" and holds:
        return _("you have it since {time}").format(time=_when(script, holds.since, now))
    return ""


def why_no_call_back(script: Script, task: TaskRecord, me: str, now: datetime, *, read: bool = True) -> str:
    """Say why the caller cannot be rung up about work now; empty: it can be done. `read`: its call could be read."""
    if closed_or_held := why_not(script, task, "done", me, now):
        return closed_or_held
    if script.pack.outgoing is None:
        return _("the script has no way for calls of your own: ring, and record here what came of it")
    if task.visit:
        return visit_told.no_call_back()
    if task.kind not in script.pack.outgoing.done:
        return _("this is not done by ringing up")
    if task.phone:
        return "" if read else _("the call that has left it cannot be read: ring, and record here what came of it")
    return _("no number is known: what the caller gave was erased") if task.erased else _("no number is known")


def refused(script: Script, why: TaskRefused, now: datetime, *, visit: bool = False) -> str:
    """Say why work cannot be moved."""
    by, since = why.by, _when(script, why.since, now) if why.since else ""
    match why.code:
        case "unknown":
            return _("This work is not known any more.")
        case "held":
            return _("№ {by} has it since {time}").format(by=by, time=since)
        case "in_call":
            return _("№ {by} still leads the call that owes it: it can be moved once that is over").format(by=by)
        case "done" | "dropped" if visit:
            return visit_told.closed_by(why, since)
        case "done":
            return _("№ {by} has done it, {time}").format(by=by, time=since)
        case "dropped":
            return _("№ {by} has dropped it, {time}").format(by=by, time=since)
        case "open":
            return _("it is open")
        case "not_held":
            return _("nobody has it")
        case "theirs":
            return _("it is № {by}’s already").format(by=by) if by else _("it is anyone’s already")
        case "no_number":
            return _("Not an operator’s number: {text}. Type it as yours is written.").format(text=cited(by))
        case "too_far":
            return _("This is more than a year ahead: say a time within a year.")
        case "past":
            return _("This time is over: say one to come.")
        case "ahead":
            return _("This time is still to come: say when it came.")
        case "reason_wanted":
            return _("Say why, in words.")
        case "result_wanted" if visit:
            return visit_told.how_it_went()
        case "result_wanted":
            return _("Say how the caller was told: reached, or in another way. If nobody was, it is still to be done.")
        case "side_wanted":
            return _("Say who wants it so: the customer, or the centre.")
        case "not_yet":
            return _("The time appointed is {time}: until then nobody is late.").format(time=since)
        case "not_that_day":
            return _(
                "The visit is on {time}: nobody comes for it before that day. On another day, move it first."
            ).format(time=since)
        case "no_delay":
            return visit_told.no_delay(since)
        case "not_received":
            return visit_told.received(script, now)
        case "holiday":
            return holiday(f"{local(script, why.since):%d.%m.%Y}" if why.since else "")
        case "no_visit":
            return _("This is no visit.")
        case "waits":
            return _("Other hosts cannot be asked whether somebody has it: it can be moved once PostgreSQL is back.")
        case "just_now":
            return _("Somebody moves it at this very moment: try again.")
        case "newer":
            return _("A newer release of callscript has recorded it: leave the program and start it again to move it.")
        case _:
            assert_never(why.code)


def stands(script: Script, task: TaskRecord, me: str, now: datetime) -> str:
    """Say who has work, or who has closed it."""
    if not task.is_open:
        return _closed(script, task, now)
    in_call = _("№ {by} still leads its call").format(by=task.in_call) if task.in_call else ""
    if holds := held(task, task.lease, now):
        had = _("you have it since {time}") if holds.by == me else _("taken by № {by} since {time}")
        told = had.format(by=holds.by, time=_when(script, holds.since, now))
        return ", ".join(filter(None, (told, in_call)))
    if in_call:
        return in_call
    if task.theirs:
        return people_named(script, task.theirs)
    if not task.whose:
        return _("anyone")
    return _("yours") if task.whose == me else _("№ {by}").format(by=task.whose)


def _closed(script: Script, task: TaskRecord, now: datetime) -> str:
    if task.visit:
        return visit_told.closed(task, _when(script, task.since, now) if task.since else "")
    return refused(script, TaskRefused("done" if task.state == "done" else "dropped", task.by, task.since), now)


def beside(script: Script, task: TaskRecord, now: datetime) -> Iterator[str]:
    """Yield what is to be known besides: at which host, how often nobody was reached, until when it was postponed."""
    yield from filter(None, (on_host(task.host),))
    if task.is_open and task.tries:
        yield n_("nobody reached {number} time", "nobody reached {number} times", task.tries).format(number=task.tries)
    if task.is_open and task.reminder and (task.reminder > now or task.is_overdue(now)):
        yield reminder_words(script, task, now)  # one that has come leads the line of what is not overdue
    yield from visit_told.beside(script, task, now)


def who_has(script: Script, task: TaskRecord, me: str, now: datetime) -> str:
    """Say how work stands: who has it, or has closed it, and what is to be known besides."""
    return ", ".join((stands(script, task, me, now), *beside(script, task, now)))


def task_title(script: Script, task: TaskRecord, now: datetime) -> TaskRow:
    """Return until when work is due and what it is; of what is closed only that."""
    row = task_row(script, task, now)
    return row if task.is_open else TaskRow(due="", when="later", what=row.what)


def opened(script: Script, log: Sequence[e.Event], task: TaskRecord, me: str, now: datetime) -> tuple[Section, ...]:
    """Return all there is to know of work but its title, out of the log of the call that has left it."""
    call = fold_all(script, log)
    sections = (
        Section("", tuple(_facts(script, call, task, me, now))),
        Section(_("What was promised"), tuple(filter(None, (promised_words(script, log, task.task),)))),
        Section(_("Recorded"), tuple(_recorded(script, call, task.matter))),
        Section(_("What became of it"), tuple(work_lines(script, log, task.task))),
    )
    return tuple(section for section in sections if section.lines)


def promised_words(script: Script, log: Sequence[e.Event], task: str) -> str:
    """Say in which words work was promised; where that was not said yet, what was agreed, and until when it is due.

    Empty: that is not known, or nothing was promised.
    """
    opening = next((event for event in log if isinstance(event, e.TaskOpened) and event.task == task), None)
    step = script.steps.get(opening.step) if opening and not opening.people else None
    if opening is None or step is None or isinstance(step, Register):
        return ""  # a register promises nothing to anybody; what people of the centre owe, they owe because of it
    if said := _said_of(script, log, opening):
        return said
    call = fold_all(script, [event for event in log if event.seq <= opening.seq])
    words = " ".join(step_words(script, call, step).split())
    answer = call.answers.get(step.id, "")
    chosen = phrases.own(script, call, f"option.{step.id}.{answer}") if answer else ""
    due = due_until(script, opening.due) if opening.due and not isinstance(step, Say) else ""
    return " — ".join(filter(None, (words, chosen, due)))


def _said_of(script: Script, log: Sequence[e.Event], opening: e.TaskOpened) -> str:
    """Return what the caller was told about work: what was said next that names its time. Empty: nothing was."""
    for event in log:
        if event.seq <= opening.seq or not isinstance(event, e.Said):
            continue
        step = script.steps.get(event.step)
        if isinstance(step, Say) and (named := _named(script, step)):
            call = fold_all(script, [before for before in log if before.seq <= event.seq])
            if opening.task in _times_told(script, call, named):
                return " ".join(step_words(script, call, step).split())
        if event.step == opening.step:
            return ""
    return ""


def _named(script: Script, step: Say) -> set[str]:
    """Return what a line fills in, of that which can be the time of work."""
    texts = (str(script.texts[each.id].get(f"step.{step.phrase or step.id}", "")) for each in script.pack.languages)
    words = "".join(texts)
    return {name for name in (_DUE, *script.fields) if f"{{{name}}}" in words}


def _times_told(script: Script, call: Call, named: Collection[str]) -> Iterator[str]:
    """Yield the work whose time a line says that fills these in: that which is due last, or by what a field holds."""
    if _DUE in named and (latest := phrases.promised_last(call)):
        yield latest.id
    for field in script.fields.keys() & named:
        yield from (task.id for task in promised_by(script, call, field, call.matter))


def became_of_work(script: Script, call: Call, me: str, now: datetime) -> Iterator[str]:
    """Yield, for each piece of work that a call has left, what became of it."""
    for task in (*call.tasks, *call.tasks_done):
        what = phrases.label(script, f"task.{task.kind}")
        due = visit_told.appointed(script, task.due) if task.visit else due_until(script, task.due)
        record = registered(script, call, task.id)
        if not record or (not task.is_open and not task.by):
            yield f"{what}: " + _("done in the call")
            continue
        told = (stands(script, record, me, now), *beside(script, record, now), due if task.is_open else "")
        yield f"{what}{of_matter(record.matter)}: " + ", ".join(filter(None, told))


def _facts(script: Script, call: Call, task: TaskRecord, me: str, now: datetime) -> Iterator[str]:
    row = task_row(script, task, now)
    late = f", {row.left}" if task.is_open and row.left and not task.visit else ""
    if who := erased(script, task, why=True) or "  ".join(filter(None, (task.phone, caller_named(task)))):
        yield _("To ring") + f": {who}"
    yield _("Who has it") + f": {who_has(script, task, me, now)}"
    due = day_and_time(local(script, task.due), year=True) if task.due else _("the centre has set no term")
    yield (_("Appointed") if task.visit else _("Due")) + f": {due}{late}"
    yield from filter(None, (not_sent((task,), now),))
    if call.start and call.entry:
        yield _("Left by what was entered: {what}").format(what=entered_words(script, call))
    elif call.start:
        began = local(script, call.start.at).strftime("%d.%m.%Y %H:%M")
        yield _("Left by the call of {time}, № {number}").format(time=began, number=task.operator)


def _recorded(script: Script, call: Call, matter: int) -> Iterator[str]:
    if call.outcome:
        yield _("Outcome") + ": " + phrases.label(script, f"outcome.{call.outcome}")
    if call.summary:
        yield _("Summary") + f": {call.summary}"
    yield from registered_lines(script, call, matter)
    yield from matter_lines(script, call, matter)


def _when(script: Script, at: datetime, now: datetime) -> str:
    return promised(local(script, at), local(script, now))
