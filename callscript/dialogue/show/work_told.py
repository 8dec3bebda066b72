"""Tells what became of work that a call left open."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import counts
from callscript.dialogue.show import visit_told
from callscript.dialogue.show.dates import day_and_time
from callscript.runtime.i18n import _, n_


def result_word(result: e.Result) -> str:
    """Say how work was done."""
    match result:
        case "" | "done":
            return ""
        case "reached":
            return _("the caller was reached")
        case "informed":
            return _("the caller was told in another way")
        case "came" | "late" | "missed":
            return visit_told.visit_word(result)
        case _:
            assert_never(result)


def going_on(script: Script, start: e.CallStarted) -> str:
    """Say of a call that the operator began which number was rung up, about which work of which call."""
    what = phrases.label(script, f"task.{start.work}")
    call = start.continues.partition("/")[0]
    return _("rung up {phone}: {what} — goes on with the call {call}").format(phone=start.phone, what=what, call=call)


def became(script: Script, before: Call, event: e.TaskMove) -> str:
    """Say what became of work in or after a call; `before` is the call as it was then."""
    work = before.task(event.task)
    kind = work.kind if work else event.kind
    what = phrases.label(script, f"task.{kind}") if kind else ""
    if not event.by:
        done = isinstance(event, e.TaskDone)
        return (_("task done: {what}") if done else _("task dropped: {what}")).format(what=what)
    text = _by_whom(script, event, what) + "".join(f" — {each}" for each in _words_of(script, event) if each)
    if event.through:
        text += " — " + _("call {call}").format(call=event.through)
    if work is None or not counts(work, event):
        text += " " + _("(does not count: it was somebody else’s by then, or closed)")
    return text


def _by_whom(script: Script, event: e.TaskMove, what: str) -> str:
    by = event.by
    match event:
        case e.TaskTaken():
            return _("№ {by} is at it: {what}").format(by=by, what=what)
        case e.TaskGivenBack():
            return _("№ {by} has given it back, as it was: {what}").format(by=by, what=what)
        case e.TaskTried(until=datetime() as again):
            words = _("№ {by} reached nobody; the script has it put off until {until}: {what}")
            return words.format(by=by, until=day_and_time(local(script, again), year=True), what=what)
        case e.TaskTried():
            return _("№ {by} reached nobody: {what}").format(by=by, what=what)
        case e.TaskDone(result="came" | "late" | "missed"):
            return _("№ {by} has recorded how it went: {what}").format(by=by, what=what)
        case e.TaskDone():
            return _("№ {by} has done it: {what}").format(by=by, what=what)
        case e.TaskDropped() if event.tries:
            words = n_(
                "№ {by} reached nobody in {number} attempt; the script gives it up: {what}",
                "№ {by} reached nobody in {number} attempts; the script gives it up: {what}",
                event.tries,
            )
            return words.format(by=by, number=event.tries, what=what)
        case e.TaskDropped(side=""):
            return _("№ {by} has dropped it: {what}").format(by=by, what=what)
        case e.TaskDropped():
            return _("№ {by} has cancelled it: {what}").format(by=by, what=what)
        case e.TaskRescheduled():
            until, was = (day_and_time(local(script, at), year=True) if at else "" for at in (event.until, event.was))
            words = _("№ {by} has moved it from {was} to {until}: {what}")
            return words.format(by=by, was=was, until=until, what=what)
        case e.TaskWarned():
            return visit_told.warned(by, event.side, what)
        case e.TaskHandedOver(to=""):
            return _("№ {by} has left it to anybody: {what}").format(by=by, what=what)
        case e.TaskHandedOver():
            return _("№ {by} has handed it to № {to}: {what}").format(by=by, to=event.to, what=what)
        case e.TaskPostponed():
            until = day_and_time(local(script, event.until), year=True) if event.until else ""
            return _("№ {by} wants to be reminded {until}: {what}").format(by=by, until=until, what=what)
        case e.TaskReopened():
            return _("№ {by} has opened it again: {what}").format(by=by, what=what)
        case _:
            assert_never(event)


def came_to_word(script: Script, event: e.TaskDone) -> str:
    """Say what came of work, where the pack names what can; empty: it does not."""
    key = f"result.{event.kind}.{event.came_to}"
    return (phrases.named(script, key, script.own_language) or event.came_to) if event.came_to else ""


def _words_of(script: Script, event: e.TaskMove) -> tuple[str, ...]:
    """Return what is told of it besides: how it was done, why it was moved."""
    match event:
        case e.TaskTaken() | e.TaskGivenBack():
            return ()
        case e.TaskTried():
            return (event.note,)
        case e.TaskDone():
            said = came_to_word(script, event) or result_word(event.result)
            return (said, visit_told.unwarned(event), event.note)
        case e.TaskWarned():
            until = day_and_time(local(script, event.until), year=True) if event.until else ""
            delayed = _("delayed until {time}").format(time=until) if until else ""
            return (delayed, visit_told.known_since(script, event), event.note)
        case e.TaskDropped() | e.TaskRescheduled():
            known = visit_told.known_since(script, event)
            return (visit_told.wished(event.side), visit_told.unwarned(event), known, event.reason)
        case e.TaskHandedOver() | e.TaskPostponed() | e.TaskReopened():
            return (event.reason,)
        case _:
            assert_never(event)
