"""How a call changes by its events: `fold` is the only way.

It decides nothing: an event already carries where the script went, which matter that is about, and what is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import assert_never

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.branches import left_behind
from callscript.core.call.call import Call, Frame
from callscript.core.call.came import came_so_from_the_beginning
from callscript.core.call.carried import without
from callscript.core.call.mended import judged_anew
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.standard.facts import facts, given_up
from callscript.core.standard.record import (
    TakenBack,
    entry,
    judged_again,
    observed,
    occurrences,
    settled,
    since,
    taken_back,
    withdrawn,
)
from callscript.core.standard.record import without as without_facts
from callscript.core.tasks import counts


def fold(script: Script, call: Call, event: e.Event) -> Call:
    """Return the call as it is after `event`."""
    if isinstance(event, e.EndTakenBack | e.EndCorrected):
        mended = replace(apply(call, event), seq=event.seq, latest=event.at)
        return judged_anew(script, call, mended, event)
    if isinstance(event, e.ReceivedCorrected):
        return came_so_from_the_beginning(script, call, replace(apply(call, event), seq=event.seq, latest=event.at))
    back = _taken_back(call, event)
    after = _after(script, call, event, back)
    if back:
        watches = judged_again(script, back, call.watches)
        after = replace(after, watches=watches)
    if after.record is call.record or after.record[-1].seq != event.seq:
        return after
    return replace(after, watches=observed(script, after.watches, after.record[-1]))


def preview(script: Script, call: Call, event: e.Event) -> Call:
    """Return the call after `event` as guards see it: the monitors of the clauses are not stepped."""
    return _after(script, call, event, _taken_back(call, event))


def _taken_back(call: Call, event: e.Event) -> TakenBack | None:
    if isinstance(event, e.Informed):
        marked = [each.seq for each in call.informed if event.taken_back and each.same(event)]
        return withdrawn(call.record, marked[0]) if marked else None
    if isinstance(event, e.EarlierFound):
        return without_facts(call.record, [f"earlier:{each}" for each in event.gone]) if event.gone else None
    numbers = _back_to(call, event)
    back = taken_back(call.record, numbers) if numbers else None
    return back if back and back.facts else None


def _after(script: Script, call: Call, event: e.Event, back: TakenBack | None) -> Call:
    """Return the call after an event that takes something back; the monitors are not stepped."""
    after = replace(apply(call, event), seq=event.seq, latest=event.at)
    if isinstance(event, e.CallStarted):
        after = replace(after, day=local(script, event.at).date())
    if isinstance(event, e.Filled | e.FieldCorrected) and after.orphans and not event.matter:
        typed_anew = {step for step in after.orphans if getattr(script.steps[step], "field", "") == event.field}
        after = replace(after, orphans=after.orphans - typed_anew)
    record, first, last = call.record, call.happened, call.latest_of
    if back:
        record = back.record
        new_first, new_last = occurrences(record, back.gone)
        first = {**without(first, back.gone), **new_first}
        last = {**without(last, back.gone), **new_last}
    if isinstance(event, e.DetourLeft) and not event.cancelled:
        record = settled(record, call.frames[-1].since[0])
    if established := _established(script, call, event):
        record = (*record, entry(event, established, _matter(call, after, event), _place(call, event)))
        last = {**last, **dict.fromkeys(established, event.seq)}
        if new := {fact: event.seq for fact in established if fact not in first}:
            first = {**first, **new}
    return replace(after, record=record, happened=first, latest_of=last)


def fold_all(script: Script, log: Iterable[e.Event]) -> Call:
    """Return the call that `log` is the whole log of."""
    call = Call()
    for event in log:
        call = fold(script, call, event)
    return call


def moved_on(script: Script, call: Call, moves: Iterable[e.TaskMove]) -> Call:
    """Return a call with what became of its work outside of it."""
    for event in moves:
        call = fold(script, call, replace(event, seq=call.seq + 1))
    return call


def _established(script: Script, call: Call, event: e.Event) -> tuple[str, ...]:
    """Name what an event establishes: nothing, if it moves work and does not count."""
    if isinstance(event, e.TaskMoved) and event.by:
        work = call.task(event.task)
        if work is None or not counts(work, event):
            return ()
        return (*facts(script, event), *_had(call, event))
    return facts(script, event)


def _had(call: Call, event: e.TaskMove) -> tuple[str, ...]:
    """Name that somebody has the work of a call who is not the operator of it, or that what was learnt is noted.

    Of work that is closed, it is also named what of the two is not going to be.
    """
    another = call.start is not None and event.by != call.start.operator.number
    taken, noted = f"task_taken:{event.kind}", f"task_noted:{event.kind}"
    match event:
        case e.TaskTaken() | e.TaskTried() | e.TaskPostponed():
            return (taken,) if another else ()
        case e.TaskDone():
            has_note = event.note == e.ERASED or any(map(str.isalpha, event.note))
            return (taken if another else given_up(taken), noted if has_note else given_up(noted))
        case e.TaskDropped():
            return (given_up(taken), given_up(noted))
        case e.TaskGivenBack() | e.TaskHandedOver() | e.TaskRescheduled() | e.TaskWarned() | e.TaskReopened():
            return ()
        case _:
            assert_never(event)


def _matter(call: Call, after: Call, event: e.Event) -> int:
    """Return the number of the matter that an event is about: after the call, that of the work it moves.

    An end is about what was being spoken of, not about the work that is asked about behind it.
    """
    if isinstance(event, e.Ended):
        return call.matter
    if isinstance(event, e.Filled) and event.matter:
        return event.matter
    work = call.task(event.task) if isinstance(event, e.TaskMoved) and event.by else None
    return work.matter if work else after.matter


def _place(call: Call, event: e.Event) -> str:
    """Return the step that an event belongs to; empty: it belongs to none."""
    if isinstance(event, e.Said | e.Done | e.Chosen | e.TaskOpened):
        return event.step
    if isinstance(event, e.Moved):
        return event.to or ""
    return call.step if isinstance(event, e.Filled) and event.picked else ""


def _back_to(call: Call, event: e.Event) -> Collection[int]:
    """Return the numbers of the events that `event` takes back."""
    if isinstance(event, e.TaskMoved) and event.by:
        return _called_done(call, event)
    if isinstance(event, e.TaskDropped):
        opened = {task.opened for task in call.tasks if task.id == event.task}
        return {each.seq for each in call.record if each.seq in opened}
    if isinstance(event, e.Received):
        return {call.received.seq} if call.received else ()
    frame = call.frame
    if frame is None:
        return ()
    if isinstance(event, e.DetourLeft):
        if event.cancelled:
            return {each.seq for each in since(call.record, frame.since[0])}
        return {*_picks(call, event.dropped, frame.since[0]), *_of_branch(call, frame, event.branch)}
    if isinstance(event, e.BranchLeft):
        left = call.frames[event.frame]
        return _of_branch(call, left, left.ahead)
    if isinstance(event, e.Ended):
        return _picks(call, event.dropped, 0)
    if isinstance(event, e.Chosen):
        old = call.answers.get(event.step, event.option)
        return () if old == event.option else _of_steps(call, (event.step,), frame.since[frame.at])
    if isinstance(event, e.Moved) and (left := left_behind(call, event)):
        return _of_branch(call, frame, left)
    return ()


def _called_done(call: Call, event: e.TaskMove) -> Collection[int]:
    """Return the event that has called work done, or dropped it, if it is open again by this one, or who had it."""
    work = call.task(event.task)
    if work is None or not counts(work, event):
        return ()
    if work.is_open:
        return _let_go(call, event)
    return {max(each.seq for each in call.record if each.work.task == event.task)}


def _let_go(call: Call, event: e.TaskMove) -> Collection[int]:
    """Return the events by which somebody had work who has it no more by this one: it was freed, or handed on."""
    if not isinstance(event, e.TaskHandedOver | e.TaskGivenBack):
        return ()
    had = f"task_taken:{event.kind}"
    return {each.seq for each in call.record if each.work.task == event.task and had in each.facts}


def _of_steps(call: Call, steps: Collection[str], number: int) -> Collection[int]:
    return {each.seq for each in since(call.record, number + 1) if each.step in steps}


def _of_branch(call: Call, frame: Frame, steps: Collection[str]) -> Collection[int]:
    """Return the events at steps that lay ahead again and are left, but for those of the answer that leaves them."""
    if not steps:
        return ()
    gone = _of_steps(call, steps, frame.since[frame.at + 1] - 1)
    return set(gone).difference(_of_steps(call, (frame.step,), call.done.get(frame.step, call.seq) - 1))


def _picks(call: Call, fields: Collection[str], number: int) -> Collection[int]:
    if not fields:
        return ()
    gone = {f"filled:{field}" for field in fields}
    entries = since(call.record, number)
    return {each.seq for each in entries if each.weight == "answer" and not gone.isdisjoint(each.facts)}


def orphaned_fields(script: Script, call: Call) -> frozenset[str]:
    """Return the fields that were asked for only on a branch which a changed answer has left."""
    steps = (*call.done, *call.orphans)
    asked = {step: field for step in steps if (field := getattr(script.steps[step], "field", None))}
    kept = {field for step, field in asked.items() if step not in call.orphans}
    return frozenset(asked[step] for step in call.orphans if step in asked) - kept
