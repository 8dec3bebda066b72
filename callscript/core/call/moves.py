"""How a call moves through its script: to a step, back, into a detour and out of it, and to its end.

The flow is a pushdown machine: a detour may be entered at any step, nests, and returns to the exact step it left.
"""

from __future__ import annotations

from callscript.core.call import events as e
from callscript.core.call.call import preview
from callscript.core.call.decision import Decision
from callscript.core.call.flow import first_step, step_after
from callscript.core.call.refusal import Refused
from callscript.core.script.base import EndKind
from callscript.core.script.steps import Wait


def go_on(decision: Decision) -> None:
    """Go to the step that follows."""
    go_to(decision, step_after(decision.script, decision.call, decision.frame.step))


def go_to(decision: Decision, step: str | None) -> None:
    """Go to a step; None: the run of stages has ended."""
    if step is not None:
        _move(decision, step)
    elif decision.frame.detour:
        leave(decision)
    else:
        decision.add(e.Moved(seq=decision.seq, at=decision.now, to=None))


def go_back(decision: Decision) -> None:
    """Return to the step before; a wait that is over is passed by, since it was agreed only once."""
    if not decision.call.frames:
        raise Refused("at_start")
    frame, steps = decision.frame, decision.script.steps
    earlier = [step for step in frame.trail[: frame.at] if not isinstance(steps[step], Wait)]
    if earlier:
        if isinstance(steps[frame.step], Wait):
            raise Refused("waiting")  # it was agreed with the caller, who goes on waiting
        decision.add(e.Moved(seq=decision.seq, at=decision.now, to=earlier[-1], back=True))
    elif frame.detour:
        leave(decision, cancelled=True)
    else:
        raise Refused("at_start")


def enter(decision: Decision, detour_id: str, *, onward: bool) -> None:
    """Take a detour; with `onward`, an answer leads there, and leaving it goes on behind that answer."""
    if any(frame.detour == detour_id for frame in decision.call.frames):
        raise Refused("already_open", detour_id)
    step = first_step(decision.script, decision.call, decision.script.detours[detour_id].stage)
    if step is None:
        raise Refused("detour_not_offered", detour_id)
    decision.add(e.DetourEntered(seq=decision.seq, at=decision.now, detour=detour_id, step=step, onward=onward))
    decision.start_timer(step)


def leave(decision: Decision, *, cancelled: bool = False, onward: bool = True) -> None:
    """Return to the exact step that the detour left, or go on behind it if an answer had led here.

    A detour that is cancelled was taken back: it returns to the answer too.
    """
    frame = decision.frame
    decision.stop_timer(frame.step)
    decision.add(e.DetourLeft(seq=decision.seq, at=decision.now, detour=frame.detour, cancelled=cancelled))
    if frame.onward and onward and not cancelled and decision.call.frames:
        go_on(decision)


def leave_all(decision: Decision, stage: str) -> None:
    """Leave every open detour and go on at a stage of the main script."""
    while decision.call.frames and decision.frame.detour:
        leave(decision, onward=False)
    go_to(decision, first_step(decision.script, decision.call, stage))


def end(decision: Decision, how: EndKind) -> None:
    """End the call: stop every clock and go to the work after it."""
    if not decision.call.under_way:
        raise Refused("call_over")
    decision.stop_timers()
    after = decision.script.pack.after_call
    ended = e.Ended(seq=decision.seq, at=decision.now, how=how)
    over = preview(decision.script, decision.call, ended)
    step = first_step(decision.script, over, after) if after else None
    decision.add(e.Ended(seq=decision.seq, at=decision.now, how=how, step=step))
    if step:
        decision.start_timer(step)


def _move(decision: Decision, step: str) -> None:
    frame = decision.call.frame
    if frame is not None:
        decision.stop_timer(frame.step)
    decision.add(e.Moved(seq=decision.seq, at=decision.now, to=step))
    if frame is not None and frame.ahead and frame.ahead[0] != step:
        decision.drop_tasks(frame.ahead, frame.since[frame.at + 1])
    if isinstance(decision.script.steps[step], Wait) and decision.call.done_here:
        go_on(decision)
    else:
        decision.start_timer(step)
