"""Guards held against a call: what of a call each atom is read off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, assert_never

from callscript.core.call.call import Call
from callscript.core.script.conditions import (
    Answered,
    Atom,
    BegunOpen,
    Chose,
    Guard,
    Happened,
    HasValue,
    InDetour,
    InRange,
    Known,
    OnDays,
    Overran,
    TaskOpen,
    atoms,
    holds_where,
)
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.core.standard.record import since as since_event

if TYPE_CHECKING:
    from decimal import Decimal

    from callscript.core.script.recorded import Compared


def holds(guard: Guard | None, call: Call) -> bool:
    """Tell whether all that the guard asks for is so; no guard always holds."""
    return guard is None or holds_where(guard, partial(call.supposed or is_so, call))


def is_so(call: Call, atom: Atom) -> bool:
    """Tell of an atom whether it is so in a call."""
    match atom:
        case Answered():  # an answer on a branch that was left does not count
            option = call.answers.get(atom.step)
            return option is not None and atom.step not in call.orphans and (not atom.among or option in atom.among)
        case HasValue():
            value = call.fields.get(atom.field)
            return value is not None and value.counts
        case InRange() | Chose():
            return _is_recorded(call, atom)
        case OnDays():
            return _is_on_days(call, atom)
        case Known():
            return atom.field in call.fields
        case Happened():
            if atom.times is not None:
                return _is_so_often(call, atom)
            latest = call.latest_of.get(atom.fact, 0)
            return latest > max((call.latest_of.get(fact, 0) for fact in atom.since), default=0)
        case TaskOpen():
            return any(task.kind == atom.kind for task in call.tasks)
        case InDetour():
            return any(frame.detour == atom.detour for frame in call.frames)
        case Overran():
            run = call.running.get(atom.timer)
            return run is not None and run.overran
        case BegunOpen():
            return call.start is not None and call.start.open
        case _:
            assert_never(atom)


def how_often(call: Call, fact: str, since: Iterable[str] = ()) -> int:
    """Count how often a fact has occurred, after the latest of others.

    An answer, or a detour, that was taken back does not count; what was said, done or filled in does.
    """
    stale = max((call.latest_of.get(other, 0) for other in since), default=0)
    return sum(fact in each.facts for each in since_event(call.record, stale + 1))


def _is_so_often(call: Call, atom: Happened) -> bool:
    times = _recorded(call, atom.times) if isinstance(atom.times, str) else atom.times
    return times is not None and how_often(call, atom.fact, atom.since) >= times


def _recorded(call: Call, field: str) -> Decimal | None:
    from callscript.core.script.numbers import number

    value = call.fields.get(field)
    return number(value.text) if value is not None and value.counts else None


def _is_recorded(call: Call, atom: Compared) -> bool:
    from callscript.core.script.recorded import fits  # a start compares nothing, nor do other scripts

    value = call.fields.get(atom.field)
    return value is not None and value.counts and fits(value.text, atom)


def _is_on_days(call: Call, atom: OnDays) -> bool:
    from callscript.core.script.days import is_within  # nor days

    value, today = call.fields.get(atom.field), call.day
    return bool(value and value.counts and today and is_within(value.text, atom.earliest, atom.latest, today))


def read_in(script: Script) -> Iterator[Atom]:
    """Yield what the conditions of a script read, one after the other."""
    guards = [step.when for step in script.steps.values()]
    guards += [option.when for step in script.steps.values() if isinstance(step, Choose) for option in step.options]
    guards += [when for detour in script.pack.detours for when in (detour.when, detour.stay)]
    for guard in filter(None, guards):
        yield from atoms(guard)
