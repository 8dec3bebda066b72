"""Conditions that a proof leaves open: each that a decision reads is tried both ways, as far as they can go together.

What the command itself has brought about is no guess: it is read off the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import NamedTuple, TypeVar, assert_never

from callscript.core.call.call import Call
from callscript.core.call.guards import how_often, is_so
from callscript.core.script.conditions import (
    Answered,
    Atom,
    BegunOpen,
    Chose,
    Happened,
    HasValue,
    InDetour,
    InRange,
    Known,
    OnDays,
    Overran,
    TaskOpen,
    asks_less,
)
from callscript.core.standard.facts import RECORDED

Found = TypeVar("Found")
Guesses = dict[Atom, bool]


class Read(NamedTuple):
    """A condition that was read, behind the event of this number, and what it was taken for."""

    seq: int
    atom: Atom
    so: bool


class Supposing:
    """Tells of conditions what is supposed, and notes which were read."""

    def __init__(self, base: int, alone: bool, given: Sequence[bool]) -> None:
        self.base = base
        """What events behind this number have brought about is known."""
        self._alone = alone
        self._given = given
        self._guesses: Guesses = {}
        self.guessed: list[bool] = []
        """What was supposed, in the order in which it was asked for."""
        self.reads: list[Read] = []

    def tells(self, call: Call, atom: Atom) -> bool:
        """Tell whether a condition is so."""
        known = self._known(call, atom)
        if known is not None:
            return known
        asked = _of_before(call, atom)
        so = _implied(self._guesses, asked)
        if so is None:
            at = len(self.guessed)
            so = self._given[at] if at < len(self._given) else True
            self.guessed.append(so)
            self._guesses[asked] = so
        self.reads.append(Read(call.seq, atom, so))
        return so

    def _known(self, call: Call, atom: Atom) -> bool | None:
        match atom:
            case Happened(times=int(times)):
                stale = max((call.latest_of.get(fact, 0) for fact in atom.since), default=0)
                return how_often(call, atom.fact, atom.since) >= times or (False if stale > self.base else None)
            case Happened(times=str()):
                return None
            case Happened():
                latest = call.latest_of.get(atom.fact, 0)
                stale = max((call.latest_of.get(fact, 0) for fact in atom.since), default=0)
                return latest > stale if max(latest, stale) > self.base else None
            case Answered():
                if call.done.get(atom.step, 0) > self.base and atom.step in call.answers:
                    return is_so(call, atom)
                return None
            case TaskOpen():
                return is_so(call, atom) or None
            case InDetour():
                return is_so(call, atom) or (False if self._alone else None)
            case Overran():
                return False if self._alone and atom.timer not in call.running else None
            case HasValue() | InRange() | Chose() | Known():
                words = (f"{word}:{atom.field}" for word in RECORDED)
                typed = any(call.latest_of.get(fact, 0) > self.base for fact in words)
                return is_so(call, atom) if typed and atom.field in call.fields else None
            case OnDays():  # which day it is hangs on that of the call, too
                return None
            case BegunOpen():
                return None
            case _:
                assert_never(atom)


def all_ways(base: int, alone: bool, run: Callable[[Supposing], Found]) -> Iterator[tuple[Found, list[Read]]]:
    """Run something under all that can be supposed; yield what it found, each with what that was read off."""
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        given = waiting.pop()
        supposing = Supposing(base, alone, given)
        found = run(supposing)
        yield found, supposing.reads
        guessed = supposing.guessed
        waiting += [(*guessed[:at], False) for at in range(len(given), len(guessed))]


def _of_before(call: Call, atom: Atom) -> Atom:
    """Return what is asked of what was before, where the command has counted on meanwhile: so often less. How often it
    is to be by a field is asked anew each time.
    """
    if not isinstance(atom, Happened) or atom.times is None:
        return atom
    if isinstance(atom.times, str):
        return Happened(atom.fact, atom.since, f"{atom.times} {call.seq}")
    return Happened(atom.fact, atom.since, atom.times - how_often(call, atom.fact, atom.since))


def _implied(guesses: Guesses, atom: Atom) -> bool | None:
    """Return what follows for a condition from what is supposed already; None: nothing."""
    if atom in guesses:
        return guesses[atom]
    for other, so in guesses.items():
        if (found := _follows(atom, other, so)) is not None:
            return found
    return None


def _follows(atom: Atom, other: Atom, so: bool) -> bool | None:
    match atom, other:
        case HasValue(field=field), Known(field=same) if field == same and not so:
            return False
        case Known(field=field), HasValue(field=same) if field == same and so:
            return True
        case HasValue(field=field) | Known(field=field), InRange(field=same) | OnDays(field=same) | Chose(
            field=same
        ) if field == same and so:
            return True
        case InRange(field=field) | OnDays(field=field) | Chose(field=field), HasValue(field=same) | Known(
            field=same
        ) if field == same and not so:
            return False
        case InRange(), InRange() if atom.field == other.field:
            return _of_ranges(atom, other, so)
        case Chose(), Chose() if atom.field == other.field:
            inner, outer = (other, atom) if so else (atom, other)
            return so if set(inner.among) <= set(outer.among) else None
        case Answered(), Answered() if atom.step == other.step:
            return _of_answers(set(atom.among), set(other.among), so)
        case Happened(), Happened() if atom.fact == other.fact:
            if so and asks_less(atom, other):
                return True
            return False if not so and asks_less(other, atom) else None
        case _:
            return None


def _of_ranges(asked: InRange, known: InRange, so: bool) -> bool | None:
    """Return what follows of one range from another one."""
    if so and (_is_behind(asked, known) or _is_behind(known, asked)):
        return False
    inner, outer = (known, asked) if so else (asked, known)
    covered = _low(outer) <= _low(inner) and _high(inner) <= _high(outer)
    return so if covered else None


def _is_behind(one: InRange, other: InRange) -> bool:
    return _low(one) > _high(other)


def _low(bounds: InRange) -> float:
    return -inf if bounds.least is None else bounds.least


def _high(bounds: InRange) -> float:
    return inf if bounds.most is None else bounds.most


def _of_answers(asked: set[str], known: set[str], so: bool) -> bool | None:
    """Return what follows of one set of answers from another one; an empty set is any answer."""
    if so and (not asked or (known and known <= asked)):
        return True
    if so and asked and known and not asked & known:
        return False
    return False if not so and (not known or (asked and asked <= known)) else None
