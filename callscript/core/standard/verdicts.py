"""How a call stands with each clause of the standard: the verdict that follows from where its monitors stand.

A verdict is script evidence: the operator confirmed the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from msgspec import Struct

from callscript.core.script.base import Finding
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec
from callscript.core.standard.clauses import Absence, Clause, Existence, Modality, Precedence, Response, Rule
from callscript.core.standard.monitors import Watch, in_scope


class Verdict(Struct, frozen=True):
    """How a call stands with a clause."""

    clause: str
    modality: Modality
    verdict: Finding
    event: int | None = None
    """The number of the event that decided it."""
    limit: datetime | None = None
    """Until when an open one can be met, if there is such a moment."""
    lasting: bool = False
    """Whether all that makes it open outlives the call."""


def verdicts(script: Script, watches: Mapping[str, tuple[Watch, ...]], now: datetime) -> tuple[Verdict, ...]:
    """Judge the call by every clause of the standard, as things stand at `now`."""
    return tuple(_verdict(clause, watches.get(clause.id), now) for clause in script.pack.clauses)


def owed_to_the_caller(script: Script, watches: Mapping[str, tuple[Watch, ...]]) -> Iterator[tuple[TaskSpec, int]]:
    """Yield the work that is left if the caller is gone now, each with the number of the matter that it is about."""
    for clause in script.pack.clauses:
        for rule, watch in zip(clause.rules, watches.get(clause.id, ()), strict=False):
            if rule.cut is None or not in_scope(rule, watch):
                continue
            if isinstance(rule, Response):
                yield from ((rule.cut, matter) for matter in {each.matter for each in watch.obligations})
            elif isinstance(rule, Existence) and not (watch.met or watch.excused or watch.breached):
                yield rule.cut, 0


_GRAVITY: tuple[Finding, ...] = ("breached", "open", "met", "na")
_CUT = _GRAVITY.index("met") - 0.5
"""How grave it is that something was owed until the call was cut short: whatever else was met in it, that was not. But
where the clause wants a deed after the call too, what was done then is what happened: nobody was left to be told."""


def _verdict(clause: Clause, watches: tuple[Watch, ...] | None, now: datetime) -> Verdict:
    if not clause.rules:
        return Verdict(clause.id, clause.modality, "reminder")
    stood = watches or (Watch(),) * len(clause.rules)
    found = [_finding(rule, watch, now) for rule, watch in zip(clause.rules, stood, strict=True)]
    kept = any(rule.outlives and is_ == "met" for rule, (is_, *_) in zip(clause.rules, found, strict=True))
    gravest = min(range(len(found)), key=lambda place: _gravity(found[place][0], cut=stood[place].cut and not kept))
    worst = found[gravest]
    same = [each for each in found if each[0] == worst[0]]
    return Verdict(
        clause.id,
        clause.modality,
        worst[0],
        max((event for _, event, _ in same if event), default=None),
        min((limit for _, _, limit in same if limit), default=None),
        lasting=worst[0] == "open"
        and all(
            rule.outlives or (bool(watch.obligations) and all(each.redeemed_by for each in watch.obligations))
            for rule, watch, (is_, *_) in zip(clause.rules, stood, found, strict=True)
            if is_ == "open"
        ),
    )


def _gravity(finding: Finding, *, cut: bool) -> float:
    return _CUT if finding == "na" and cut else _GRAVITY.index(finding)


def _finding(rule: Rule, watch: Watch, now: datetime) -> tuple[Finding, int, datetime | None]:
    if watch.breached:
        return ("breached", watch.breached, None)
    if not in_scope(rule, watch):
        return ("na", 0, None)
    match rule:
        case Existence():
            if watch.met:
                return ("met", watch.met, None)
            return ("na", watch.excused, None) if watch.excused else ("open", watch.scope, None)
        case Absence():
            return ("na", watch.excused, None) if watch.excused else ("met", watch.ended, None)
        case Precedence():
            return ("met", watch.met, None) if watch.met else ("na", watch.excused, None)
        case Response():
            if not watch.obligations:
                met = watch.met and not watch.cut
                return ("met", watch.met, None) if met else ("na", watch.excused, None)
            pressing = min(watch.obligations, key=lambda each: (each.limit is None, each.limit))
            overdue = pressing.limit is not None and now > pressing.limit
            return ("breached" if overdue else "open", pressing.seq, pressing.limit)
        case _:
            assert_never(rule)
