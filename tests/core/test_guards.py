"""Conditions held against a call."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.guards import holds
from callscript.core.script.conditions import (
    Answered,
    Atom,
    BegunOpen,
    Guard,
    Happened,
    HasValue,
    InDetour,
    Known,
    Overran,
    atoms,
    holds_where,
)
from callscript.core.script.model import Script
from tests.core.scripts import NIGHT, TO_NEED, Walk

YES = Guard()
NO = Guard(open=False)
PLAIN = (
    Guard(field="name"),
    Guard(known="phone"),
    Guard(answer="need"),
    Guard(answer="need", among=("info",)),
    Guard(happened="said:greet"),
    Guard(overran="hold"),
    Guard(open=True),
    NO,
    Guard(detour="end", field="phone"),
)
GUARDS = st.recursive(
    st.sampled_from(PLAIN),
    lambda inner: st.builds(
        Guard,
        all=st.lists(inner, max_size=2).map(tuple),
        any=st.lists(inner, max_size=3).map(tuple),
        count=st.none() | st.integers(1, 3),
        not_=st.none() | inner,
    ),
)
ATOMS = st.sampled_from(sorted({atom for guard in PLAIN for atom in atoms(guard)}, key=repr))


@pytest.mark.parametrize(
    ("guard", "path", "expected"),
    [
        (None, (), True),
        (YES, (), True),
        (Guard(field="name"), (), False),
        (Guard(field="name"), ("name=Ivan",), True),
        (Guard(field="name"), ("name=Ivan", "name="), False),
        (Guard(known="name"), (), False),
        (Guard(known="name"), ("name=Ivan",), True),
        (Guard(answer="need"), TO_NEED, False),
        (Guard(answer="need"), (*TO_NEED, "info"), True),
        (Guard(answer="need", among=("info", "appeal")), (*TO_NEED, "info"), True),
        (Guard(answer="need", among=("appeal",)), (*TO_NEED, "info"), False),
        (Guard(happened="said:greet"), (), False),
        (Guard(happened="said:greet"), ("+",), True),
        (Guard(happened="mark:polite"), ("+",), True),
        (Guard(happened="said:greet", times=1), ("+",), True),
        (Guard(happened="said:greet", times=2), ("+",), False),
        (Guard(happened="filled:name", times=2), ("name=Ivan", "name=Ivo"), True),
        (Guard(happened="filled:name", times=2, since="said:greet"), ("name=Ivan", "+", "name=Ivo"), False),
        (Guard(happened="said:greet", times="name"), ("+",), False),
        (Guard(happened="said:greet", times="name"), ("+", "name=Ivan"), False),
        (Guard(happened="said:greet", times="name"), ("+", "name=1"), True),
        (Guard(happened="said:greet", times="name"), ("+", "name=2"), False),
        (Guard(overran="hold"), (), False),
        (Guard(overran="hold"), ("@hold", "agree"), False),
        (Guard(open=True), (), True),
        (Guard(open=False), (), False),
        (Guard(detour="hold"), (), False),
        (Guard(detour="hold"), ("@hold",), True),
        (Guard(detour="hold"), ("@hold", "@complaint"), True),
        (Guard(all=(YES, YES)), (), True),
        (Guard(all=(YES, NO)), (), False),
        (Guard(any=(NO, YES)), (), True),
        (Guard(any=(NO, NO)), (), False),
        (Guard(any=(NO, YES), count=1), (), True),
        (Guard(any=(YES, NO, YES), count=2), (), True),
        (Guard(any=(NO, YES, NO), count=2), (), False),
        (Guard(any=(YES, YES, YES), count=2), (), True),
        (Guard(any=(YES, YES), count=2, field="name"), (), False),
        (Guard(not_=NO), (), True),
        (Guard(not_=YES), (), False),
        (Guard(open=True, field="name"), (), False),
    ],
)
def test_guard(walk: Walk, guard: Guard | None, path: tuple[str, ...], expected: bool) -> None:
    """A guard holds when all the keys that it gives hold."""
    assert holds(guard, walk.go(*path).call) is expected


def test_recorded_lack_is_no_value(walk: Walk) -> None:
    """A field recorded as absent has no value."""
    walk.do(c.Fill("email", "", absent=True))
    assert not holds(Guard(field="email"), walk.call)


@pytest.mark.parametrize(
    ("field", "text", "reaches"),
    [
        ("phone", "Jānis", False),
        ("phone", "phone: Jānis", False),
        ("phone", "1", False),
        ("phone", "number 12", False),
        ("phone", "112", True),
        ("phone", "29123456, jautāt Annu", True),
        ("email", "x@y", False),
        ("email", "Anna", False),
        ("email", "Anna, anna@ra.lv", True),
        ("name", "Anna", True),
    ],
)
def test_what_reaches_nobody_is_no_value(walk: Walk, field: str, text: str, reaches: bool) -> None:
    """What was typed for a number or an address is kept, but no condition takes it for one if it reaches nobody."""
    walk.do(c.Fill(field, text))
    assert walk.call.fields[field].text == text
    assert holds(Guard(field=field), walk.call) is reaches
    assert holds(Guard(known=field), walk.call)


def test_overrun_counts_while_it_runs(walk: Walk) -> None:
    """A timer has overrun only while it is running past its limit."""
    walk.go("@hold", "agree").wait(180).go("name=x")
    assert holds(Guard(overran="hold"), walk.call)
    walk.go("+")
    assert not holds(Guard(overran="hold"), walk.call)


def test_orphaned_answer_does_not_count(walk: Walk) -> None:
    """An answer on a branch that a changed answer has left is not an answer."""
    walk.go(*TO_NEED, "appeal", "matter=tax", "+", "agreed", "<", "<", "<", "info")
    assert walk.call.answers["record"] == "agreed"
    assert not holds(Guard(answer="record"), walk.call)


def test_closed_centre(script: Script) -> None:
    """`open` tells whether the centre was open when the call began."""
    assert holds(Guard(open=False), Walk(script, NIGHT).call)
    assert not holds(Guard(open=True), Call())


def test_recorded_as_absent_is_known(walk: Walk) -> None:
    """Who has none has no value, and need not be asked again."""
    walk.do(c.Fill("email", "", absent=True))
    assert not holds(Guard(field="email"), walk.call)
    assert holds(Guard(known="email"), walk.call)


NAME, SAID, OPEN = HasValue("name"), Happened("said:greet"), BegunOpen()


def evaluate(guard: Guard | None, so: Collection[Atom]) -> tuple[bool, tuple[Atom, ...]]:
    """Tell whether a guard holds where these atoms are so, and the atoms that were asked of for that, in order."""
    read: list[Atom] = []

    def told(atom: Atom) -> bool:
        read.append(atom)
        return atom in so

    return holds_where(guard, told), tuple(read)


@pytest.mark.parametrize(
    ("guard", "so", "expected", "read"),
    [
        (None, (), True, ()),
        (YES, (), True, ()),
        (Guard(field="name", happened="said:greet"), (NAME,), False, (NAME, SAID)),
        (Guard(field="name", happened="said:greet"), (SAID,), False, (NAME,)),
        (NO, (), True, (OPEN,)),
        (Guard(all=(Guard(field="name"), NO)), (NAME, OPEN), False, (NAME, OPEN)),
        (Guard(any=(Guard(field="name"), NO)), (NAME, OPEN), True, (NAME,)),
        (Guard(any=(Guard(field="name"), YES, NO), count=2), (NAME,), True, (NAME,)),
        (Guard(any=(Guard(field="name"), YES, NO), count=2), (), True, (NAME, OPEN)),
        (Guard(not_=Guard(happened="said:greet")), (), True, (SAID,)),
    ],
)
def test_what_a_guard_is_read_off(
    guard: Guard | None, so: tuple[Atom, ...], expected: bool, read: tuple[Atom, ...]
) -> None:
    """Whether a guard holds is read off as few atoms as that takes, in their order."""
    assert evaluate(guard, so) == (expected, read)


def test_atoms() -> None:
    """A guard has the atoms that its keys give, and those of the guards within it."""
    guard = Guard(
        field="name", known="phone", answer="need", among=("info",), happened="said:greet",
        overran="hold", open=False, detour="end",
        all=(Guard(field="phone"),), any=(Guard(field="email"),), not_=Guard(any=(Guard(answer="fault"),)),
    )  # fmt: skip
    own = (NAME, Known("phone"), Answered("need", ("info",)), SAID, Overran("hold"), OPEN, InDetour("end"))
    assert tuple(atoms(guard)) == (*own, HasValue("phone"), HasValue("email"), Answered("fault"))


@given(GUARDS, st.sets(ATOMS), st.sets(ATOMS))
def test_only_what_was_read_matters(guard: Guard, so: set[Atom], other: set[Atom]) -> None:
    """A guard comes out the same whatever is told of atoms that it was not read off: a proof may leave them free."""
    holding, read = evaluate(guard, so)
    assert set(read) <= set(atoms(guard))
    assert holds_where(guard, lambda atom: atom in (so if atom in read else other)) is holding


def test_a_proof_tells_of_conditions_that_are_left_open() -> None:
    """What is supposed goes before what is so, and the atoms are asked of as the condition has them."""
    asked: list[Atom] = []

    def supposed(_: Call, atom: Atom) -> bool:
        asked.append(atom)
        return True

    assert not holds(Guard(field="name"), Call())
    assert holds(Guard(field="name", happened="said:greet"), Call(supposed=supposed))
    assert asked == [HasValue("name"), Happened("said:greet")]
