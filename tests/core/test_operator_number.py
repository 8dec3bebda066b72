"""The one rule of what can be an operator's number."""

from __future__ import annotations

import pytest

from callscript.core.operator_number import is_number, is_written_as, typed


@pytest.mark.parametrize("text", ["17", "2/1", "№ 17-а", "17\u00a0а", "olena", "1" * 32])
def test_what_can_be_one(text: str) -> None:
    """Centres write them as they like, as long as they are short."""
    assert is_number(text)


@pytest.mark.parametrize("text", ["", " ", " 17", "17 ", "1\n7", "1" * 33, "\x1b[c"])
def test_what_cannot(text: str) -> None:
    """What is nothing, too long, or not to be seen."""
    assert not is_number(text)
    assert not is_written_as(text, "17")


@pytest.mark.parametrize(
    ("own", "text", "alike"),
    [
        ("17", "18", True),
        ("17", "2/1", True),
        ("17", "хворію", False),
        ("17", "завтра о 10:00", False),
        ("№ 17-а", "№ 18-б", True),
        ("№ 17-а", "18", True),
        ("№ 17-а", "завтра о 10", False),
        ("olena", "ilze", True),
        ("olena", "17", True),
        ("olena", "at ten", False),
    ],
)
def test_others_are_written_as_ones_own(own: str, text: str, *, alike: bool) -> None:
    """So a reason, or a time, is not taken for a number: it has words, and no digits."""
    assert is_written_as(text, own) is alike


@pytest.mark.parametrize(
    ("own", "text", "read"),
    [("17", "№ 18", "18"), ("17", " Nr. 18 ", "18"), ("17", "#18", "18"), ("№ 17", "№ 18", "№ 18"), ("17", "", "")],
)
def test_a_number_sign_is_no_part_of_it(own: str, text: str, read: str) -> None:
    """Unless the centre writes its numbers with one."""
    assert typed(text, own) == read
