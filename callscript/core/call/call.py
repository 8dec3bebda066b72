"""A call as the fold of its events: screen, verdicts, registers and the recovery after a crash are read off it.

`fold` is the only way a call changes. It decides nothing: an event already carries where the script went.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.standard.facts import facts
from callscript.core.standard.verdicts import Watch, observe
from callscript.core.tasks import Task, tasks_after


class Frame(Struct, frozen=True):
    """The main script, or a detour taken from it: the steps gone through there, and the current one among them."""

    detour: str
    """Empty for the main script and for the work after the call."""
    trail: tuple[str, ...]
    since: tuple[int, ...]
    """Beside the trail: the number of the event that came to the step there."""
    at: int = 0
    onward: bool = False

    @property
    def step(self) -> str:
        """The id of the current step."""
        return self.trail[self.at]

    @property
    def ahead(self) -> tuple[str, ...]:
        """The steps gone through already that lie ahead again, since the operator has gone back."""
        return self.trail[self.at + 1 :]


class Value(Struct, frozen=True):
    """What is recorded in a field."""

    text: str
    absent: bool = False
    """It was recorded that there is none; `text` is the reason."""


class Run(Struct, frozen=True):
    """A timer that is running."""

    started: datetime
    step: str
    overran: bool = False


class PastRun(Struct, frozen=True):
    """A run of a timer that has ended."""

    timer: str
    started: datetime
    ended: datetime


_SOMETHING = frozenset({"said", "done", "chose", "filled", "absent", "cleared", "timing", "registered", "task"})
"""The facts that make a call more than one that was opened by mistake."""


class Call(Struct, frozen=True, kw_only=True):
    """One telephone call, from the ring to the closed wrap-up."""

    start: e.CallStarted | None = None
    seq: int = 0
    """Number of the latest event."""
    latest: datetime | None = None
    language: str = ""
    frames: tuple[Frame, ...] = ()
    """The main script and the detours taken from it, the current one last. Empty: nothing more is asked."""
    fields: Mapping[str, Value] = {}
    answers: Mapping[str, str] = {}
    """By step: the option chosen."""
    done: Mapping[str, int] = {}
    """By step: the number of the event that did it last."""
    orphans: frozenset[str] = frozenset()
    """Steps that were done on a branch which a changed answer has left."""
    happened: Mapping[str, int] = {}
    """By fact: the number of the event that first established it."""
    running: Mapping[str, Run] = {}
    """By timer."""
    past_runs: tuple[PastRun, ...] = ()
    tasks: tuple[Task, ...] = ()
    """Open ones: the work that it has promised."""
    ended: e.Ended | None = None
    outcome: str = ""
    reasons: Mapping[str, str] = {}
    """By clause: why it was not met."""
    summary: str = ""
    closed: datetime | None = None
    discarded: bool = False
    """It was opened by mistake, and is none."""
    watches: Mapping[str, tuple[Watch, ...]] = {}
    """By clause: where each of its rules stands."""

    @property
    def frame(self) -> Frame | None:
        """The frame that the operator is in."""
        return self.frames[-1] if self.frames else None

    @property
    def step(self) -> str:
        """The id of the current step, or nothing."""
        return self.frames[-1].step if self.frames else ""

    @property
    def done_here(self) -> bool:
        """Whether the current step was done on this visit already, and then come back to."""
        frame = self.frames[-1]
        return self.done.get(frame.step, 0) > frame.since[frame.at]

    @property
    def under_way(self) -> bool:
        """Whether the caller is on the line: the call has begun and has not ended."""
        return self.start is not None and self.ended is None and not self.discarded

    @property
    def over(self) -> bool:
        """Whether the call has ended and no work after it is left: only the wrap-up is to be done."""
        return (self.ended is not None or self.discarded) and not self.frames

    @property
    def empty(self) -> bool:
        """Whether nothing was said, done, answered, timed or typed in it so far."""
        return not any(fact.partition(":")[0] in _SOMETHING for fact in self.happened)

    @property
    def may_be_a_mistake(self) -> bool:
        """Whether nothing is in it, and nothing lies before the current step: it may have been opened by mistake."""
        return self.empty and not (self.frames and self.frames[-1].detour)

    def runs_of(self, timer: str) -> tuple[PastRun, ...]:
        """Return the finished runs of a timer."""
        return tuple(run for run in self.past_runs if run.timer == timer)


def fold(script: Script, call: Call, event: e.Event) -> Call:
    """Return the call as it is after `event`."""
    established = facts(script, event)
    return _after(call, event, established, observe(script, call.watches, event.seq, event.at, established))


def preview(script: Script, call: Call, event: e.Event) -> Call:
    """Return the call after `event` as guards see it: the monitors of the clauses are not stepped."""
    return _after(call, event, facts(script, event), call.watches)


def fold_all(script: Script, log: Iterable[e.Event]) -> Call:
    """Return the call that `log` is the whole log of."""
    call = Call()
    for event in log:
        call = fold(script, call, event)
    return call


def _after(call: Call, event: e.Event, established: tuple[str, ...], watches: Mapping[str, tuple[Watch, ...]]) -> Call:
    new = {fact: event.seq for fact in established if fact not in call.happened}
    happened = {**call.happened, **new} if new else call.happened
    return replace(apply(call, event), seq=event.seq, latest=event.at, happened=happened, watches=watches)


def apply(call: Call, event: e.Event) -> Call:
    """Return the call with what `event` changes; the facts that it establishes and the clauses are left to `fold`."""
    match event:
        case e.CallStarted():
            return Call(start=event, language=event.language, frames=(_frame(event.step, event.seq),))
        case e.Said() | e.Done():
            return replace(call, done={**call.done, event.step: event.seq})
        case e.Chosen():
            return replace(
                call,
                answers={**call.answers, event.step: event.option},
                done={**call.done, event.step: event.seq},
            )
        case e.Filled():
            return replace(call, fields=_filled(call.fields, event))
        case e.Moved():
            return _moved(call, event)
        case e.DetourEntered():
            frame = Frame(event.detour, (event.step,), (event.seq,), onward=event.onward)
            return replace(call, frames=(*call.frames, frame), orphans=call.orphans - {event.step})
        case e.DetourLeft():
            return replace(call, frames=call.frames[:-1])
        case e.TimerStarted():
            return replace(call, running={**call.running, event.timer: Run(event.at, event.step)})
        case e.TimerStopped():
            running = dict(call.running)
            run = running.pop(event.timer)
            return replace(
                call, running=running, past_runs=(*call.past_runs, PastRun(event.timer, run.started, event.at))
            )
        case e.TimerOverran():
            run = replace(call.running[event.timer], overran=True)
            return replace(call, running={**call.running, event.timer: run})
        case e.LanguageChanged():
            return replace(call, language=event.language)
        case e.TaskOpened() | e.TaskDropped():
            return replace(call, tasks=tasks_after(call.tasks, event))
        case e.Ended():
            return replace(call, ended=event, frames=(_frame(event.step, event.seq),) if event.step else ())
        case e.OutcomeSet():
            return replace(call, outcome=event.outcome)
        case e.Explained():
            return replace(call, reasons={**call.reasons, event.clause: event.reason})
        case e.Summarised():
            return replace(call, summary=event.text)
        case e.Closed():
            return replace(call, closed=event.at)
        case e.Discarded():
            return replace(call, closed=event.at, discarded=True, frames=())
        case e.Registered() | e.Resumed() | e.Unknown():
            return call
        case _:
            assert_never(event)


def _filled(fields: Mapping[str, Value], event: e.Filled) -> Mapping[str, Value]:
    if event.value or event.absent:
        return {**fields, event.field: Value(event.value, event.absent)}
    return {name: value for name, value in fields.items() if name != event.field}


def _frame(step: str, seq: int) -> Frame:
    return Frame("", (step,), (seq,))


def _moved(call: Call, event: e.Moved) -> Call:
    if event.to is None:
        return replace(call, frames=())
    if not call.frames:
        return replace(call, frames=(_frame(event.to, event.seq),), orphans=call.orphans - {event.to})
    frame = call.frames[-1]
    orphans = call.orphans
    if event.back:
        moved = replace(frame, at=max(at for at, step in enumerate(frame.trail[: frame.at]) if step == event.to))
    elif frame.ahead[:1] == (event.to,):
        moved = replace(frame, at=frame.at + 1)
    else:
        trail = (*frame.trail[: frame.at + 1], event.to)
        if frame.ahead or event.to in orphans:
            orphans = (orphans | {step for step in frame.ahead if step in call.done}).difference(trail)
        moved = replace(frame, trail=trail, since=(*frame.since[: frame.at + 1], event.seq), at=frame.at + 1)
    return replace(call, frames=(*call.frames[:-1], moved), orphans=orphans)
