"""CSV: whatever was recorded comes back as it was, and nothing of it is run by a spreadsheet."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.commands.csv_cells import csv_line
from callscript.runtime.text import clean


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+380441234567", "-1+1", "@SUM(A1)", "  =1+1", "\t=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """A cell that begins a formula has an apostrophe before it, behind whatever blanks it hides."""
    (read,) = next(csv.reader([csv_line([text])]))
    assert read == f"'{clean(text)}"


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    """A figure can be added up, also one below nought; what is not there is an empty cell."""
    assert csv_line([-3, 0.5, None, "", 'a "b", c']) == '-3,0.5,,,"a ""b"", c"'


@given(st.lists(st.text(), min_size=2, max_size=5))
def test_a_row_is_one_line_with_a_cell_for_each_text(texts: list[str]) -> None:
    """No text breaks out of its cell or its line, and none begins a formula."""
    line = csv_line(texts)
    assert "\n" not in line
    assert "\r" not in line
    (read,) = csv.reader([line])
    assert [cell.removeprefix("'") for cell in read] == [clean(text).removeprefix("'") for text in texts]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in read)
