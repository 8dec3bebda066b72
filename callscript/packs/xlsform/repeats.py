"""Repeated groups: how often a form asks them, as conditions of a script, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from callscript.core.script.conditions import Guard
from callscript.core.script.model import Detour, Pack
from callscript.core.script.steps import Ask, Choose, Do, Pick, Say, Stage
from callscript.packs.xlsform.expressions import CannotSay, Question, Said, both
from callscript.packs.xlsform.form import Repeat
from callscript.runtime.i18n import _

MOST = 20
"""So many of them are asked about at most where a form does not say how many: `prove` walks each number of them."""

_COUNT = re.compile(r"\$\{\s*([^}\s]*)\s*\}|([1-9][0-9]{0,2})")


def repeated(name: str, count: str, when: Said, known: Mapping[str, Question]) -> Repeat:
    """Return how often a group is asked, from its repeat_count and its relevant; raise CannotSay."""
    if not count:
        return Repeat(_guard(both([when, _fewer(name, MOST)])), counted=False)
    found = _COUNT.fullmatch(count.strip())
    field = found[1] if found else None
    if found is None or (field is not None and (field not in known or known[field].kind != "integer")):
        told = _("repeat_count: a number up to 999, or ${name} of an integer that was asked before, not {part}")
        raise CannotSay(told.replace("{part}", count[:40]))
    if field is None:
        return Repeat(_guard(both([when, _fewer(name, int(found[2]))])), counted=True)
    if (known[field].least or 0) < 1:
        told = _("repeat_count: give '{name}' the constraint . >= 1, and ask before it whether there are any")
        raise CannotSay(told.format(name=field))
    return Repeat(_guard(both([when, Guard(field=field), _fewer(name, field)])), counted=True)


def _fewer(name: str, times: int | str) -> Guard:
    return Guard(not_=Guard(happened=f"entered:{name}", times=times))


def _guard(said: Said) -> Guard:
    assert isinstance(said, Guard)  # what is never asked was left out before
    return said


class Loop(NamedTuple):
    """A stage that asks, after each, whether there is another one."""

    choice: Choose
    detour: Detour
    stage: Stage
    """Where what is asked of each stands."""


def loop(pack: Pack, stage: Stage) -> Loop | None:
    """Return what a stage repeats; None: it is no such stage, or more than a form can say hangs on it."""
    last = stage.steps[-1] if stage.steps else None
    if stage.next != stage.id or not isinstance(last, Choose) or len(last.options) != 2 or last.when is not None:
        return None
    another, no_more = last.options
    detour = next((each for each in pack.detours if each.id == another.detour), None)
    if detour is None or no_more.to is None or _led_to(pack, detour) > 1:
        return None
    inner = next((each for each in pack.stages if each.id == detour.stage and each.next is None), None)
    return Loop(last, detour, inner) if inner else None


def _led_to(pack: Pack, detour: Detour) -> int:
    """Count the steps and answers that lead to a detour."""
    steps = [step for stage in pack.stages for step in stage.steps]
    led = [option.detour for step in steps if isinstance(step, Choose) for option in step.options]
    led += [step.detour for step in steps if isinstance(step, Say | Do | Ask | Pick)]
    return led.count(detour.id)


def counted(found: Loop) -> tuple[int | str | None, Guard | None] | None:
    """Return how many a loop asks about, a number or the field that says it, and what else another one hangs on; None:
    a form has no words for it.
    """
    another, no_more = found.choice.options
    fact = f"entered:{found.detour.id}"
    parts = _spread(another.when)
    limits = [each for each in parts if each.not_ and each == Guard(not_=each.not_) and each.not_.happened == fact]
    times = limits[0].not_.times if len(limits) == 1 and limits[0].not_ else None
    if times is None:
        return None if limits or no_more.when else (None, another.when)
    if limits[0] != _fewer(found.detour.id, times):
        return None
    rest = [each for each in parts if each is not limits[0]]
    if isinstance(times, str):
        rest = [each for each in rest if each != Guard(field=times)]
    if no_more.when is None:
        return (None, _all(rest)) if times == MOST else None
    return times, _all(rest)


def _spread(guard: Guard | None) -> tuple[Guard, ...]:
    """Return the conditions that all have to hold."""
    if guard is None:
        return ()
    return guard.all if guard == Guard(all=guard.all) else (guard,)


def _all(guards: list[Guard]) -> Guard | None:
    said = both(guards)
    return said if isinstance(said, Guard) else None
