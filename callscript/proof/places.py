"""Places of a script, and a call that stands at one: of what happened before it nothing is known.

A place is a step in the main script, a detour or the work after the call, with the countdowns that run there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from callscript.core.call import events as e
from callscript.core.call.call import Call, Frame, Run
from callscript.core.script.model import Script
from callscript.core.script.steps import Wait
from callscript.core.script.working_time import is_open
from callscript.core.tasks import Task

MAIN, AFTER = "", "+"
BASE = 1000
"""The number of the latest event of a call that stands somewhere: what it did before has lower ones."""
OPERATOR = e.Operator(number="17", name="Operator", name_latin="Operator", gender="feminine")


class Place(NamedTuple):
    """Where a call can stand."""

    context: str
    """A detour; or `MAIN`, or `AFTER`."""
    step: str
    begun: bool = False
    """In the main script: the caller's first matter was named."""
    running: tuple[tuple[str, str], ...] = ()
    """The timers that run, each with the step of its wait."""

    @property
    def alone(self) -> bool:
        """Whether no detour is open."""
        return self.context in (MAIN, AFTER)


def place_of(script: Script, call: Call) -> Place | None:
    """Return where a call stands; None: nowhere any more."""
    if not call.frames:
        return None
    frame = call.frames[-1]
    context = AFTER if call.ended else frame.detour
    begun = context == MAIN and any(script.steps[step].matter for step in frame.trail[: frame.at + 1])
    running = tuple(sorted((timer, run.step) for timer, run in call.running.items()))
    return Place(context, frame.step, begun, running)


def call_at(script: Script, place: Place, now: datetime, *, working: bool = False) -> Call:
    """Return a call that stands at a place; `working`: work of every kind that it could have promised is open."""
    run = {timer: Run(now - timedelta(seconds=1), step) for timer, step in place.running}
    ended = e.Ended(seq=900, at=now, how="operator") if place.context == AFTER else None
    return Call(
        start=_started(script, now),
        seq=BASE,
        latest=now,
        language=script.own_language,
        frames=frames_at(script, place),
        running=run,
        ended=ended,
        tasks=_tasks(script, now) if working else (),
    )


def frames_at(script: Script, place: Place) -> tuple[Frame, ...]:
    """Return the frames of a call at a place: that of the main script, those of waits that go on, its own."""
    if place.context == AFTER:
        return (_frame("", place.step, 950),)
    if place.context == MAIN:
        first = next((step.id for step in script.steps.values() if step.matter), "") if place.begun else ""
        if not first:
            return (_frame("", place.step, 950),)
        return (Frame("", (first, place.step), (100, 950), (1, 1), at=1),)
    waits = [step for _, step in place.running if step != place.step]
    below = [(_detour_of(script, step), step) for step in waits]
    main = next((step for detour, step in below if not detour), some_step(script))
    detours = [_frame(detour, step, 500) for detour, step in below if detour]
    return (_frame("", main, 100), *detours, _frame(place.context, place.step, 950))


def good_moment(script: Script) -> datetime:
    """Return a moment at which most can be promised: just after a working day has begun."""
    at = datetime(2026, 12, 1, 0, 1, tzinfo=script.zone)
    if script.pack.hours is None:
        return at.replace(hour=10)
    for _ in range(7 * 24 * 60):
        if is_open(script, at) and at.isoweekday() < 5:
            return at + timedelta(minutes=1)
        at += timedelta(minutes=5)
    return at


def _frame(detour: str, step: str, seq: int) -> Frame:
    return Frame(detour, (step,), (seq,), (1,))


def some_step(script: Script) -> str:
    """Return a step at which nobody waits."""
    return next((id for id, step in script.steps.items() if not isinstance(step, Wait)), next(iter(script.steps)))


def _detour_of(script: Script, step: str) -> str:
    return next((detour for detour, steps in script.steps_of.items() if step in steps), "")


def _started(script: Script, now: datetime) -> e.CallStarted:
    return e.CallStarted(
        seq=1,
        at=now,
        call="proof",
        pack=script.pack.id,
        pack_hash=script.hash,
        operator=OPERATOR,
        language=script.own_language,
        open=True,
        day_part=script.pack.day_parts[0].id,
        step="",
    )


def _tasks(script: Script, now: datetime) -> tuple[Task, ...]:
    kinds = dict.fromkeys(kind for step in script.steps.values() for kind in _worked_on(script, step.id))
    return tuple(
        Task(id=f"proof-{number}", kind=kind, step="", opened=number, matter=1, due=now)
        for number, kind in enumerate(kinds, start=1)
    )


def _worked_on(script: Script, step_id: str) -> list[str]:
    """Return the kinds of work that a step asks about, does or calls not owed."""
    step = script.steps[step_id]
    options = getattr(step, "options", ())
    named = [step.each, step.closes, *(kind for each in options for kind in (each.closes, each.spares))]
    return [kind for kind in named if kind]
