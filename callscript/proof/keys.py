"""What an operator can press at a place, as the commands that it makes; the representative of many where no condition
and no rule can tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Literal, NamedTuple, assert_never

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.fields import checked
from callscript.core.call.guards import read_in
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Answered, Atom, Chose, Happened, InDetour, InRange, Known, OnDays
from callscript.core.script.days import day_of, is_within
from callscript.core.script.model import KEY_DETOURS, Detour, Field, Script
from callscript.core.script.recorded import told_apart
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Wait
from callscript.core.script.working_time import local
from callscript.core.standard.named import names
from callscript.proof.places import AFTER, Place

Level = Literal[0, 1, 2, 3]
LEVELS: tuple[str, ...] = ("main", "keys", "end", "back")
"""`main`: no function keys; `keys`: with them; `end`: the key that ends a call and the caller hanging up besides;
`back`: what takes something back, which is tried and not proved."""


_SOON = range(1, 10)
"""Among so many days is one that a field takes."""
_HOURS = ("10:00", "12:00", "15:00", "18:00", "21:00")
_MOST_APART = 20
"""So many numbers of a field are told apart one by one."""
_TEXTS = ("a", "Anna", "0501112233", "22222222", "a@example.org")
"""One of them is taken by a field of most kinds."""


class Press(NamedTuple):
    """What is pressed at once."""

    level: Level
    commands: tuple[c.Command, ...]
    needs: tuple[tuple[Atom, bool], ...] = ()
    """What must be so besides the conditions that the core reads."""


class Keys:
    """The keys of a script."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._told_apart = frozenset(_told_apart(script))
        self._compared = [atom for atom in read_in(script) if isinstance(atom, InRange | Chose)]
        for field in script.pack.fields:
            self._compared += [InRange(field.id, each, each) for each in each_apart(script, field)]
        self._days = frozenset(atom for atom in read_in(script) if isinstance(atom, OnDays))
        self.detours = tuple(each for each in script.pack.detours if each.digit or _has_key(each))

    def at(self, place: Place, call: Call) -> Iterator[Press]:
        """Yield what can be pressed at a place."""
        yield from self.own(place, call)
        if place.context == AFTER:
            return
        for detour in self.detours:
            if detour.id == place.context:
                again = any(step == place.step for _, step in place.running)
                if again and detour.again == "leave":
                    yield Press(1, (c.TakeDetour(detour.id),))
            elif _has_key(detour) or not isinstance(self.script.steps[place.step], Ask):
                needs = () if place.alone else ((InDetour(detour.id), False),)
                yield Press(2 if detour.id == "end" else 1, (c.TakeDetour(detour.id),), needs)
        yield Press(2, (c.LoseLine(),))

    def own(self, place: Place, call: Call) -> Iterator[Press]:
        """Yield what the step itself asks for."""
        step = self.script.steps[place.step]
        match step:
            case Choose():
                yield from (Press(0, (c.Answer(option.id),)) for option in step.options)
            case Pick():
                yield from (Press(0, (c.Answer(entry),)) for entry in self._entries(step))
            case Ask():
                yield from self._typed(step, call)
            case Register():
                yield Press(0, (c.Advance(),), tuple((Known(field), True) for field in step.requires))
            case Say() | Do() | Wait() | End():
                yield Press(0, (c.Advance(),))
            case _:
                assert_never(step)

    def fills(self, field: Field, call: Call) -> Iterator[c.Fill]:
        """Yield what can be recorded in a field: a value, one that reaches nobody, that there is none."""
        texts = told_apart(field, self._compared) if field.kind in ("number", "choice") else ()
        if days := [atom for atom in self._days if atom.field == field.id]:
            texts = tuple(_on_days(self.script, call, field, days))
        yield from (c.Fill(field.id, text) for text in texts or (value_for(self.script, call, field),))
        if field.kind in ("phone", "email"):
            yield c.Fill(field.id, "none known")
        if field.absent != "never":
            yield c.Fill(field.id, "not said" if field.absent == "reason" else "", absent=True)

    def _typed(self, step: Ask, call: Call) -> Iterator[Press]:
        for fill in self.fills(self.script.fields[step.field], call):
            yield Press(0, (fill, c.Advance()))
        yield Press(0, (c.Advance(),), ((Known(step.field), True),))
        if step.optional:
            yield Press(0, (c.Advance(),), ((Known(step.field), False),))

    def _entries(self, step: Pick) -> Iterator[str]:
        """Yield the entries that something tells apart, and one of the others."""
        other = False
        for entry in self.script.directory:
            if entry.kind != step.directory:
                continue
            apart = f"chose:{step.id}={entry.id}" in self._told_apart
            if apart or not other:
                yield entry.id
            other = other or not apart


def value_for(script: Script, call: Call, field: Field) -> str:
    """Return a value that a field takes."""
    now = call.latest
    assert now is not None
    names = script.names_of.get(field.id, ())
    bounds = (f"{bound:g}" for bound in (field.least, field.most) if bound is not None)
    for text in chain(names[:1], field.options[:1], bounds, _TEXTS, _days(script, field, now), "0"):
        if field.kind == "phone" and not any(map(str.isdigit, text)):
            continue
        if field.kind == "email" and "@" not in text:
            continue
        try:
            checked(script, call, c.Fill(field.id, text), now)
        except Refused:
            continue
        return text
    return "a"


def _on_days(script: Script, call: Call, field: Field, asked: Sequence[OnDays]) -> Iterator[str]:
    """Yield values that a field takes, one for each way in which conditions on days tell them apart."""
    assert call.latest is not None
    today = local(script, call.latest).date()
    bounds = [day_of(bound, today) for each in asked for bound in (each.earliest, each.latest) if bound]
    near = sorted({day + timedelta(days=way) for day in bounds if day for way in (-1, 0, 1)})
    told = set[tuple[bool, ...]]()
    for day in (*near, *(today + timedelta(days=way) for way in (*_SOON, 0, -1))):
        fits = tuple(is_within(f"{day:%d.%m.%Y}", each.earliest, each.latest, today) for each in asked)
        if fits not in told and (text := _taken(script, call, field, day)):
            told.add(fits)
            yield text


def _taken(script: Script, call: Call, field: Field, day: date) -> str:
    """Return how a field takes a day, at an hour if it has one; empty: not at all."""
    assert call.latest is not None
    for hour in _HOURS if field.kind == "time" else ("",):
        text = f"{day:%d.%m.%Y} {hour}".strip()
        with suppress(Refused):
            checked(script, call, c.Fill(field.id, text), call.latest)
            return text
    return ""


def _days(script: Script, field: Field, now: datetime) -> Iterator[str]:
    """Yield days to come, those next to the bounds of a field first, the one before, and times on those to come."""
    soon = (*_bounds(script, field, now), *(now + timedelta(days=at) for at in _SOON))
    days = [f"{day:%d.%m.%Y}" for day in soon]
    yield from days
    yield f"{now - timedelta(days=1):%d.%m.%Y}"
    yield from (f"{day} {hour}" for day in days for hour in _HOURS)


def _bounds(script: Script, field: Field, now: datetime) -> Iterator[date]:
    """Yield the days within the bounds of a field that are next to them."""
    today = local(script, now).date()
    for bound, way in ((field.earliest, 1), (field.latest, -1)):
        if bound and (day := day_of(bound, today)):
            yield from (day + timedelta(days=way * at) for at in range(_SOON.stop))


def _has_key(detour: Detour) -> bool:
    return detour.urgent or detour.id in KEY_DETOURS


def each_apart(script: Script, field: Field) -> range:
    """Return the numbers that a field can say something is to happen so often by, each of which is told apart; none, if
    they are too many for that.
    """
    if field.least is None or field.most is None or field.most - field.least >= _MOST_APART:
        return range(0)
    asked = any(isinstance(atom, Happened) and atom.times == field.id for atom in read_in(script))
    return range(int(field.least), int(field.most) + 1) if asked else range(0)


def _told_apart(script: Script) -> Iterator[str]:
    """Yield the answers, as facts, that a rule or a condition names."""
    for clause in script.pack.clauses:
        for rule in clause.rules:
            yield from names(rule)
    for atom in read_in(script):
        if isinstance(atom, Answered):
            yield from (f"chose:{atom.step}={each}" for each in atom.among)
        else:
            yield from filter(None, (getattr(atom, "fact", ""), *getattr(atom, "since", ())))
