"""What a program's terminal shows, and whether it shows what is expected. What a key leads to is learnt from the
program itself: it is led to the same place several times, and what its screen has settled to is expected from then on.
Clocks, and cells that were not the same each time, are let be; all else, the cursor too, is in its place, or the answer
is not there yet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tests.terminal.emulator import Cell, Emulator

Row = tuple[Cell, ...]

_STEADY = 0.02
"""The share of the cells that may move where a screen has settled."""
_PIECE = re.compile(rb"\x1b\[[0-?]*[@-~]|\x1b?.", re.DOTALL)
"""A control sequence, or one byte."""
_CLOCK = re.compile(r"\d+:\d\d")


class NeverShownError(Exception):
    """A program does not show what it has shown before, so that there is nothing to be measured."""


class Picture(NamedTuple):
    """A whole screen."""

    rows: tuple[Row, ...]
    cursor: tuple[int, int] | None
    """Column and row; None where it is hidden."""

    @property
    def blank(self) -> bool:
        """Is there no word in it?"""
        return all(str(cell[0]).isspace() for row in self.rows for cell in row)


class Eye:
    """What looks at a line: an emulator, and a picture of it that costs no more than the rows that have changed."""

    def __init__(self, size: tuple[int, int]) -> None:
        columns, rows = size
        self._emulator = Emulator(columns, rows)
        self._rows = [tuple(row) for row in self._emulator.cells()]

    def feed(self, data: bytes) -> None:
        """Take in what came down the line."""
        self._emulator.feed(data)

    def feed_by_row(self, data: bytes) -> Counter[int]:
        """Take it in, and count the bytes by the row that each wrote to, or moved the cursor to."""
        rows = Counter[int]()
        for piece in _PIECE.findall(data):
            self._emulator.feed(piece)
            rows[self._emulator.row_of_cursor] += len(piece)
        return rows

    @property
    def picture(self) -> Picture:
        """What is on screen."""
        for y in self._emulator.changed():
            self._rows[y] = tuple(self._emulator.row(y))
        return Picture(tuple(self._rows), self._emulator.cursor)


class Expected(NamedTuple):
    """What is on screen as soon as something is done."""

    name: str
    picture: Picture
    moving: frozenset[tuple[int, int]] = frozenset()
    """Row and column of the cells that were not the same each time."""

    @property
    def steady(self) -> bool:
        """Was it the same each time, but for a few cells?"""
        return len(self.moving) <= _STEADY * sum(map(len, self.picture.rows))

    def shown_in(self, picture: Picture) -> bool:
        """Is it there?"""
        return picture.cursor == self.picture.cursor and next(self._astray(picture), None) is None

    def missed_in(self, picture: Picture) -> str:
        """Say what is not there."""
        told = [f"{self.name} is not shown"]
        if picture.cursor != self.picture.cursor:
            told.append(f"the cursor: {self.picture.cursor} expected, {picture.cursor} found")
        for y in self._astray(picture):
            told += [
                f"row {y}, expected: {_text(self.picture.rows[y])}",
                f"row {y}, found:    {_text(picture.rows[y])}",
            ]
        return "\n".join(told)

    def _astray(self, picture: Picture) -> Iterator[int]:
        """Yield the rows that are not as expected."""
        for y, (wanted, found) in enumerate(zip(self.picture.rows, picture.rows, strict=True)):
            if wanted != found:
                let_be = _clocks(wanted) | _clocks(found)
                cells = enumerate(zip(wanted, found, strict=True))
                if any(one != other and x not in let_be and (y, x) not in self.moving for x, (one, other) in cells):
                    yield y


def learn(name: str, visits: Sequence[Picture]) -> Expected:
    """Learn what is on screen in a place from what was there each time."""
    last = visits[-1]
    moving = {
        (y, x)
        for visit in visits[:-1]
        for y, rows in enumerate(zip(visit.rows, last.rows, strict=True))
        for x, (then, now) in enumerate(zip(*rows, strict=True))
        if then != now
    }
    return Expected(name, last, frozenset(moving))


@lru_cache(maxsize=1024)
def _clocks(row: Row) -> frozenset[int]:
    """Find the cells in which a time of day or a duration stands."""
    signs = "".join((str(cell[0]) or " ")[0] for cell in row)
    return frozenset(x for clock in _CLOCK.finditer(signs) for x in range(*clock.span()))


def _text(row: Row) -> str:
    return "".join(str(cell[0]) for cell in row).rstrip()
