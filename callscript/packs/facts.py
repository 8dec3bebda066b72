"""The facts (see `core/standard/facts.py`) that a call under a pack can establish: rules and guards name no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from callscript.core.script.base import ENDS
from callscript.core.script.model import DirectoryEntry, Pack
from callscript.core.script.steps import Ask, Choose, Do, End, Option, Pick, Register, Say, Step, TaskSpec, Wait
from callscript.packs.errors import nearest

ONCE = frozenset(
    {
        "started",
        "incoming",
        "outgoing",
        "open",
        "closed_hours",
        "opens_today",
        "continues",
        "known",
        "entry",
        "ended",
        "closed",
    }
)
"""By its first word what occurs in a call once at most."""


def producible(pack: Pack, directory: Iterable[DirectoryEntry] = ()) -> frozenset[str]:
    """Return every fact that some call under this pack can establish."""
    entries = tuple(directory)
    steps = [step for stage in pack.stages for step in stage.steps]
    found = {"started", "incoming", "open", "closed", "informed", *_of_endings(pack)}
    if pack.outgoing is not None:
        found.add("outgoing")
        found.update(f"continues:{kind}" for kind in pack.outgoing.done)
        found.update(f"known:{field}" for field in pack.outgoing.fields)
        for attempts in pack.outgoing.attempts.values():
            found |= {"attempt:last", *(f"attempt:{number}" for number in range(1, attempts.most + 1))}
            found.update(_of_task(attempts.then))
    if pack.hours is not None:
        found |= {"closed_hours", "opens_today"}
    if pack.earlier:
        found |= {"earlier", *(f"earlier:{each.id}" for each in pack.earlier)}
    for kind in pack.entries:
        found |= {"entry", f"entry:{kind.id}", f"registered:{kind.what}", "received", *_of_task(kind.task)}
        found.update(f"received:{channel}" for channel in kind.channels)
        found.update(*(("classed", f"classed:{each}") for each in kind.classes))
    for step in steps:
        found.update(_of_step(step, entries))
    if any(step.matter for step in steps):
        found.add("matter")
    for clause in pack.clauses:
        found.update(*(_of_task(rule.cut) for rule in clause.rules))
    for field in pack.fields:
        found |= {f"filled:{field.id}", f"cleared:{field.id}"}
        if field.absent != "never":
            found.add(f"absent:{field.id}")
    for detour in pack.detours:
        found |= {f"entered:{detour.id}", f"left:{detour.id}", f"cancelled:{detour.id}"}
    for timer in pack.timers:
        found |= {f"overran:{timer.id}", *(() if timer.starts else (f"timing:{timer.id}", f"stopped:{timer.id}"))}
    if len(pack.languages) > 1:
        found.update(f"language:{language.id}" for language in pack.languages)
    if visits := pack.visits:
        found |= {f"task_dropped:{visits.task}", f"task_unwarned:{visits.task}"}
    found.update(f"delivered:{notice.id}" for notice in pack.notices)
    found.update(f"explained:{clause.id}" for clause in pack.clauses)
    found.update(f"outcome:{outcome.id}" for outcome in pack.outcomes)
    return frozenset(found)


def endings(pack: Pack) -> frozenset[str]:
    """Return the ways in which the steps of a pack can end a call."""
    found: set[str] = set()
    for step in (step for stage in pack.stages for step in stage.steps):
        if isinstance(step, End):
            found.add(step.how)
        elif isinstance(step, Choose):
            found.update(option.end for option in step.options if option.end)
    return frozenset(as_meant(pack, found))


def as_meant(pack: Pack, ways: Iterable[str]) -> Iterator[str]:
    """Yield ways of ending, one that nobody knows as that which it is most likely a slip for."""
    known = {*ENDS, *pack.endings}
    yield from (way if way in known else nearest(way, known) or way for way in ways)


def _of_endings(pack: Pack) -> Iterator[str]:
    ways = endings(pack)
    if ways:
        yield "ended"
        yield from (f"ended:{way}" for way in ways)


def _of_step(step: Step, entries: tuple[DirectoryEntry, ...]) -> Iterator[str]:
    match step:
        case End():
            return
        case Say():
            yield "said"
            yield f"said:{step.phrase or step.id}"
        case Choose():
            yield f"chose:{step.id}"
            for option in step.options:
                yield f"chose:{step.id}={option.id}"
                yield from _of_option(option)
        case Pick():
            yield f"chose:{step.id}"
            yield from (f"chose:{step.id}={entry.id}" for entry in entries if entry.kind == step.directory)
        case Do() | Ask() | Wait():
            yield f"done:{step.id}"
        case Register():
            yield f"done:{step.id}"
            yield f"registered:{step.what}"
        case _:
            assert_never(step)
    yield from (f"mark:{mark}" for mark in step.marks)
    yield from _of_task(step.task)
    if step.closes:
        yield f"task_done:{step.closes}"


def _of_option(option: Option) -> Iterator[str]:
    yield from (f"mark:{mark}" for mark in option.marks)
    yield from _of_task(option.task)
    if option.closes:
        yield f"task_done:{option.closes}"


def _of_task(spec: TaskSpec | None) -> Iterator[str]:
    """Yield what work establishes that is opened: it can be done or handed over, if not in the call, then after it."""
    if spec:
        yield f"task:{spec.kind}"
        yield f"task_done:{spec.kind}"
        yield f"task_handed:{spec.kind}"
        yield f"task_taken:{spec.kind}"
        yield f"task_noted:{spec.kind}"
