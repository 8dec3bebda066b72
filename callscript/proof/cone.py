"""What a rule hangs on at first sight: what conditions read on the way to the facts that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from callscript.core.script.conditions import Answered, OfField, atoms
from callscript.core.script.model import Script
from callscript.core.script.steps import Say, Step
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.named import answers
from callscript.proof.items import What, what_of


def looked_at_first(script: Script, rule: Rule) -> tuple[What, ...]:
    """Return what is followed from the beginning: answers and fields that decide whether it is met."""
    found: dict[What, None] = {}
    wanted = frozenset(_wanted(rule))
    for fact in sorted(wanted):
        word, _, name = fact.partition(":")
        if word in ("filled", "absent", "known") and name in script.fields:
            found["field", name] = None
    for step in script.steps.values():
        if step.when is not None and not wanted.isdisjoint(_facts_of(step)):
            read = (atom for atom in atoms(step.when) if isinstance(atom, Answered | OfField))
            found.update(dict.fromkeys(map(what_of, read)))
    return tuple(found)[:4]


def _wanted(rule: Rule) -> Iterable[str]:
    match rule:
        case Existence():
            return rule.some
        case Precedence():
            return rule.first
        case Response():
            return frozenset[str]().union(*answers(rule.then))
        case Absence():
            return ()
        case _:
            assert_never(rule)


def _facts_of(step: Step) -> Iterator[str]:
    yield f"done:{step.id}"
    yield f"chose:{step.id}"
    yield from (f"mark:{mark}" for mark in step.marks)
    if isinstance(step, Say):
        yield f"said:{step.phrase or step.id}"
