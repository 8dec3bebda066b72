"""The running countdowns, in values and words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.timers import after_call_work, countdowns
from callscript.core.script import phrases
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script
from callscript.core.script.steps import Wait
from callscript.dialogue.actions import ARTICLES, BY_ID, HOLD
from callscript.dialogue.show.values import ClockLine, minutes
from callscript.runtime.i18n import _, n_


def clocks(script: Script, call: Call, now: datetime) -> tuple[ClockLine, ...]:
    """Return the running countdowns, with the number and the sum of the runs before; that of the work after the call
    among them, where the centre limits it."""
    return (*_running(script, call, now), *_after_call(call, now))


def _after_call(call: Call, now: datetime) -> Iterator[ClockLine]:
    if (found := after_call_work(call, now)) and call.ended:
        note = _("prolonged by {time}").format(time=minutes(call.prolonged)) if call.prolonged else ""
        limit, warns = call.allowed_after, call.ended.warns
        name = _("After the call")
        yield ClockLine(name, found.left, found.phase, note, limit=limit, warns=warns, after_call=True, waits=False)


def _running(script: Script, call: Call, now: datetime) -> Iterator[ClockLine]:
    return (
        ClockLine(
            phrases.label(script, f"timer.{each.timer}"),
            each.left if script.timers[each.timer].warn else max(0, each.left),
            each.phase,
            _note(script, call, each.timer),
            call.running[each.timer].about,
            seconds(script.timers[each.timer].limit),
            seconds(warn) if (warn := script.timers[each.timer].warn) else 0,
            each.timer == script.hold_timer,
            waits=bool(call.running[each.timer].step),
        )
        for each in countdowns(script, call, now)
    )


def _note(script: Script, call: Call, timer: str) -> str:
    """Tell of a timer how often its time was up in this run, if it repeats, and what was before."""
    reached = call.running[timer].reached if script.timers[timer].repeats else 0
    return " · ".join(filter(None, (reached_note(reached), past_runs_note(call, timer))))


def reached_note(reached: int) -> str:
    """Tell how often the time of a timer that repeats was up; nothing, if it was not."""
    return n_("{number} time so far", "{number} times so far", reached).format(number=reached) if reached else ""


def after_call_allowed(call: Call) -> str:
    """Say how long the work after a call may last now that it was prolonged."""
    return _("Prolonged: {time} in all for the work after the call.").format(time=minutes(call.allowed_after))


def hold_note(script: Script, call: Call) -> str:
    """Tell how often and how long the caller was on hold, under the name of the detour that leads there."""
    note = past_runs_note(call, script.hold_timer)
    return f"{phrases.label(script, _hold_name(script))}: {note}" if note else ""


def _hold_name(script: Script) -> str:
    for detour in script.pack.detours:
        for step in script.stages[detour.stage].steps:
            if isinstance(step, Wait) and step.timer == script.hold_timer:
                return f"detour.{detour.id}"
    return f"timer.{script.hold_timer}"


def past_runs_note(call: Call, timer: str) -> str:
    """Tell how many runs of a timer have ended in this call and how long they were together."""
    past = call.runs_of(timer)
    if not past:
        return ""
    total = int(sum((run.ended - run.started).total_seconds() for run in past))
    if call.ended:
        counted = n_("{number} time", "{number} times", len(past))
    else:
        counted = n_("{number} before", "{number} before", len(past))
    return f"{counted.format(number=len(past))}, {length(total, about=any(run.about for run in past))}"


def length(seconds: int, *, about: bool) -> str:
    """Write how long something was; "about" if the machine was started again meanwhile and only set clocks tell."""
    return _("about {time}").format(time=minutes(seconds)) if about else minutes(seconds)


def clock_words(clock: ClockLine) -> str:
    """Say what is left by number, and how it stands by word: in the order in which a language says it."""
    words = {
        "running": _("{name} {time} left"),
        "warning": _("{name} {time} left, nearly over"),
        "over": _("{name} +{time} over") if clock.left < 0 else _("{name} {time} time is up"),
    }[clock.phase]
    return words.format(name=clock.name, time=length(clock.left, about=clock.about))


def gauge_words(clock: ClockLine) -> str:
    """Say beside a gauge what is left, or by how much it is over."""
    words = {
        "running": _("{time} left"),
        "warning": _("! {time} left"),
        "over": _("+{time} over {limit} !!") if clock.left < 0 else _("time is up !!"),
    }[clock.phase]
    return words.format(time=length(clock.left, about=clock.about), limit=minutes(clock.limit))


def gauge_note(clock: ClockLine) -> str:
    """Say under a gauge when it warns, what was before, and how to look something up meanwhile."""
    told = {
        "running": _("warns at {time}").format(time=minutes(clock.warns)) if clock.warns else "",
        "warning": _("nearly over: back to the caller") if clock.waits else _("nearly over"),
        "over": "" if clock.left >= 0 else _over_note(clock),
    }[clock.phase]
    looking = _("{key}: look up").format(key=BY_ID[ARTICLES].cap) if clock.hold else ""
    more = _("{key}: more time").format(key=BY_ID[HOLD].cap) if clock.after_call else ""
    return " · ".join(filter(None, (told, clock.note, looking, more)))


def _over_note(clock: ClockLine) -> str:
    return _("over the limit: back to the caller") if clock.waits else _("over the limit")
