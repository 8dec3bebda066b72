"""Conditions of a script as expressions of a form. One that a form has no words for is not said in part: whoever fills
the form in is then asked once too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

import msgspec

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
)
from callscript.packs.xlsform.expressions import OK

NEVER = "false()"


class NoExpression(Exception):  # noqa: N818 - named for what happened
    """A form has no words for a condition."""


class Before(msgspec.Struct):
    """The questions before a place, as far as an expression can ask about them."""

    answered: set[str] = msgspec.field(default_factory=set[str])
    filled: dict[str, list[str]] = msgspec.field(default_factory=dict[str, list[str]])
    """By field: the steps that fill it in."""
    done: set[str] = msgspec.field(default_factory=set[str])
    referred: set[str] = msgspec.field(default_factory=set[str])
    """Those that something was said about: no group is called so."""

    def copy(self) -> Before:
        """Return the same questions, to add others that can be asked about for a while."""
        filled = {field: list(steps) for field, steps in self.filled.items()}
        return Before(set(self.answered), filled, set(self.done), self.referred)

    def repeated(self, times: int | str | None, guard: Guard | None) -> dict[str, str]:
        """Return the cells of a group that is asked so often, while a condition holds; raise NoExpression."""
        cells = {"relevant": self.expression(guard)} if guard else {}
        if isinstance(times, str):
            return cells | {"repeat_count": self._value(self._filling(times)[-1])}
        return cells | ({} if times is None else {"repeat_count": str(times)})

    def expression(self, guard: Guard) -> str:
        """Return a condition as an expression; raise NoExpression."""
        return " and ".join(self._parts(guard)) or "true()"

    def _parts(self, guard: Guard) -> Iterator[str]:
        """Yield what has to hold, each part so that it can stand in a row with others."""
        own = msgspec.structs.replace(guard, all=(), any=(), not_=None)
        for atom in atoms(own):
            yield self._atom(atom)
        yield from (_within(self._parts(each), " and ") for each in guard.all)
        if guard.count is not None:
            raise NoExpression  # a form has no words for so many of them
        if guard.any:
            yield _within([_within(self._parts(each), " and ") for each in guard.any], " or ")
        if guard.not_ is not None:
            yield f"not({self.expression(guard.not_)})"

    def _atom(self, atom: Atom) -> str:
        match atom:
            case Answered():
                if atom.step not in self.answered:
                    raise NoExpression
                values = [f"{self._value(atom.step)} = '{each}'" for each in atom.among]
                return _within(values, " or ") if values else f"{self._value(atom.step)} != ''"
            case HasValue():
                return _within([f"{self._value(step)} != ''" for step in self._filling(atom.field)], " or ")
            case InRange():
                bounds = [(">=", atom.least), ("<=", atom.most)]
                each = [
                    _within([f"{self._value(step)} {sign} {bound:.15g}" for sign, bound in bounds if bound is not None])
                    for step in self._filling(atom.field)
                ]
                return _within(each, " or ")
            case Chose():
                chosen = [
                    f"selected({self._value(step)}, '{value}')"
                    for step in self._filling(atom.field)
                    for value in atom.among
                ]
                return _within(chosen, " or ")
            case Happened(fact=fact, since=(), times=None) if fact.removeprefix("done:") in self.done:
                return f"{self._value(fact.removeprefix('done:'))} = '{OK}'"
            case OnDays() | Known() | Happened() | TaskOpen() | Overran() | BegunOpen() | InDetour():
                raise NoExpression
            case _:
                assert_never(atom)

    def _filling(self, field: str) -> Sequence[str]:
        if field not in self.filled:
            raise NoExpression
        return self.filled[field]

    def _value(self, step: str) -> str:
        self.referred.add(step)
        return f"${{{step}}}"


def _within(parts: Iterator[str] | Sequence[str], between: str = " and ") -> str:
    """Join parts, in brackets if there is more than one."""
    found = list(parts)
    return f"({between.join(found)})" if len(found) > 1 else "".join(found)
