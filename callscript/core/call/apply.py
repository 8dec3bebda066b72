"""What each event changes in a call: where the script is, what is recorded, which matter it is about.

It decides nothing: an event already carries where the script went, which matter that is about, and what is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import assert_never

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.branches import left_behind, picked_at, without_branch
from callscript.core.call.call import Aside, Call, Frame, Matter, Run, Value, Values
from callscript.core.call.came import came_otherwise
from callscript.core.call.carried import as_before, known, latest, put_aside, without
from callscript.core.call.event_informed import marked_after
from callscript.core.call.mended import ended_otherwise, ending_from, gone_on, mended_field, past_run, typed_after
from callscript.core.tasks import tasks_after


def apply(call: Call, event: e.Event) -> Call:
    """Return the call with what `event` changes; the facts that it establishes and the clauses are left to `fold`."""
    match event:
        case e.CallStarted():
            frames = () if event.entry else (_frame(event.step, event.seq, 1),)
            return Call(start=event, language=event.language, frames=frames, fields=known(event))
        case e.Received():
            before = call.received.received if call.received else None
            return replace(call if event.received == before else _drafted(call, e.RECEIVED), received=event)
        case e.Said():
            return _did(call, event.step, event.seq)
        case e.Done():
            return _did(call, event.step, event.seq, event.anew)
        case e.Chosen():
            answered = replace(call, answers={**call.answers, event.step: event.option})
            return _did(answered, event.step, event.seq, event.anew)
        case e.Filled():
            return _filled(call, event)
        case e.Drafted():
            return _drafted(call, event.place, event.text)
        case e.Moved():
            return _moved(call, event)
        case e.DetourEntered():
            return _entered(call, event)
        case e.DetourLeft():
            return _left(call, event)
        case e.BranchLeft():
            return without_branch(call, event)
        case e.TimerStarted():
            return replace(call, running={**call.running, event.timer: Run(event.at, event.step)})
        case e.TimerStopped():
            running = dict(call.running)
            run = running.pop(event.timer)
            return replace(call, running=running, past_runs=(*call.past_runs, past_run(event.timer, run, event)))
        case e.TimerOverran():
            run = call.running[event.timer].once_more(event.reached)
            return replace(call, running={**call.running, event.timer: run})
        case e.LanguageChanged():
            return replace(call, language=event.language)
        case e.TaskOpened() | e.TaskMoved():
            tasks = tasks_after((*call.tasks_done, *call.tasks), event)
            done = tuple(task for task in tasks if not task.is_open)
            return replace(call, tasks=tuple(task for task in tasks if task.is_open), tasks_done=done)
        case e.NoticeDelivered():
            return replace(call, delivered=call.delivered | {(event.notice, event.about)})
        case e.Ended():
            return _ended(call, event)
        case e.AfterCallProlonged():
            return replace(call, prolonged=call.prolonged + event.seconds)
        case e.OutcomeSet():
            return replace(call, outcome=event.outcome)
        case e.Explained():
            call = _drafted(call, e.reason_of(event.clause))
            return replace(call, reasons={**call.reasons, event.clause: event.reason})
        case e.Summarised():
            return replace(_drafted(call, e.SUMMARY), summary=event.text)
        case e.Closed():
            return replace(call, closed=event.at)
        case e.Discarded():
            return replace(call, closed=event.at, discarded=True, frames=())
        case e.Erased():
            return replace(call, erased=event, drafts={})
        case e.Registered():
            return _registered(call, event)
        case e.Informed():
            return replace(call, informed=marked_after(call.informed, event))
        case e.FieldCorrected():
            return _corrected(mended_field(call, event))
        case e.ReceivedCorrected():
            return _corrected(came_otherwise(call, event))
        case e.EndTakenBack():
            return gone_on(call)
        case e.EndCorrected():
            return _corrected(ended_otherwise(call, event))
        case e.Resumed(about=True):
            return replace(call, running={timer: replace(run, about=True) for timer, run in call.running.items()})
        case e.EarlierFound() | e.Resumed() | e.Unknown():
            return call
        case _:
            assert_never(event)


def _drafted(call: Call, place: str, text: str = "") -> Call:
    """Return the call with what is being typed at a place; nothing, if it was confirmed."""
    if not text and place not in call.drafts:
        return call
    others = without(call.drafts, (place,))
    return replace(call, drafts={**others, place: text} if text else others)


def _corrected(call: Call) -> Call:
    """Return the call without what was being typed of a correction: it was made."""
    return replace(call, drafts=without(call.drafts, tuple(filter(e.corrected_at, call.drafts))))


def _did(call: Call, step: str, seq: int, anew: Collection[str] = ()) -> Call:
    """Return the call with a step done; those ahead that are to be done anew count no more until they are."""
    done = without(call.done, anew) if anew else call.done
    return replace(call, done={**done, step: seq}, orphans=call.orphans.union(anew) - {step})


def _filled(call: Call, event: e.Filled) -> Call:
    call = _drafted(call, e.of_entry(event.field, event.matter))
    if event.matter:
        kept = call.about(event.matter).aside.values
        value = {event.field: Value(event.value, event.absent, reaches_nobody=event.reaches_nobody)}
        values = {**kept, **value} if event.value or event.absent else without(kept, (event.field,))
        return replace(call, matters=put_aside(call.matters, event.matter, values))
    old = call.fields.get(event.field)
    if event.value or event.absent:
        value = Value(event.value, event.absent, bool(old and old.registered), event.reaches_nobody)
        call = replace(call, fields={**call.fields, event.field: value})
    else:
        call = replace(call, fields=without(call.fields, (event.field,)))
    call = typed_after(call, event.field)
    if not call.frames:
        return call
    if event.picked:
        frame = call.frames[-1]
        picked = replace(frame, picked={event.field: old, **frame.picked})
        return replace(call, frames=(*call.frames[:-1], picked))
    if any(event.field in frame.picked for frame in call.frames):
        frames = (replace(frame, picked=without(frame.picked, (event.field,))) for frame in call.frames)
        return replace(call, frames=tuple(frames))
    return call


def _restored(fields: Values, picked: Mapping[str, Value | None], names: Collection[str]) -> Values:
    """Return the fields with what was there before a name was picked for some of them."""
    if not names:
        return fields
    old = {name: value for name, value in picked.items() if name in names and value is not None}
    return {**without(fields, picked.keys() & names), **old}


def _frame(step: str, seq: int, matter: int) -> Frame:
    return Frame("", (step,), (seq,), (matter,))


def _entered(call: Call, event: e.DetourEntered) -> Call:
    aside = Aside({name: call.fields[name] for name in event.fields if name in call.fields}, call.answers, call.orphans)
    matter = event.matter or call.matter
    frame = Frame(
        event.detour, (event.step,), (event.seq,), (matter,), onward=event.onward, before=aside, fields=event.fields
    )
    matters = call.matters
    if event.matter:
        earlier = latest(matters, event.detour)
        if earlier and aside.values:
            matters = put_aside(matters, earlier, aside.values)
        matters = {**matters, event.matter: Matter(event.detour, call.main_of(call.matter))}
    return replace(
        call,
        frames=(*call.frames, frame),
        matter=matter,
        matters=matters,
        fields=without(call.fields, event.fields) if event.fields else call.fields,
        drafts=without(call.drafts, event.fields) if event.fields else call.drafts,
        answers=without(call.answers, event.anew) if event.anew else call.answers,
        orphans=call.orphans - {event.step},
    )


def _left(call: Call, event: e.DetourLeft) -> Call:
    frame = call.frames[-1]
    left = replace(
        call,
        frames=call.frames[:-1],
        matter=call.frames[-2].matters[call.frames[-2].at] if call.frames[1:] else call.matter,
        fields=_restored(call.fields, frame.picked, event.dropped),
        orphans=call.orphans.union(step for step in event.branch if step in call.done),
    )
    if not event.cancelled:
        return left
    held = {each.seq for each in call.record if each.settled}
    answers = {
        step: option
        for step, option in call.answers.items()
        if frame.before.answers.get(step) == option or call.done.get(step) in held
    }
    matters, fields = as_before(call, left, frame)
    return replace(
        left,
        matters=matters,
        fields=fields,
        answers={**frame.before.answers, **answers},
        orphans=frame.before.orphans,
    )


def _moved(call: Call, event: e.Moved) -> Call:
    if event.to is None:
        return replace(call, frames=())
    call = _about(call, event.matter, event.fields)
    if not call.frames:
        return replace(call, frames=(_frame(event.to, event.seq, call.matter),), orphans=call.orphans - {event.to})
    frame = call.frames[-1]
    orphans, fields = call.orphans, call.fields
    if event.back:
        moved = replace(frame, at=max(at for at, step in enumerate(frame.trail[: frame.at]) if step == event.to))
    elif frame.ahead[:1] == (event.to,):
        moved = replace(frame, at=frame.at + 1)
    else:
        fields = _restored(fields, frame.picked, picked_at(call, left_behind(call, event)))
        trail = (*frame.trail[: frame.at + 1], event.to)
        if frame.ahead or event.to in orphans:
            orphans = (orphans | {step for step in frame.ahead if step in call.done}).difference(trail)
        moved = replace(
            frame,
            trail=trail,
            since=(*frame.since[: frame.at + 1], event.seq),
            matters=(*frame.matters[: frame.at + 1], call.matter),
            at=frame.at + 1,
        )
    return replace(call, frames=(*call.frames[:-1], moved), orphans=orphans, fields=fields)


def _about(call: Call, matter: int, fields: Collection[str]) -> Call:
    """Return the call about another matter: what belongs to the one before is set aside, to this one, taken up."""
    if not matter or matter == call.matter:
        return call
    aside = Aside({name: call.fields[name] for name in fields if name in call.fields}, call.answers, call.orphans)
    left = call.about(call.matter)
    come = call.about(matter)
    return replace(
        call,
        matter=matter,
        matters={**call.matters, call.matter: replace(left, aside=aside), matter: replace(come, aside=Aside())},
        fields={**without(call.fields, fields), **come.aside.values},
        drafts=without(call.drafts, fields),
        answers=come.aside.answers,
        orphans=come.aside.orphans,
    )


def _registered(call: Call, event: e.Registered) -> Call:
    kept = {name: replace(call.fields[name], registered=True) for name in event.fields if name in call.fields}
    matter = call.about(number := event.matter or call.matter)
    matter = replace(matter, registered=(*matter.registered, event.what))
    return replace(call, fields={**call.fields, **kept}, matters={**call.matters, number: matter})


def _ended(call: Call, event: e.Ended) -> Call:
    fields = call.fields
    for frame in reversed(call.frames):
        fields = _restored(fields, frame.picked, event.dropped)
    call = _about(replace(ending_from(call, event), fields=fields), event.matter, event.fields)
    return replace(call, frames=(_frame(event.step, event.seq, call.matter),) if event.step else ())
