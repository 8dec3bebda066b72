"""Numbers in fields: how they are typed, kept and compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from callscript.core.call import commands as c
from callscript.core.call.guards import holds
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Guard, InRange
from callscript.core.script.model import Field
from callscript.core.script.numbers import LONGEST, decimals, exact, number, numbers_apart, within, written
from callscript.core.script.phrases import value
from tests.core.scripts import Walk, make_script


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", "0"),
        ("007", "7"),
        (" 12 ", "12"),
        ("1 250 000", "1250000"),
        ("1\u00a0250,5", "1250.5"),
        ("12,50", "12.50"),
        ("12.50", "12.50"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, read: str) -> None:
    """With a comma or a point, and blanks between thousands; it is kept in one form."""
    found = number(text)
    assert found is not None
    assert written(found) == read


@pytest.mark.parametrize(
    "text", ["", "-", "а", "12 років", "1 2", "12 3456", "1,2,3", "1.", ",5", "1e3", "٣", "²", "0x1f", "inf", "9" * 31]
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Nor is one guessed out of words, out of two numbers, or out of digits of other scripts."""
    assert number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_what_is_written_is_read_again(typed: Decimal) -> None:
    """The form in which a number is kept is one of those that can be typed."""
    if len(written(typed)) <= LONGEST:
        assert number(written(typed)) == typed
    assert decimals(typed) <= 3


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(sorted), min_size=1, max_size=3),
    st.integers(-60, 60),
)
def test_some_number_stands_for_each(ranges: list[list[int]], chosen: int) -> None:
    """Among those that bounds tell apart is one that is in the same ranges as any number is."""

    def those(value: Decimal) -> list[bool]:
        return [within(value, least, most) for least, most in ranges]

    apart = numbers_apart(Field(id="age", kind="number"), [InRange("age", *each) for each in ranges])
    assert those(Decimal(chosen)) in [those(value) for value in apart]


def _with(walk: Walk, **bounds: float | None) -> Walk:
    """Return the walk through a script whose `name` is a number."""
    number_field = convert({"id": "name", "kind": "number", **bounds}, Field)
    fields = (number_field if field.id == "name" else field for field in walk.script.pack.fields)
    return Walk(make_script(fields=tuple(fields)))


@pytest.mark.parametrize(
    ("bounds", "text", "kept"),
    [
        ({}, "18", "18"),
        ({}, "18,0", "18.0"),
        ({}, "18,5", None),
        ({"decimals": 1}, "18,5", "18.5"),
        ({"decimals": 1}, "18,55", None),
        ({}, "old", None),
        ({"least": 0, "most": 120}, "0", "0"),
        ({"least": 0, "most": 120}, "120", "120"),
        ({"least": 0, "most": 120}, "121", None),
        ({"least": 0, "most": 120}, "-1", None),
        ({"least": 0.1, "decimals": 2}, "0,1", "0.1"),
        ({"least": 0.1, "decimals": 2}, "0,09", None),
    ],
)
def test_a_field_takes_its_numbers(walk: Walk, bounds: dict[str, float], text: str, kept: str | None) -> None:
    """What is out of bounds, too exact or no number is refused, and nothing is recorded."""
    there = _with(walk, **bounds)
    if kept is None:
        with pytest.raises(Refused) as refused:
            there.do(c.Fill("name", text))
        assert (refused.value.code, refused.value.names) == ("no_number", ("name",))
        assert "name" not in there.call.fields
        return
    there.do(c.Fill("name", text))
    assert there.call.fields["name"].text == kept


def test_a_number_can_be_taken_out_again(walk: Walk) -> None:
    """An emptied field holds no number."""
    there = _with(walk)
    there.do(c.Fill("name", "18"))
    there.do(c.Fill("name", ""))
    assert "name" not in there.call.fields


@pytest.mark.parametrize(
    ("guard", "at", "holding"),
    [
        (Guard(field="name", least=18), "17", False),
        (Guard(field="name", least=18), "18", True),
        (Guard(field="name", most=17), "17", True),
        (Guard(field="name", most=17), "18", False),
        (Guard(field="name", least=18, most=65), "40", True),
        (Guard(field="name", least=18, most=65), "66", False),
        (Guard(field="name", least=18), "", False),
        (Guard(not_=Guard(field="name", least=18)), "", True),
    ],
)
def test_conditions_compare(walk: Walk, guard: Guard, at: str, holding: bool) -> None:
    """A bound is part of its range; where nothing is recorded no comparison holds."""
    there = _with(walk)
    if at:
        there.do(c.Fill("name", at))
    assert holds(guard, there.call) is holding


def test_what_is_no_number_is_not_compared(walk: Walk) -> None:
    """A text in a field, as a script of another day may have left one, is neither less nor more."""
    walk.do(c.Fill("name", "Anna"))
    assert not holds(Guard(field="name", least=0), walk.call)
    assert not holds(Guard(field="name", most=0), walk.call)


def test_a_number_is_read_with_the_comma_of_the_language(walk: Walk) -> None:
    """A point is for English."""
    script = _with(walk, decimals=1).script
    assert [value(script, "name", "12.5", language) for language in ("uk", "lv", "en")] == ["12,5", "12,5", "12.5"]


def test_a_bound_is_what_stands_in_the_pack() -> None:
    """Not the nearest binary fraction."""
    assert exact(0.1) == Decimal("0.1")


def test_numbers_of_a_field_are_among_those_told_apart() -> None:
    """Also where ranges begin or end beyond what it takes: each number that it takes is in one of them then."""
    taken = numbers_apart(Field(id="age", kind="number", least=50, most=60), [InRange("age", 18, None)])
    assert taken
    assert all(50 <= value <= 60 for value in taken)
