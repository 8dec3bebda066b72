"""Whether the caller was told what becomes of what was registered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callscript.core.call.call import Call
from callscript.core.call.registrations import Registration
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, Register, Say, Stage, Step, detour_behind


def was_told(script: Script, call: Call, registered: Registration, stage: Stage | None) -> bool | None:
    """Tell whether what is said behind the register was said about the matter; None: nothing is to be said there.

    `stage` is that of the register. Where an answer behind it has led on, such as to whom a complaint is passed on,
    what is said there counts too.
    """
    behind = [each for each in call.record if each.seq > registered.event]
    own = {fact for each in behind if each.matter == registered.matter for fact in each.facts}
    main = call.main_of(registered.matter)
    said = {fact for each in behind if call.main_of(each.matter) == main for fact in each.facts}
    steps = [] if call.received else list(_behind(registered.what, stage))
    there = {step for detour in _led_on(steps, own) for step in script.steps_of[detour]}
    here, elsewhere = _words(steps), _words(script.steps[step] for step in there)
    if not here | elsewhere:
        return None
    return not (here.isdisjoint(own) and elsewhere.isdisjoint(said))


def _behind(what: str, stage: Stage | None) -> Iterator[Step]:
    """Yield the steps of a stage from the one on that registers."""
    steps = stage.steps if stage else ()
    at = next((at for at, step in enumerate(steps) if isinstance(step, Register) and step.what == what), len(steps))
    yield from steps[at:]


def _led_on(steps: Iterable[Step], facts: set[str]) -> Iterator[str]:
    """Yield the detours that answers which were given, and steps which were done, have led to."""
    for step in steps:
        if (detour := detour_behind(step)) and not facts.isdisjoint(
            {f"done:{step.id}", f"chose:{step.id}", *_words([step])}
        ):
            yield detour
        if isinstance(step, Choose):
            yield from (each.detour for each in step.options if each.detour and f"chose:{step.id}={each.id}" in facts)


def _words(steps: Iterable[Step]) -> set[str]:
    return {f"said:{step.phrase or step.id}" for step in steps if isinstance(step, Say)}
