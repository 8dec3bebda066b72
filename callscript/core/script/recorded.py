"""What is recorded in a field, as conditions tell it apart: a number by its ranges, a choice by what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import assert_never

from callscript.core.script.conditions import Chose, InRange
from callscript.core.script.model import Field
from callscript.core.script.numbers import in_range, numbers_apart, written

Compared = InRange | Chose
"""A condition on which value is recorded."""
MANY = 10
"""Of a field with more values, several of which may be chosen, not all that can be chosen together is told apart."""


def fits(text: str, asked: Compared) -> bool:
    """Tell whether a recorded value is as a condition asks."""
    match asked:
        case InRange():
            return in_range(text, asked.least, asked.most)
        case Chose():
            return not set(asked.among).isdisjoint(text.split(","))
        case _:
            assert_never(asked)


def told_apart(field: Field, asked: Iterable[Compared]) -> tuple[str, ...]:
    """Return values that a field takes, one for each way in which conditions tell them apart."""
    about = tuple(each for each in asked if each.field == field.id)
    if field.options:
        values = _choices(field, [each for each in about if isinstance(each, Chose)])
    else:
        values = map(written, numbers_apart(field, [each for each in about if isinstance(each, InRange)]))
    found: dict[tuple[bool, ...], str] = {}
    for text in values:
        found.setdefault(tuple(fits(text, each) for each in about), text)
    return tuple(found.values())


def _choices(field: Field, asked: list[Chose]) -> Iterator[str]:
    """Yield what can be chosen, one value standing for all that no condition tells from it."""
    alike: dict[tuple[bool, ...], str] = {}
    for option in field.options:
        alike.setdefault(tuple(option in each.among for each in asked), option)
    most = 1 if not field.several else len(alike) if len(alike) <= MANY else 2
    for together in range(1, most + 1):
        yield from map(",".join, combinations(alike.values(), together))
