"""`callscript prove --weak`: what the rules of a script pack are blind to, and where it is not said why that is right.

`docs/command-line.md` fixes the shape of the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from callscript import packs
from callscript.commands.pack_named import home_of
from callscript.commands.proof_told import Lines, begun_at
from callscript.commands.prove import pressed
from callscript.commands.report import Report, as_json
from callscript.core.script.model import Script
from callscript.proof.beginnings import Beginnings
from callscript.proof.blind import Blind, blind_to, can_be_blind
from callscript.proof.flow import Flow
from callscript.proof.keys import LEVELS, Level
from callscript.runtime import i18n
from callscript.runtime.i18n import _
from callscript.runtime.text import clean

_WALKS = 4000


class Spot(Struct, frozen=True, kw_only=True):
    """What a rule is blind to, and a call in which that happens once more."""

    clause: str
    rule: int
    """Its number in the clause, from 1."""
    fact: str
    repeats: str
    """Why that is right."""
    begun: str
    work: str
    keys: str
    lines: Lines


class Weak(Struct, frozen=True):
    """What the rules of a pack are blind to."""

    pack: str
    hash: str
    level: str
    spots: tuple[Spot, ...]
    needless: tuple[tuple[str, int], ...]
    """The rules that say why it is right, and cannot be blind: each by its clause and its number."""


def weak(path: str, home: str | None, *, level: str, json: bool = False) -> Report:
    """Tell what rules of the pack at a path, or with an id, are blind to."""
    folders = home_of(home)
    if json:
        i18n.use("en")
    script = packs.read(packs.locate(path), cache=folders.cache, own=folders.directories)
    found = weak_of(script, level)
    troubles = list(_problems(found))
    report = Report([as_json(msgspec.to_builtins(found))] if json else list(map(clean, _tell(script, found))))
    report.trouble([_("not every rule says why it may be blind")] if json and troubles else troubles)
    return report


def weak_of(script: Script, level: str, walks: int = _WALKS) -> Weak:
    """Return what rules of a script are blind to in so many calls by the keys of a level."""
    highest: Level = (0, 1, 2, 2)[LEVELS.index(level)]
    starts = Beginnings(script, Flow(script).now).all
    spots = tuple(_spot(script, each) for each in blind_to(script, starts, walks=walks, level=highest))
    needless = tuple(
        (clause.id, number)
        for clause in script.pack.clauses
        for number, rule in enumerate(clause.rules, start=1)
        if rule.repeats and not can_be_blind(rule)
    )
    return Weak(script.pack.id, script.hash, level, spots, needless)


def _spot(script: Script, blind: Blind) -> Spot:
    keys, lines = pressed(script, blind.played)
    begun, work = begun_at(blind.beginning)
    return Spot(
        clause=blind.clause,
        rule=blind.place + 1,
        fact=blind.fact,
        repeats=script.clauses[blind.clause].rules[blind.place].repeats,
        begun=begun,
        work=work,
        keys=keys,
        lines=lines,
    )


def _tell(script: Script, found: Weak) -> Iterator[str]:
    told = _("{clause} rule {number}: once more {fact}, and it asks for nothing more")
    for spot in found.spots:
        yield told.format(clause=spot.clause, number=spot.rule, fact=spot.fact)
        yield f"    {spot.keys}"
        if spot.repeats:
            yield "    " + _("accepted: {why}").format(why=spot.repeats)
    rules = len({(spot.clause, spot.rule) for spot in found.spots})
    counted = _("{pack} {version}: rules that are seen to be blind: {number}; others may be all the same")
    yield counted.format(pack=found.pack, version=script.hash[:8], number=rules)


def _problems(found: Weak) -> Iterator[str]:
    for clause, number in dict.fromkeys((spot.clause, spot.rule) for spot in found.spots if not spot.repeats):
        told = _("{clause} rule {number}: it is blind, and it is not said in {key} why that is right")
        yield told.format(clause=clause, number=number, key="repeats")
    for clause, number in found.needless:
        told = _("{clause} rule {number}: it cannot be blind: take {key} away")
        yield told.format(clause=clause, number=number, key="repeats")
