"""How a call moves through its script: to a step, back, into a detour and out of it, and to its end.

The flow is a pushdown machine: a detour may be entered at any step, nests, and returns to the exact step it left.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.branches import left_by_end, picked_at
from callscript.core.call.decision import Decision
from callscript.core.call.flow import first_step, step_after, step_again, task_for
from callscript.core.call.fold import preview
from callscript.core.call.guards import holds
from callscript.core.call.refusal import Refused
from callscript.core.call.work_left import leave_work_behind
from callscript.core.script.base import Ending
from callscript.core.script.steps import Register, Wait, is_spoken
from callscript.core.standard.record import since

Then = Literal["on", "back", "out"]
"""Where a call goes on that leaves a detour: behind the step that led there, if one did; at that step; elsewhere."""


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
    here = _first_asked(decision)
    registered = max((at for at in range(here) if _is_registered(decision, at)), default=-1)
    earlier = [at for at in range(registered + 1, here) if not isinstance(steps[frame.trail[at]], Wait)]
    if earlier:
        wait = steps[frame.step]
        if isinstance(wait, Wait) and wait.timer in decision.call.running:
            raise Refused("waiting")  # it was agreed with the caller, who goes on waiting
        _come_to(decision, frame.trail[earlier[-1]], frame.matters[earlier[-1]], back=True)
    elif registered >= 0:
        raise Refused("registered")
    elif frame.detour:
        leave(decision, cancelled=True)
    else:
        raise Refused("at_start")


def enter(decision: Decision, detour_id: str, *, onward: bool) -> None:
    """Take a detour; with `onward`, an answer or a step leads there, and leaving it goes on behind that."""
    if any(frame.detour == detour_id for frame in decision.call.frames):
        raise Refused("already_open", detour_id)
    step = first_step(decision.script, decision.call, decision.script.detours[detour_id].stage)
    if step is None:
        raise Refused("detour_not_offered", detour_id)
    detour, below = decision.script.detours[detour_id], decision.script.steps.get(decision.call.step)
    if isinstance(below, Wait) and below.again and not detour.quiet:
        decision.stop_timer(below.id)  # somebody speaks with the caller again
    decision.begin_detour(detour, step, onward=onward)
    decision.start_timer(step)


def leave(decision: Decision, *, cancelled: bool = False, then: Then = "on", finished: bool = True) -> None:
    """Return to the exact step that the detour left, or go on behind it if that step, or its answer, had led here and
    `then` does not lead `back` or `out`.

    A detour that is cancelled was taken back: it returns to that step too. Unless it is finished, what was picked in it
    came to nothing. A wait that it was taken from is over, and the caller is asked for it again. What is registered
    cannot be taken back, nor can a wait that the caller has gone through: the detour is left then, no more.
    """
    frame = decision.frame
    back = cancelled
    if cancelled:
        if any(_is_registered(decision, at) for at in range(len(frame.trail))):
            raise Refused("registered")
        if (stay := decision.script.detours[frame.detour].stay) and holds(stay, decision.call):
            raise Refused("detour_stays", frame.detour)
        cancelled = not _has_waited(decision)
    if cancelled:
        decision.drop_promises(frame)
    branch = () if back else frame.ahead  # an answer that leads out of the detour leaves what lay ahead
    if branch:
        decision.drop_tasks(branch, frame.since[frame.at + 1])
    decision.stop_timer(frame.step)
    dropped = decision.only_picked(frame, finished=finished and not back)
    decision.add(
        e.DetourLeft(
            seq=decision.seq,
            at=decision.now,
            detour=frame.detour,
            cancelled=cancelled,
            dropped=dropped,
            branch=branch,
        )
    )
    if not decision.call.frames:
        return
    if then == "out":
        return
    if not frame.onward or back:
        _ask_again(decision)
    elif then == "on":
        go_on(decision)
    else:
        _come_again(decision)


def _has_waited(decision: Decision) -> bool:
    """Tell whether the caller has gone through a wait, or goes through one, in the current frame."""
    frame, steps = decision.frame, decision.script.steps
    waits = (step for name in frame.trail if isinstance(step := steps[name], Wait))
    timers = {f"timing:{wait.timer}" for wait in waits}
    here = since(decision.call.record, frame.since[0])
    return any(not timers.isdisjoint(each.facts) for each in here)


def _ask_again(decision: Decision) -> None:
    """Ask the caller anew for a wait that was ended by a detour."""
    wait = decision.script.steps[decision.frame.step]
    if isinstance(wait, Wait) and wait.again and wait.timer not in decision.call.running:
        go_to(decision, wait.again)


def _come_again(decision: Decision) -> None:
    """Have the step that had led to a detour done again: it is about the same matter."""
    step = step_again(decision.script, decision.call, decision.frame.step)
    if step is not None and step == decision.frame.step:
        _move(decision, step, decision.call.matter)
    else:
        go_to(decision, step)


def _first_asked(decision: Decision) -> int:
    """Return where on the trail the current step was asked first, if it is asked anew because a wait was ended.

    The answer of before was for the wait of before: going back to it would let another wait begin without one.
    """
    frame, at = decision.frame, decision.frame.at
    while at:
        wait = decision.script.steps[frame.trail[at - 1]]
        if not isinstance(wait, Wait) or wait.again != frame.step or frame.step not in frame.trail[: at - 1]:
            break
        at = max(number for number in range(at - 1) if frame.trail[number] == frame.step)
    return at


def _is_registered(decision: Decision, at: int) -> bool:
    frame, step = decision.frame, decision.frame.trail[at]
    is_register = isinstance(decision.script.steps[step], Register)
    return is_register and decision.call.done.get(step, 0) > frame.since[at]


def leave_all(decision: Decision, stage: str) -> None:
    """Leave every open detour and go on at a stage of the main script."""
    while decision.call.frames and decision.frame.detour:
        leave(decision, then="out", finished=False)
    go_to(decision, first_step(decision.script, decision.call, stage))


def end(decision: Decision, how: Ending, *, keeps: Collection[str] = (), answered: bool = False) -> None:
    """End the call: stop every clock and go to the work after it. The end makes true what was picked for `keeps`; if it
    is `answered`, or done, that it ends, what lay ahead behind another answer is left.
    """
    if not decision.call.under_way:
        raise Refused("call_over")
    first = decision.seq
    picked = _leave_branches(decision) if answered else set[str]()
    decision.stop_timers()
    call, script, after = decision.call, decision.script, decision.script.pack.after_call
    leave_work_behind(decision, how, call.watches)
    picked |= {
        field
        for frame in call.frames
        for field in decision.only_picked(frame, finished=not frame.detour or (frame is call.frame and how != "caller"))
    }
    dropped = tuple(field for field in script.fields if field in picked and field not in keeps)
    allowed = script.after_call_work
    ended = e.Ended(
        seq=decision.seq, at=decision.now, how=how, dropped=dropped, allowed=allowed.seconds, warns=allowed.warns
    )
    ended = replace(ended, first=first) if first < decision.seq else ended
    over = preview(script, decision.call, ended)
    step = first_step(script, over, after) if after else None
    if step:
        matter = _matter_of(decision, step)
        ended = replace(ended, step=step, matter=matter, fields=_belonging(decision, matter))
    decision.add(ended)
    if step:
        decision.start_timer(step)


def _leave_branches(decision: Decision) -> set[str]:
    """Leave the branches behind answers that were changed since: what was promised there is not, unless the caller has
    heard of it. Return the fields for which a name was picked there.
    """
    picked: set[str] = set()
    for number, frame in left_by_end(decision.call):
        picked |= frame.picked.keys() & picked_at(decision.call, frame.ahead)
        decision.add(e.BranchLeft(seq=decision.seq, at=decision.now, frame=number))
        decision.drop_tasks(frame.ahead, frame.since[frame.at + 1])
    return picked


def _end_wait_by_talk(decision: Decision, step: str) -> None:
    """End the wait that a quiet detour was taken from, where it comes to something to say or ask after all."""
    frame, steps = decision.call.frame, decision.script.steps
    if frame is None or not frame.detour or not is_spoken(steps[step]):
        return
    for below in decision.call.frames[:-1]:
        wait = steps[below.step]
        if isinstance(wait, Wait) and wait.again:
            decision.stop_timer(below.step)


def _matter_of(decision: Decision, step_id: str) -> int:
    """Return the matter that a step is about which is come to; 0: the one that the call is about."""
    call, steps = decision.call, decision.script.steps
    step = steps[step_id]
    if step.each and (task := task_for(step, call)):
        return task.matter
    frame = call.frame
    if not step.matter or frame is None or frame.detour:
        return 0
    begun = any(steps[each].matter for each in frame.trail[: frame.at + 1])
    return call.next_matter if begun else 0


def _belonging(decision: Decision, matter: int) -> tuple[str, ...]:
    """Return the fields that belong to a matter."""
    return decision.script.fields_of(decision.call.about(matter).detour) if matter else ()


def _come_to(decision: Decision, step: str, matter: int, *, back: bool = False) -> None:
    other = matter if matter != decision.call.matter else 0
    decision.add(
        e.Moved(
            seq=decision.seq,
            at=decision.now,
            to=step,
            back=back,
            matter=other,
            begins=other == decision.call.next_matter,
            fields=_belonging(decision, other),
        )
    )


def _move(decision: Decision, step: str, matter: int = 0) -> None:
    frame = decision.call.frame
    if frame is not None:
        decision.stop_timer(frame.step)
    if frame is not None and frame.ahead[:1] == (step,):
        matter = frame.matters[frame.at + 1]
    else:
        matter = matter or _matter_of(decision, step) or decision.call.matter
    _end_wait_by_talk(decision, step)
    _come_to(decision, step, matter)
    if frame is not None and frame.ahead and frame.ahead[0] != step:
        decision.drop_tasks(frame.ahead, frame.since[frame.at + 1])
    if isinstance(decision.script.steps[step], Wait) and decision.call.done_here:
        go_on(decision)
    else:
        decision.start_timer(step)
