"""Detours that cannot bear on what is in sight: each, taken by its key, returns to the exact step, and changes nothing.

What can be done in one can be done at the step that it was taken from as well, so no path is lost if it is not taken.
One that something asks for while it is open is no such detour: an answer that is offered then, a step that comes then.
"""

from __future__ import annotations

from collections.abc import Iterator

from callscript.core.script.conditions import Guard, InDetour, atoms
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, End, Pick, Register, Say, Step, TaskSpec, Wait, detour_behind
from callscript.core.standard.facts import RECORDED
from callscript.proof.gist import gist_of
from callscript.proof.items import Facts, Item, Put
from callscript.proof.watching import Sight


def without_effect(script: Script, sight: Sight) -> frozenset[str]:
    """Return the detours that a path need not take by their keys."""
    bear = {detour.id for detour in script.pack.detours if _bears(script, sight, detour.id)} | set(_asked_for(script))
    while more := {id for id in script.detours if id not in bear and bear & set(_led_to(script, id))}:
        bear |= more
    return frozenset(script.detours.keys() - bear)


def _asked_for(script: Script) -> Iterator[str]:
    """Yield the detours during which more can be done than without them, or something else comes."""
    for step in script.steps.values():
        if detour := detour_behind(step):
            yield detour  # it is passed by there while it is open
        if step.when is not None:
            yield from (atom.detour for atom in atoms(step.when) if isinstance(atom, InDetour))
        if isinstance(step, Choose):
            for option in step.options:
                yield from _allowing(option.when)
    for detour in script.pack.detours:
        yield from _allowing(detour.when)
        yield from _allowing(detour.stay)


def _allowing(guard: Guard | None, so: bool = True) -> Iterator[str]:
    """Yield the detours that have to be open (or not, if not `so`) for a condition to hold."""
    if guard is None:
        return
    if guard.detour is not None and so:
        yield guard.detour
    for inner in (*guard.all, *guard.any):
        yield from _allowing(inner, so)
    yield from _allowing(guard.not_, not so)


def _bears(script: Script, sight: Sight, detour: str) -> bool:
    fields = script.detours[detour].matter
    items: list[Item] = [Facts(tuple(f"{word}:{detour}" for word in ("entered", "left", "cancelled")))]
    items += [Put(("detour", detour), True), *(Put(("field", field), None) for field in fields)]
    for id in script.steps_of[detour]:
        step = script.steps[id]
        if isinstance(step, End) or step.closes or step.each:
            return True
        options = step.options if isinstance(step, Choose) else ()
        if any(each.end or each.out or each.closes or each.spares for each in options):
            return True
        items += _of_step(step)
        if isinstance(step, Pick):
            items += [Facts((f"chose:{id}={entry.id}",)) for entry in script.directory]
    return bool(sight.of_interest(found := tuple(items), gist_of(found)))


def _of_step(step: Step) -> Iterator[Item]:
    yield Put(("answer", step.id), None)
    yield Facts((f"done:{step.id}", "chosen", f"chose:{step.id}", *(f"mark:{mark}" for mark in step.marks)))
    yield from _of_task(step.task)
    yield from (Put(("field", field), None) for field in step.keeps)
    yield from (Facts((f"filled:{field}",)) for field in step.keeps)
    if isinstance(step, Say):
        yield Facts(("said", f"said:{step.phrase or step.id}"))
    elif isinstance(step, Register):
        yield Facts((f"registered:{step.what}",))
    elif isinstance(step, Wait):
        yield Put(("overran", step.timer), None)
        yield Facts(tuple(f"{word}:{step.timer}" for word in ("timing", "stopped", "overran")))
    elif isinstance(step, Ask | Pick):
        yield Put(("field", step.field), None)
        yield Facts(tuple(f"{word}:{step.field}" for word in RECORDED))
    if isinstance(step, Choose):
        for option in step.options:
            yield Facts((f"chose:{step.id}={option.id}", *(f"mark:{mark}" for mark in option.marks)))
            yield from _of_task(option.task)


def _of_task(spec: TaskSpec | None) -> Iterator[Item]:
    if spec:
        yield Put(("task", spec.kind), True)
        yield Facts((f"task:{spec.kind}",))


def _led_to(script: Script, detour: str) -> Iterator[str]:
    for id in script.steps_of[detour]:
        step = script.steps[id]
        options = step.options if isinstance(step, Choose) else ()
        yield from filter(None, (detour_behind(step), *(option.detour for option in options)))
