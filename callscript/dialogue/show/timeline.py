"""Puts the events of a call into lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.call import Call
from callscript.core.call.fold import fold
from callscript.core.call.matters import owners, told
from callscript.core.call.matters import recorded as recorded_by_matter
from callscript.core.call.mended import kept_by_end
from callscript.core.call.registrations import registrations
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Pick, Register, Step, Wait
from callscript.core.script.working_time import local
from callscript.dialogue.show.call_view import left, step_words
from callscript.dialogue.show.clocks import reached_note
from callscript.dialogue.show.dates import due_until
from callscript.dialogue.show.endings import ending, how_ended
from callscript.dialogue.show.entered import came_otherwise, received_words
from callscript.dialogue.show.erased import erased_by
from callscript.dialogue.show.field_text import of_matter as of_group
from callscript.dialogue.show.field_text import recorded
from callscript.dialogue.show.listing import named, of_matter, people_named
from callscript.dialogue.show.registered import numbered
from callscript.dialogue.show.values import minutes
from callscript.dialogue.show.visit_told import appointed
from callscript.dialogue.show.work_told import became, going_on
from callscript.runtime.i18n import LANGUAGES, _


def timeline(script: Script, log: Sequence[e.Event], task: str = "") -> Iterator[str]:
    """Yield a line an event, with its number and time; movements of the script alone are left out.

    Of a task, if one is given, only what was promised and became of it.
    """
    call = Call()
    for event, was in with_before(log):
        before, call = call, fold(script, call, event)
        if task and getattr(event, "task", "") != task:
            continue
        told = became(script, before, event) if isinstance(event, e.TaskMoved) else _words(script, call, event, was)
        if told:
            yield f"{event.seq:>4}  {_moment(script, log[0].at, event)}  {told}"


def work_lines(script: Script, log: Sequence[e.Event], task: str) -> Iterator[str]:
    """Yield when a piece of work was promised and what became of it, a line an event."""
    call = Call()
    for event in log:
        before, call = call, fold(script, call, event)
        if isinstance(event, e.TaskMoved | e.TaskOpened) and event.task == task:
            told = _words(script, call, event, {}) or (
                became(script, before, event) if isinstance(event, e.TaskMoved) else ""
            )
            yield f"{local(script, event.at):%d.%m.%Y %H:%M}  {told}"


def _moment(script: Script, began: datetime, event: e.Event) -> str:
    """Return the time of an event; of what is done days after a call, with the day if it is another one."""
    at = local(script, event.at)
    later = isinstance(event, e.TaskMoved | e.Erased) and at.date() != local(script, began).date()
    return f"{at:%d.%m.%Y %H:%M:%S}" if later else f"{at:%H:%M:%S}"


def _words(script: Script, call: Call, event: e.Event, was: Mapping[str, str | bool]) -> str:
    old = str(was.get("old", ""))
    match event:
        case e.CallStarted():
            if event.entry:
                what = named(script, "entries", event.entry)
                return _("entry begun, operator {number}: {what}").format(number=event.operator.number, what=what)
            begun = _("call begun, operator {number}").format(number=event.operator.number)
            if event.outgoing:
                return f"{begun}, {going_on(script, event)}"
            return begun + (", " + _("number that rang: {phone}").format(phone=event.phone) if event.phone else "")
        case e.EarlierFound():
            return _earlier(script, event)
        case e.Received():
            return ", ".join(received_words(script, event))
        case e.Said():
            return _("said: {words}").format(words=_step(script, call, event.step))
        case e.Done():
            return _done(script, call, script.steps[event.step])
        case e.Chosen():
            answer, before = (_answer(script, call, event.step, option) for option in (event.option, old))
            return f"{_step(script, call, event.step)} — {answer}" + _was(before, answer)
        case e.Filled():
            name = phrases.label(script, f"field.{event.field}") + _which(script, call, event)
            now = _recorded(script, event.field, event.value, absent=event.absent) or _("erased")
            before = _recorded(script, event.field, old, absent=bool(was.get("old_absent")))
            value = f"{name}: {now}" + _was(before, now)
            return _("only picked: {value}").format(value=value) if event.picked else value
        case e.DetourEntered():
            return _("detour: {name}").format(name=phrases.label(script, f"detour.{event.detour}"))
        case e.DetourLeft():
            return left(script, event.detour, taken_back=event.cancelled)
        case e.TimerStarted():
            return _("clock started: {name}").format(name=_timer(script, event.timer))
        case e.TimerStopped():
            return f"{_timer(script, event.timer)}: {minutes(int(event.seconds))}"
        case e.TimerOverran():
            told_as = _("time is up: {name}").format(name=_timer(script, event.timer))
            return " · ".join(filter(None, (told_as, reached_note(event.reached))))
        case e.LanguageChanged():
            return _("language: {language}").format(language=_language(event.language)) + _was(_language(old))
        case e.Registered():
            what = phrases.label(script, f"register.{event.what}")
            number = next((each.number for each in registrations(script, call) if each.event == event.seq), "")
            return _("registered: {what}").format(what=numbered(what, number)) + of_matter(told(call, event.matter))
        case e.Informed():
            words = _("not given after all: {words}") if event.taken_back else _("information given: {words}")
            return words.format(words=f"{event.title} — {event.text}")
        case e.TaskOpened():
            told_as = _("task: {what}") if event.step else _("left to do, the caller is gone: {what}")
            what, whose = phrases.label(script, f"task.{event.kind}"), people_named(script, event.people)
            time = appointed(script, event.due) if event.visit else due_until(script, event.due)
            words = (told_as.format(what=what), whose, time)
            return ", ".join(filter(None, words)) + of_matter(told(call, event.matter))
        case e.NoticeDelivered():
            subject = phrases.label(script, f"notice.{event.notice}.subject")
            return _("delivered: {subject}").format(subject=subject)
        case e.Ended():
            return ", ".join((how_ended(script, call), *_kept(script, call)))
        case e.AfterCallProlonged():
            words = _("work after the call prolonged by {time}, operator {number}")
            return words.format(time=minutes(event.seconds), number=event.operator)
        case e.EndTakenBack():
            return _("the call had not ended, and goes on: {reason}").format(reason=event.reason)
        case e.EndCorrected():
            how = ending(script, event.how) + _was(ending(script, old) if old else "")
            filed, before = (_outcome(script, each) for each in (event.outcome, str(was.get("old_outcome", ""))))
            now = filed or _("no outcome")
            what = how if filed == before else f"{how}, {now}{_was(before)}"
            return _("corrected: {what} — {reason}").format(what=what, reason=event.reason)
        case e.FieldCorrected():
            return _corrected(script, call, event, was)
        case e.ReceivedCorrected():
            what = ", ".join((*came_otherwise(script, event, was), *_due(script, event)))
            return _("corrected: {what} — {reason}").format(what=what, reason=event.reason)
        case e.OutcomeSet():
            return _outcome(script, event.outcome)
        case e.Explained():
            return f"{event.clause}: {event.reason}"
        case e.Summarised():
            return _("summary: {text}").format(text=event.text)
        case e.Closed():
            return _("entry closed") if call.entry else _("call closed")
        case e.Discarded():
            return _("discarded") if call.entry else _("discarded: opened by mistake")
        case e.Erased():
            return _("what the caller gave was erased by {by}, ground: {ground}").format(
                by=erased_by(event), ground=event.ground
            )
        case e.Resumed():
            return _("taken up again")
        case e.Unknown():
            return _("recorded by a newer release: {name}").format(name=event.name)
        case e.Drafted() | e.Moved() | e.BranchLeft() | e.TaskMoved():
            return ""
        case _:
            assert_never(event)


def _which(script: Script, call: Call, event: e.Filled) -> str:
    """Name which of several something is recorded of that had been set aside."""
    found = (each for each in recorded_by_matter(script, call) if event.matter and each.matter == event.matter)
    return "".join(f" ({of_group(script, each)})" for each in found)


def _corrected_of(script: Script, call: Call, event: e.FieldCorrected) -> str:
    """Name which of several something is corrected of, or which of the caller's matters."""
    matter = event.matter or owners(script, call).get(event.field, 0)
    found = next((each for each in recorded_by_matter(script, call) if each.which and each.matter == matter), None)
    return f" ({of_group(script, found)})" if found else of_matter(told(call, event.matter))


def _corrected(script: Script, call: Call, event: e.FieldCorrected, was: Mapping[str, str | bool]) -> str:
    name = phrases.label(script, f"field.{event.field}") + _corrected_of(script, call, event)
    text = _recorded(script, event.field, event.value, absent=event.absent)
    now = text or _("erased; nothing is owed for that")
    before = _recorded(script, event.field, str(was.get("old", "")), absent=bool(was.get("old_absent")))
    what = ", ".join((f"{name}: {now}{_was(before, now)}", *_due(script, event)))
    return _("corrected: {what} — {reason}").format(what=what, reason=event.reason)


def _due(script: Script, event: e.FieldCorrected | e.ReceivedCorrected) -> tuple[str, ...]:
    """Say when the work is due now that hangs on it; nothing if none does."""
    return (due_until(script, event.due),) if event.due else ()


def _outcome(script: Script, outcome: str) -> str:
    return _("outcome: {name}").format(name=phrases.label(script, f"outcome.{outcome}")) if outcome else ""


def _was(old: str, new: str = "") -> str:
    """Say what was there before, if it was something else."""
    return _(" (was: {old})").format(old=old) if old and old != new else ""


def _earlier(script: Script, event: e.EarlierFound) -> str:
    """Say what was found of the caller's earlier calls."""
    found, gone = ([phrases.label(script, f"earlier.{each}") for each in ids] for ids in (event.found, event.gone))
    told = [*found, *(_("no more: {what}").format(what=each) for each in gone)]
    nothing = _("nothing that the script asks about")
    return _("earlier calls looked up: {what}").format(what="; ".join(told) or nothing)


def _done(script: Script, call: Call, step: Step) -> str:
    """Say that a step was done: a question was asked, a wait is over, an instruction was followed."""
    words = _step(script, call, step.id)
    if isinstance(step, Register):
        return ""  # that it is registered is said by itself
    if isinstance(step, Ask | Wait) and step.aloud:
        said = _("said, and waited: {words}") if isinstance(step, Wait) else _("asked: {words}")
    else:
        said = _("waited: “{words}”") if isinstance(step, Wait) else _("done: “{words}”")
    return said.format(words=words)


def _kept(script: Script, call: Call) -> Iterator[str]:
    """Yield what was only picked until the end of the call made it true."""
    for field in kept_by_end(call):
        if value := call.fields.get(field):
            name = phrases.label(script, f"field.{field}")
            yield f"{name}: {_recorded(script, field, value.text, absent=value.absent)}"


def _step(script: Script, call: Call, step: str) -> str:
    return " ".join(step_words(script, call, script.steps[step]).split())


def _answer(script: Script, call: Call, step: str, option: str) -> str:
    """Return an answer as it is read: of a list out of the directory, the name of the entry."""
    entry = script.entries.get(option) if isinstance(script.steps[step], Pick) else None
    if entry is not None:
        return entry.name.get(script.own_language) or next(iter(entry.name.values()))
    return phrases.own(script, call, f"option.{step}.{option}") if option else ""


def _recorded(script: Script, field: str, text: str, *, absent: bool) -> str:
    return recorded(script, script.own_language, field, text, absent=absent) if text or absent else ""


def _language(language: str) -> str:
    return LANGUAGES.get(language, language)


def _timer(script: Script, timer: str) -> str:
    return phrases.label(script, f"timer.{timer}")
