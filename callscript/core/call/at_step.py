"""What the operator does at the step of the moment: says, does, answers it, takes a detour from it or comes back."""

from __future__ import annotations

from typing import assert_never

from callscript.core.call import events as e
from callscript.core.call import moves, work_answered
from callscript.core.call.decision import Decision
from callscript.core.call.flow import current, first_step, offer_of, why_no_detour
from callscript.core.call.guards import holds
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Guard
from callscript.core.script.steps import Ask, Choose, Do, End, Option, Pick, Register, Say, Step, Wait, detour_behind


def advance(decision: Decision) -> None:
    """Do the current step and go on."""
    call = decision.call
    if not call.frames:
        raise Refused("nothing_asked")
    step = decision.script.steps[call.step]
    match step:
        case Say():
            _say(decision, step)
        case Ask():
            if step.field not in call.fields and not step.optional:
                raise Refused("fill_first", step.field)
            _done(decision, step, changed=decision.call.done_here and _is_new(decision, step.field))
        case Do() | Wait():
            decision.stop_timer(step.id)
            _done(decision, step)
        case Register():
            _register(decision, step)
        case Choose() | Pick():
            answer = call.answers.get(step.id)
            if answer is None or not decision.call.done_here:
                raise Refused("choose_first")
            choose(decision, answer)
            return
        case End():
            moves.end(decision, step.how, keeps=step.keeps, answered=True)
            return
        case _:
            assert_never(step)
    _go_on(decision, step)


def choose(decision: Decision, option_id: str) -> None:
    """Answer the current step."""
    offer = offer_of(decision.script, decision.call, option_id)
    if offer is None:
        raise Refused("no_such", option_id)
    if not offer.offered:
        raise Refused("not_offered", offer.why_not)
    if offer.detour:
        take_detour(decision, offer.id)
        return
    step = decision.script.steps[decision.call.step]
    options = step.options if isinstance(step, Choose) else ()
    option = next((each for each in options if each.id == option_id), None)
    old = decision.call.answers.get(step.id, "")
    if old != option_id or not decision.call.done_here:
        changed = old != option_id and decision.call.done_here
        was = next((each for each in options if each.id == old), None) if changed else None
        work_answered.reopen(decision, was.closes if was else None)
        anew = decision.to_be_done_anew() if old not in ("", option_id) else ()
        decision.add(e.Chosen(seq=decision.seq, at=decision.now, step=step.id, option=option_id, anew=anew))
        if isinstance(step, Pick):
            decision.pick(step.field, decision.name_of(option_id))
        promised = (option.task if option else None) or step.task
        spares = option.spares if option else None
        owed_again = was.spares if was and was.spares != spares else None
        replaced = promised is not None or owed_again is not None
        decision.drop_tasks((step.id,), decision.frame.since[decision.frame.at], replaced=replaced)
        decision.open_task(step.id, promised)
        work_answered.close(decision, (option.closes if option else None) or step.closes)
        work_answered.owe_again(decision, owed_again)
        work_answered.spare(decision, spares)
        decision.keep(step)
    _lead(decision, step, option)


def pass_by_moved(decision: Decision) -> None:
    """Go on from a question about work that somebody else has moved since it was asked: it is not asked again."""
    call = decision.call
    step = current(decision.script, call)
    if step is None or step.each is None:
        return
    asked_of = {task.id for task in call.tasks if task.kind == step.each and task.matter == call.matter}
    if asked_of and asked_of.isdisjoint(task.id for task in call.own_tasks):
        moves.go_on(decision)


def take_detour(decision: Decision, detour_id: str) -> None:
    """Take a detour, or come back from it if it is the one being taken."""
    call, script = decision.call, decision.script
    if call.under_way and call.frames and decision.frame.detour == detour_id:
        waiting = isinstance(script.steps[call.step], Wait)
        if waiting and script.detours[detour_id].again == "leave":
            moves.leave(decision)
        elif waiting:
            advance(decision)
        else:
            moves.leave(decision, cancelled=True)
        return
    if refusal := why_no_detour(script, call, detour_id):
        raise Refused(refusal.code, *refusal.names)  # raised itself, it would hold this frame, and be held by it
    moves.enter(decision, detour_id, onward=False)


def _say(decision: Decision, step: Say) -> None:
    if not decision.call.done_here:
        work_answered.promise_anew(decision)
        phrase, language = step.phrase or step.id, decision.call.language
        decision.add(e.Said(seq=decision.seq, at=decision.now, step=step.id, phrase=phrase, language=language))
        decision.open_task(step.id, step.task)
        work_answered.close(decision, step.closes)
        decision.keep(step)


def _register(decision: Decision, step: Register) -> None:
    missing = [field for field in step.requires if field not in decision.call.fields]
    if missing:
        raise Refused("missing_fields", *missing)
    decision.register(step.what, step.requires)  # once: no key leads back to a register that was done
    _done(decision, step)


def _is_new(decision: Decision, field: str) -> bool:
    """Tell whether a field was filled in otherwise since the step that asks for it was done."""
    call = decision.call
    latest = max(call.latest_of.get(f"{word}:{field}", 0) for word in ("filled", "absent"))
    return latest > call.done[call.step]


def _done(decision: Decision, step: Ask | Do | Wait | Register, *, changed: bool = False) -> None:
    if changed or not decision.call.done_here:
        anew = decision.to_be_done_anew() if changed else ()
        if changed:
            decision.drop_tasks((step.id,), decision.frame.since[decision.frame.at], replaced=step.task is not None)
        decision.add(e.Done(seq=decision.seq, at=decision.now, step=step.id, anew=anew))
        decision.open_task(step.id, step.task)
        work_answered.close(decision, step.closes)
        decision.keep(step)


def _go_on(decision: Decision, step: Step) -> None:
    """Go on from a step that was done: by the detour that it leads to, if that can be taken now."""
    call, script, detour = decision.call, decision.script, detour_behind(step)
    if detour and not holds(Guard(detour=detour), call) and not why_no_detour(script, call, detour):
        moves.enter(decision, detour, onward=True)
    else:
        moves.go_on(decision)


def _lead(decision: Decision, step: Step, option: Option | None) -> None:
    """Go to where an answer leads; what was picked, and an answer that leads nowhere else, go on."""
    if option is None:
        _go_on(decision, step)
    elif option.end:
        moves.end(decision, option.end, answered=True)
    elif option.leaves:
        moves.leave(decision, then="back" if option.back else "on", finished=False)
    elif option.detour:
        moves.enter(decision, option.detour, onward=True)
    elif option.out:
        moves.leave_all(decision, option.out)
    elif option.to:
        moves.go_to(decision, first_step(decision.script, decision.call, option.to))
    else:
        moves.go_on(decision)
