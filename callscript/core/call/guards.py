"""Conditions of a pack, held against a call."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script.model import Guard


def holds(guard: Guard | None, call: Call) -> bool:
    """Tell whether all that the guard asks for is so; no guard always holds."""
    if guard is None:
        return True
    return (
        (guard.field is None or _has_value(call, guard.field))
        and (guard.answer is None or _answered(call, guard.answer, guard.among))
        and (guard.happened is None or guard.happened in call.happened)
        and (guard.overran is None or _overran(call, guard.overran))
        and (guard.open is None or _open(call) is guard.open)
        and (guard.detour is None or any(frame.detour == guard.detour for frame in call.frames))
        and all(holds(each, call) for each in guard.all)
        and (not guard.any or any(holds(each, call) for each in guard.any))
        and (guard.not_ is None or not holds(guard.not_, call))
    )


def _has_value(call: Call, field: str) -> bool:
    value = call.fields.get(field)
    return value is not None and not value.absent


def _answered(call: Call, step: str, among: tuple[str, ...]) -> bool:
    """An answer on a branch that was left does not count."""
    option = call.answers.get(step)
    return option is not None and step not in call.orphans and (not among or option in among)


def _overran(call: Call, timer: str) -> bool:
    run = call.running.get(timer)
    return run is not None and run.overran


def _open(call: Call) -> bool:
    return call.start is not None and call.start.open
