"""Conditions of a pack, as data, and the one place where they are evaluated.

A guard is made of atoms. Whoever evaluates it tells of each atom whether it is so: for a call `core/call/guards.py`
does, the check of a pack tries every case, a proof leaves some atoms open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from callscript.core.script.base import Identifier, Number, Often, Record
from callscript.core.script.durations import DayBound


class Guard(Record, frozen=True, kw_only=True, cache_hash=True, rename={"not_": "not"}):
    """A condition on the call, as data. All the keys that are given must hold."""

    field: str | None = None
    """This field has a value; with `least` or `most`, a number that is not less, or not more; with `earliest` or
    `latest`, a day that is not before, or not behind; with `among`, one of those values, or several of which one is."""
    least: Number | None = None
    most: Number | None = None
    earliest: DayBound | None = None
    latest: DayBound | None = None
    known: str | None = None
    """Of this field something is recorded: a value, or that there is none."""
    answer: str | None = None
    """This choice was answered, with one of `among` if that is given."""
    among: tuple[str, ...] = ()
    """Of the answers to `answer`; else of the values of `field`."""
    happened: str | None = None
    """This fact has occurred in the call."""
    since: str | tuple[str, ...] | None = None
    """With `happened`: it has occurred after the latest of this fact, or of any of these, if one has occurred."""
    times: Often | str | None = None
    """With `happened`: so often, or as often as this field of kind `number` says, or oftener; not given: once."""
    task: str | None = None
    """Work of this kind, promised in this call, is open."""
    overran: str | None = None
    """This timer is running now and is past its limit."""
    open: bool | None = None
    """The centre was open (or not) when the call began."""
    detour: str | None = None
    """This detour is being taken now, at any depth."""
    all: tuple[Guard, ...] = ()
    any: tuple[Guard, ...] = ()
    count: Often | None = None
    """With `any`: so many of them hold, or more; if it is not given, one."""
    not_: Guard | None = None

    @property
    def facts_since(self) -> tuple[str, ...]:
        """The facts of `since`."""
        return (self.since,) if isinstance(self.since, str) else self.since or ()


class EarlierCalls(Record, frozen=True, kw_only=True):
    """A condition on the calls that the caller made before. It holds from when the fact `earlier:<id>` has occurred: as
    soon as their number is known and was looked up.
    """

    id: Identifier
    calls: Annotated[int, Meta(ge=1, le=99)]
    """So many earlier calls, or more."""
    within: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,3}(d|mo)$")]
    """In so many days (`90d`) or months (`12mo`) up to the day of this one."""
    outcome: tuple[str, ...] = ()
    """Only calls that were filed so count; none: whatever came of them."""
    registered: tuple[str, ...] = ()
    """Only calls in which any of these was registered count; none: whatever was, or nothing."""


class HasValue(Struct, frozen=True):
    """This field has a value."""

    field: str


class InRange(Struct, frozen=True):
    """This field has a number that is not less than `least` and not more than `most`, if these are given."""

    field: str
    least: float | None
    most: float | None


class OnDays(Struct, frozen=True):
    """This field has a day, or a time on a day, that is not before `earliest` and not behind `latest`, if these are
    given; as reckoned from the day on which the call began.
    """

    field: str
    earliest: str | None
    latest: str | None


class Chose(Struct, frozen=True):
    """In this field, one of a choice, one of these values was chosen."""

    field: str
    among: tuple[str, ...]


class Known(Struct, frozen=True):
    """Of this field a value is recorded, or that there is none."""

    field: str


class Answered(Struct, frozen=True):
    """This choice was answered, with one of `among` if there are any."""

    step: str
    among: tuple[str, ...] = ()


class Happened(Struct, frozen=True):
    """This fact has occurred, and not before the latest of `since` if that is given; with `times`, so often."""

    fact: str
    since: tuple[str, ...] = ()
    times: int | str | None = None
    """A number, or the field that has it."""


def asks_less(one: Happened, other: Happened) -> bool:
    """Tell whether one condition is so wherever the other one is: of the same fact, as often or less."""
    few, many = one.times or 1, other.times or 1
    less = few == many or (isinstance(few, int) and isinstance(many, int) and few < many)
    return one.fact == other.fact and less and set(one.since) <= set(other.since)


class TaskOpen(Struct, frozen=True):
    """Work of this kind is open."""

    kind: str


class Overran(Struct, frozen=True):
    """This timer is running and past its limit."""

    timer: str


class BegunOpen(Struct, frozen=True):
    """The centre was open when the call began."""


class InDetour(Struct, frozen=True):
    """This detour is being taken, at any depth."""

    detour: str


OfField = HasValue | InRange | OnDays | Chose | Known
"""A condition on what is recorded in a field."""
Atom = OfField | Answered | Happened | TaskOpen | Overran | BegunOpen | InDetour
"""A condition that is not made of others."""

Told = Callable[[Atom], bool]
"""Tells of an atom whether it is so."""


def holds_where(guard: Guard | None, told: Told) -> bool:
    """Tell whether all that the guard asks for is so, from as few atoms as that takes; no guard always holds."""
    if guard is None:
        return True
    for atom, wanted in _own(guard):
        if told(atom) is not wanted:
            return False
    if guard.all and not all(holds_where(each, told) for each in guard.all):
        return False
    if guard.any and not _so_many_hold(guard.any, 1 if guard.count is None else guard.count, told):
        return False
    return guard.not_ is None or not holds_where(guard.not_, told)


def _so_many_hold(guards: tuple[Guard, ...], count: int, told: Told) -> bool:
    """Tell whether so many of these hold; the others are not asked of then."""
    for each in guards:
        if not count:
            break
        count -= holds_where(each, told)
    return not count


def atoms(guard: Guard) -> Iterator[Atom]:
    """Yield every atom of a guard, those of guards within it too."""
    yield from (atom for atom, _ in _own(guard))
    for inner in (*guard.all, *guard.any, *((guard.not_,) if guard.not_ else ())):
        yield from atoms(inner)


@lru_cache(maxsize=4096)
def _own(guard: Guard) -> tuple[tuple[Atom, bool], ...]:
    """Return the atoms that the guard itself gives, each with what it must be: a script asks them again and again."""
    found: list[tuple[Atom, bool]] = []
    if guard.field is not None:
        found.append((_of_field(guard, guard.field), True))
    if guard.known is not None:
        found.append((Known(guard.known), True))
    if guard.answer is not None:
        found.append((Answered(guard.answer, guard.among), True))
    if guard.happened is not None:
        found.append((Happened(guard.happened, guard.facts_since, guard.times), True))
    if guard.task is not None:
        found.append((TaskOpen(guard.task), True))
    if guard.overran is not None:
        found.append((Overran(guard.overran), True))
    if guard.open is not None:
        found.append((BegunOpen(), guard.open))
    if guard.detour is not None:
        found.append((InDetour(guard.detour), True))
    return tuple(found)


def _of_field(guard: Guard, field: str) -> Atom:
    if guard.least is not None or guard.most is not None:
        return InRange(field, guard.least, guard.most)
    if guard.earliest is not None or guard.latest is not None:
        return OnDays(field, guard.earliest, guard.latest)
    return Chose(field, guard.among) if guard.among and guard.answer is None else HasValue(field)
