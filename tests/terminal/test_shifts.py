"""Rows that move as they are, moved by the terminal: it shows what was wanted, for fewer bytes."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st

from callscript.terminal.cells import Cell, Pen, Picture, Shift
from callscript.terminal.shifts import shift_of

WIDTH = 60


def picture(*rows: str) -> Picture:
    """Return a picture of some rows of text."""
    made = Picture(WIDTH, len(rows))
    for row, text in zip(made.rows, rows, strict=True):
        row[: len(text)] = map(Cell, text)
    return made


class Shown:
    """A terminal, and what is known of its picture."""

    def __init__(self, rows: int) -> None:
        self.screen = pyte.Screen(WIDTH, rows)
        self.screen.reset_mode(7, private=True)
        self._stream = pyte.Stream(self.screen)
        self._pen = Pen()
        self._pen.clear()
        self._picture = Picture(WIDTH, rows)

    def show(self, wanted: Picture) -> int:
        """Show a picture as the display does; return how many bytes that took."""
        rows = set(range(wanted.height))
        if shift := shift_of(self._picture, wanted, rows):
            self._pen.shift(shift)
            self._picture.shift(shift)
        for y in sorted(rows):
            self._pen.update(self._picture.rows[y], wanted.rows[y], y)
        written = self._pen.take()
        self._stream.feed(written)
        assert self.screen.margins is None
        return len(written.encode())


LINES = [f"{number}. {letter * 40}" for number, letter in enumerate("абвгдежз", start=1)]
TEXTS = st.lists(st.sampled_from([*LINES, "", "─" * WIDTH]), min_size=10, max_size=10)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_the_terminal_shows_what_is_wanted(pictures: list[list[str]]) -> None:
    """Whatever moves, comes and goes, each picture is shown as it is wanted."""
    shown = Shown(10)
    for rows in pictures:
        shown.show(picture(*rows))
        assert [row.rstrip() for row in shown.screen.display] == [row.rstrip() for row in rows]


def test_a_line_that_comes_in_moves_those_below_it_for_a_few_bytes() -> None:
    """Rows below a line that comes, or goes, are not written again."""
    shown = Shown(11)
    without, with_it = picture("head", *LINES, "", "keys"), picture("head", LINES[0], "new", *LINES[1:], "keys")
    shown.show(without)
    assert shown.show(with_it) < 40
    assert shown.show(without) < 40


def test_the_first_row_never_moves() -> None:
    """Terminals keep what is scrolled out of the first row: nothing of a call is left there."""
    assert shift_of(picture("head", *LINES), picture(*LINES, ""), range(9)) == Shift(1, 8, -1)
    assert shift_of(picture(*LINES, ""), picture("", *LINES), range(9)) == Shift(1, 8, 1)


def test_nothing_is_moved_that_is_sooner_written() -> None:
    """A few letters in few rows are written."""
    assert shift_of(picture("head", "a", "b", "c", "d", ""), picture("head", "", "a", "b", "c", "d"), range(6)) is None
    assert shift_of(picture("head", *LINES), picture("head", *LINES), range(9)) is None


def test_rows_beside_which_something_changes_are_not_moved() -> None:
    """What stands beside them would move with them."""
    beside = [f"{line[:40]}│{number:>9}" for number, line in enumerate(LINES)]
    moved = [f"{line[:40]}│{number:>9}" for number, line in enumerate(["", *LINES[:-1]])]
    assert shift_of(picture("head", *beside), picture("head", *moved), range(9)) is None


def test_of_two_ways_the_one_that_spares_more_is_taken() -> None:
    """Three rows go up, five go down: the five are moved."""
    before = picture("head", "", *LINES[:3], "", *LINES[3:], "")
    after = picture("head", *LINES[:3], "", "", "", *LINES[3:])
    assert shift_of(before, after, range(12)) == Shift(5, 11, 1)
