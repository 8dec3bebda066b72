"""Lengths of time as a pack writes them."""

from __future__ import annotations

import pytest

from callscript.core.script.durations import Length, length, seconds


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("90s", Length(90, "s"), 90),
        ("3m", Length(3, "m"), 180),
        ("2h", Length(2, "h"), 7200),
        ("1d", Length(1, "d"), 86_400),
        ("2wd", Length(2, "wd"), 172_800),
    ],
)
def test_what_is_a_length(text: str, found: Length, whole: int) -> None:
    """A length is a number of seconds, minutes, hours, days or working days."""
    assert length(text) == found
    assert seconds(text) == found.seconds == whole


@pytest.mark.parametrize("text", ["", "today", "0s", "3", "m", "1.5h", "3M", "3m\n", " 3m", "-1d", "1w"])
def test_what_is_no_length(text: str) -> None:
    """Nothing else is a length."""
    assert length(text) is None
    with pytest.raises(ValueError, match="no length of time"):
        seconds(text)


def test_a_number_with_however_many_digits() -> None:
    """A number that no clock can count is still a length, and a long one: the check says so."""
    found = length(f"{'9' * 6000}s")
    assert found is not None
    assert found.seconds > 366 * 86_400
