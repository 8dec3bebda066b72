"""Rules of the centre's own, outside of the standard: those that are switched off are not there at all.

They are taken out of a pack that has passed its check, with every detour and answer that is theirs, so that nothing
else has to ask whether a rule is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from callscript.core.script.model import Aid, Pack
from callscript.core.script.steps import Ask, Choose, Do, Pick, Say, Stage, Step
from callscript.packs.errors import hint

if TYPE_CHECKING:
    from callscript.packs.draft import PackDraft

_Shows = TypeVar("_Shows", Step, Aid)


def in_force(pack: Pack) -> Pack:
    """Return the pack without the rules of the centre's own that are switched off."""
    off = {clause.id for clause in pack.clauses if clause.house}.difference(pack.house)
    if not off:
        return pack
    gone = {detour.id for detour in pack.detours if detour.house in off}
    return replace(
        pack,
        clauses=tuple(clause for clause in pack.clauses if clause.id not in off),
        detours=tuple(detour for detour in pack.detours if detour.id not in gone),
        stages=tuple(_stage(stage, off, gone) for stage in pack.stages),
        aids=tuple(_shown(aid, off) for aid in pack.aids),
    )


def in_words(pack: Pack) -> str:
    """Tell which rules of the centre's own are in force; empty: there are none."""
    return f"house rules in force, outside of the standard: {', '.join(pack.house)}" if pack.house else ""


def _stage(stage: Stage, off: set[str], gone: set[str]) -> Stage:
    return replace(stage, steps=tuple(_step(step, off, gone) for step in stage.steps))


def _step(step: Step, off: set[str], gone: set[str]) -> Step:
    if isinstance(step, Choose):
        kept = (option for option in step.options if option.house not in off and option.detour not in gone)
        step = replace(step, options=tuple(kept))
    elif isinstance(step, Say | Do | Ask | Pick) and step.detour in gone:
        step = replace(step, detour=None)
    return _shown(step, off)


def _shown(part: _Shows, off: set[str]) -> _Shows:
    return replace(part, clauses=tuple(clause for clause in part.clauses if clause not in off))


def check_house(draft: PackDraft) -> None:
    """Complain of what is called the centre's own and is not, and of a choice that nothing would be left of."""
    pack, report = draft.pack, draft.report
    own = {clause.id for clause in pack.clauses if clause.house}
    for name in pack.house:
        if name not in own:
            report.add(f"house[{name}]", f"no clause with `house = true` has the id '{name}'{hint(name, own)}")
    for name in own.intersection(pack.standard):
        report.add(f"clauses[{name}].house", "a clause of the standard is not the centre's own rule")
    for key, stage, name in _owners(draft):
        if name not in own:
            report.add(key, f"no clause with `house = true` has the id '{name}'{hint(name, own)}", stage)
    for place in draft.places:
        if isinstance(place.step, Choose) and place.step.options and all(each.house for each in place.step.options):
            report.add(place.key, "with the centre's own rules switched off, no answer is left", place.stage.id)


def _owners(draft: PackDraft) -> Iterator[tuple[str, str, str]]:
    """Yield what is there only with a rule of the centre's own: its key, its stage, and the rule."""
    for detour in draft.pack.detours:
        if detour.house:
            yield f"detours[{detour.id}].house", "", detour.house
    for place, option, key in draft.options():
        if option.house:
            yield f"{key}.house", place.stage.id, option.house
