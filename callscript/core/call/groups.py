"""Repeated groups: detours that are taken for each of several, and what is recorded of each of these."""

from __future__ import annotations

from functools import lru_cache

from callscript.core.call.call import Call
from callscript.core.call.guards import read_in
from callscript.core.call.matters import Recorded, recorded
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.core.script.steps import Register


@lru_cache(maxsize=64)
def groups(script: Script) -> frozenset[str]:
    """Return the detours that are taken for each of several: a register elsewhere wants their fields, or a condition
    counts how often they were entered.
    """
    registers = [step for step in script.steps.values() if isinstance(step, Register)]
    counted = {atom.fact for atom in read_in(script) if isinstance(atom, Happened) and atom.times is not None}
    return frozenset(
        each.id
        for each in script.pack.detours
        if each.matter
        and (
            f"entered:{each.id}" in counted
            or any(
                step.id not in script.steps_of[each.id] and not set(step.requires).isdisjoint(each.matter)
                for step in registers
            )
        )
    )


def of_several(script: Script, call: Call, matter: int) -> tuple[Recorded, ...]:
    """Return what is recorded of each of several about a matter of the caller's, in order."""
    if not groups(script):
        return ()
    return tuple(
        each
        for each in recorded(script, call)
        if each.detour in groups(script) and not each.taken_back and each.matter != matter == call.main_of(each.matter)
    )


def entries(script: Script, call: Call) -> tuple[Recorded, ...]:
    """Return what is recorded of each of several and can be set right now: of those whose detour was left, as long as
    the matter that they are about is not registered.
    """
    main = call.main_of(call.matter)
    asked = {frame.matters[0] for frame in call.frames if frame.detour}
    found = () if call.about(main).registered else of_several(script, call, main)
    return tuple(each for each in found if not each.registered and each.matter not in asked)
