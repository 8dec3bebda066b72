"""Which facts a rule of a clause names: its monitor is stepped by these, and by no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import assert_never

from callscript.core.script.model import Script
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.facts import given_up

END = ("ended",)
ENTRY = ("entry",)
"""What comes without a call owes nothing by itself that every call does."""


def concerned(script: Script, facts: Iterable[str]) -> Mapping[tuple[str, int], Rule]:
    """Return the rules that name any of these facts, by their clause and their position there."""
    index = _concerned(script)
    touched: dict[_Place, Rule] = {}
    for fact in facts:
        touched.update(index.get(fact, {}))
    return touched


_Place = tuple[str, int]
"""A rule: its clause, and its position there."""


@lru_cache(maxsize=32)
def _concerned(script: Script) -> Mapping[str, Mapping[_Place, Rule]]:
    index: dict[str, dict[_Place, Rule]] = {}
    for clause in script.pack.clauses:
        for place, rule in enumerate(clause.rules):
            for fact in names(rule):
                index.setdefault(fact, {})[clause.id, place] = rule
    return index


@lru_cache(maxsize=1024)
def names(rule: Rule) -> frozenset[str]:
    """Return the facts that a rule names, the end of the call among them where it ends the waiting."""
    return frozenset(_named(rule))


def _named(rule: Rule) -> set[str]:
    common = {*rule.when, *rule.unless}
    match rule:
        case Existence():
            return common.union(rule.some, rule.after, rule.before, rule.lapses, () if rule.outlives else END, ENTRY)
        case Absence():
            return common.union(rule.none, END)
        case Precedence():
            return common.union(rule.first, rule.then, rule.lapses)
        case Response():
            wanted = frozenset[str]().union(*answers(rule.then))
            work = made_good(rule)
            return common.union(rule.after, wanted, map(given_up, wanted), work, () if rule.outlives else END)
        case _:
            assert_never(rule)


@lru_cache(maxsize=512)
def answers(then: tuple[str | tuple[str, ...], ...]) -> Sequence[frozenset[str]]:
    """Return for each response of a rule the facts any of which will do."""
    return tuple(frozenset((each,) if isinstance(each, str) else each) for each in then)


@lru_cache(maxsize=512)
def made_good(rule: Response) -> tuple[str, ...]:
    """Return what tells that work which makes good what was cut short is open, done, given up; empty: none does."""
    if rule.cut is None or not rule.redeemed:
        return ()
    done = f"task_done:{rule.cut.kind}"
    return f"task:{rule.cut.kind}", done, given_up(done)
