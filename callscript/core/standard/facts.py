"""What an event establishes, as names that rules and guards in a pack refer to.

The vocabulary is closed: a name is a word of the table in `docs/packs.md` and ids of the pack, nothing is evaluated.
"""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.core.script.working_time import opens_later_today

RECORDED = ("filled", "absent", "cleared")
"""The words of what is recorded in a field, or taken away from it."""


def facts(script: Script, event: e.Event) -> tuple[str, ...]:
    """Name all that `event` establishes."""
    match event:
        case e.CallStarted():
            if event.entry:
                return ("entry", f"entry:{event.entry}")
            return ("started", *_direction(script, event), *_hours(script, event))
        case e.EarlierFound():
            return ("earlier", *(f"earlier:{each}" for each in event.found))
        case e.Received():
            return _received(event)
        case e.Said():
            return ("said", f"said:{event.phrase}", *_marks(script, event.step))
        case e.Done():
            return (f"done:{event.step}", *_marks(script, event.step))
        case e.Chosen():
            chosen = f"chose:{event.step}"
            return (chosen, f"{chosen}={event.option}", *_marks(script, event.step, event.option))
        case e.Filled():
            word = "absent" if event.absent else "filled" if event.value else "cleared"
            return (f"{word}:{event.field}",)
        case e.DetourEntered():
            return (f"entered:{event.detour}",)
        case e.Moved():
            return ("matter",) if event.begins else ()
        case e.DetourLeft():
            left = f"left:{event.detour}"
            return (left, f"cancelled:{event.detour}") if event.cancelled else (left,)
        case e.TimerStarted():
            return _of_wait(script, "timing", event.timer)
        case e.TimerStopped():
            return _of_wait(script, "stopped", event.timer)
        case e.TimerOverran():
            return (f"overran:{event.timer}",)
        case e.LanguageChanged():
            return (f"language:{event.language}",)
        case e.Registered():
            return (f"registered:{event.what}",)
        case e.Informed():
            return () if event.taken_back else ("informed",)
        case e.TaskOpened():
            return (f"task:{event.kind}",)
        case e.TaskDone():
            return (*done(script, event.kind), *_unwarned(event)) if event.by else (f"task_done:{event.kind}",)
        case e.TaskDropped():
            return _dropped(script, event) if event.by else ()
        case e.TaskHandedOver():
            return (f"task_handed:{event.kind}",) if event.to else ()
        case e.NoticeDelivered():
            return () if event.more else (f"delivered:{event.notice}",)
        case e.Ended():
            return ("ended", f"ended:{event.how}")
        case e.OutcomeSet():
            return (f"outcome:{event.outcome}",)
        case e.Explained():
            return (f"explained:{event.clause}",)
        case e.Closed():
            return ("closed",)
        case e.AfterCallProlonged() | e.EndTakenBack() | e.EndCorrected() | e.FieldCorrected() | e.ReceivedCorrected():
            return ()
        case e.TaskRescheduled():
            return _unwarned(event)
        case e.TaskTaken() | e.TaskGivenBack() | e.TaskTried() | e.TaskPostponed() | e.TaskWarned() | e.TaskReopened():
            return ()
        case e.BranchLeft() | e.Summarised() | e.Discarded() | e.Drafted() | e.Erased() | e.Resumed() | e.Unknown():
            return ()
        case _:
            assert_never(event)


def _of_wait(script: Script, word: str, timer: str) -> tuple[str, ...]:
    """Say what becomes of a wait; a clock of its own starts and stops by facts that are there already."""
    known = script.timers.get(timer)
    return () if known and known.starts else (f"{word}:{timer}",)


def _direction(script: Script, event: e.CallStarted) -> tuple[str, ...]:
    """Say who rang up; of a call that goes on with an earlier one, with which work, at which attempt, and what is known
    from there.
    """
    if not event.outgoing:
        return ("incoming",)
    known = (f"known:{field}" for field in event.fields)
    return ("outgoing", f"continues:{event.work}", *_attempt(script, event), *known)


def _attempt(script: Script, event: e.CallStarted) -> tuple[str, ...]:
    attempts = script.pack.outgoing.attempts.get(event.work) if script.pack.outgoing else None
    if attempts is None:
        return ()
    number = event.tries + 1
    return (f"attempt:{number}", "attempt:last") if number >= attempts.most else (f"attempt:{number}",)


def _received(event: e.Received) -> tuple[str, ...]:
    """Say of an entry that it has come, by which way, and of which class it is, as far as that is recorded."""
    came = ("received", f"received:{event.channel}") if event.channel else ()
    return (*came, *(("classed", f"classed:{event.classed}") if event.classed else ()))


def _hours(script: Script, event: e.CallStarted) -> tuple[str, ...]:
    if event.open:
        return ("open",)
    return ("closed_hours", "opens_today") if opens_later_today(script, event.at) else ("closed_hours",)


@lru_cache(maxsize=64)
def done(script: Script, kind: str) -> tuple[str, ...]:
    """Return what it establishes that work of a kind is done after the call: as if the script had called it done."""
    found = [f"task_done:{kind}"]
    for step in script.steps.values():
        if isinstance(step, Choose):
            found += [f"chose:{step.id}={option.id}" for option in step.options if option.closes == kind]
    return tuple(found)


def _dropped(script: Script, event: e.TaskDropped) -> tuple[str, ...]:
    """Say what is not going to be done; a visit that is cancelled is owed no more."""
    if event.kind == script.visit_kind:
        return (f"task_dropped:{event.kind}", *_unwarned(event))
    return tuple(map(given_up, done(script, event.kind)))


def _unwarned(event: e.TaskDone | e.TaskDropped | e.TaskRescheduled) -> tuple[str, ...]:
    return (f"task_unwarned:{event.kind}",) if event.unwarned else ()


def given_up(fact: str) -> str:
    """Return the fact that one is not going to be established: the work that would do it was dropped."""
    return f"given_up:{fact}"


def _marks(script: Script, step_id: str, option_id: str = "") -> tuple[str, ...]:
    step = script.steps[step_id]
    marks = step.marks
    if isinstance(step, Choose):
        for option in step.options:
            if option.id == option_id:
                marks += option.marks
    return tuple(f"mark:{mark}" for mark in marks)
