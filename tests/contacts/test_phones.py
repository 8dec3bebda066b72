"""Telephone numbers as they are typed: what can be one, and what is meant as one."""

from __future__ import annotations

import pytest

from callscript.contacts.phones import is_written_as_number, may_be_number, same


@pytest.mark.parametrize(
    ("text", "possible", "meant"),
    [
        ("+380501112233", True, True),
        ("050 111-22-33", True, True),
        ("(050) 1112233", True, False),
        ("12345", True, True),
        ("1234", True, False),
        ("Olena 5", True, False),
        ("Олена", False, False),
        ("", False, False),
    ],
)
def test_what_is_a_number(text: str, possible: bool, meant: bool) -> None:
    """A caller's number needs a digit; where a name may be typed as well, a number is digits and little else."""
    assert may_be_number(text) is possible
    assert is_written_as_number(text) is meant


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("+380501112233", "+380501112233", True),
        ("+380501112233", "+380501112234", None),
        ("+380501112233", "1112233", False),
        ("1112233", "050 111 22 33", False),
        ("1112234", "050 111 22 33", None),
        ("", "", None),
    ],
)
def test_the_same_number(one: str, other: str, found: bool | None) -> None:
    """Two complete numbers are surely the same or not; of an incomplete one that is only a maybe."""
    assert same(one, other) is found
