"""A text that is typed is wrapped: all of it is there, no line is wider than the field, the cursor stands inside."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from callscript.runtime.text import clean
from callscript.widgets.entry import lines_of

texts = st.lists(st.sampled_from([*"абвґїāč  Z1.,-字", "а\u0301"]), max_size=160).map(
    lambda signs: clean("".join(signs))
)
widths = st.integers(2, 96)


@given(texts, widths)
@example("", 2)
@example("довге" * 40, 7)
@example("a b  c   d    ", 3)
def test_nothing_is_lost(text: str, width: int) -> None:
    """The lines follow each other from the first letter to the last, and none is skipped or shown twice."""
    lines = lines_of(text, width)
    assert next(iter(lines))[0] == 0
    assert all(before[1] == after[0] for before, after in itertools.pairwise(lines))
    assert lines[-1][1] == len(text)
    assert "".join(text[start:end] for start, end in lines) == text


@given(texts, widths)
@example(" abc字", 4)
@example("字字字", 3)
def test_no_line_is_wider_than_the_field(text: str, width: int) -> None:
    """A line has room; only the blanks at its end, which nobody sees, may hang over."""
    for start, end in lines_of(text, width):
        assert cell_len(text[start:end].rstrip(" ")) <= width


@given(texts, widths)
@example("abcd", 4)
@example("abcd    ", 4)
@example("ab字", 4)
def test_the_cursor_stands_inside(text: str, width: int) -> None:
    """Wherever the cursor is put, its cell is in the field: behind a full line it begins the next one."""
    lines = lines_of(text, width)
    for at in range(len(text) + 1):
        start, _end = next(line for line in reversed(lines) if line[0] <= at)
        beside = text[start:at]
        assert cell_len(beside) < width or not beside[width - 1 :].strip(" ") or at < len(text)
    assert cell_len(text[lines[-1][0] :]) < width or text[lines[-1][0] :].endswith(" ")


@given(st.lists(st.text(st.sampled_from("абвгґї"), min_size=1, max_size=12), min_size=1, max_size=20), widths)
def test_words_stay_whole(words: list[str], width: int) -> None:
    """A word that has room in a line is not parted."""
    text = " ".join(words)
    for start, end in lines_of(text, width):
        for edge in (start, end):
            if 0 < edge < len(text) and " " not in text[edge - 1 : edge + 1]:
                first, last = text.rfind(" ", 0, edge) + 1, text.find(" ", edge)
                assert (last if last >= 0 else len(text)) - first > width
