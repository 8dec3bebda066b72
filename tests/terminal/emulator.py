"""A terminal emulator: bytes in, the picture out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pyte
from pyte.screens import Margins

from callscript.terminal.cells import is_disputed

Cell = tuple[object, ...]
"""A glyph, and how it is shown as far as that can be seen."""
Cells = list[list[Cell]]
"""By row and column."""

_IN_PLACE_OF_DIM = {2: (5,), 22: (22, 25)}


class _Screen(pyte.Screen):
    """A screen that knows dim, which pyte passes over: it is kept as blinking, which the program never asks for."""

    def select_graphic_rendition(self, *attrs: int) -> None:
        known = [each for attr in attrs for each in _IN_PLACE_OF_DIM.get(attr, (attr,))]
        super().select_graphic_rendition(*known)

    def cursor_down(self, count: int | None = None) -> None:
        """Go down: below the margins, as tmux does, not back to them, where pyte takes the cursor."""
        below = self.margins is not None and self.cursor.y > self.margins.bottom
        self._without_margins(super().cursor_down, count) if below else super().cursor_down(count)

    def cursor_up(self, count: int | None = None) -> None:
        """Go up, above the margins too."""
        above = self.margins is not None and self.cursor.y < self.margins.top
        self._without_margins(super().cursor_up, count) if above else super().cursor_up(count)

    def _without_margins(self, move: Callable[[int | None], None], count: int | None) -> None:
        before, self.margins = self.margins, None
        move(count)
        self.margins = before

    def scroll_up(self, rows: int | None = None) -> None:
        """Move the rows between the margins up (SU), as tmux has its terminal do."""
        self._scrolled((self.margins or Margins(0, self.lines - 1)).bottom, self.index, rows)

    def scroll_down(self, rows: int | None = None) -> None:
        """Move them down (SD)."""
        self._scrolled((self.margins or Margins(0, self.lines - 1)).top, self.reverse_index, rows)

    def _scrolled(self, edge: int, step: Callable[[], None], rows: int | None) -> None:
        before, self.cursor.y = self.cursor.y, edge
        for _ in range(rows or 1):
            step()
        self.cursor.y = before


class _Stream(pyte.ByteStream):
    """What comes, with two sequences that pyte passes over."""

    csi = pyte.ByteStream.csi | {"S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down"}


class Emulator:
    """A terminal that shows what it is fed."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = _Screen(columns, rows)
        self._stream = _Stream(self._screen)

    def feed(self, data: bytes) -> None:
        """Show what a program has written."""
        self._stream.feed(data)

    def resize(self, columns: int, rows: int) -> None:
        """Take on another size."""
        self._screen.resize(rows, columns)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return list(self._screen.display)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The column and the row of the cursor; None where it is hidden."""
        cursor = self._screen.cursor
        return None if cursor.hidden else (cursor.x, cursor.y)

    @property
    def row_of_cursor(self) -> int:
        """The row of the cursor, hidden or not."""
        return self._screen.cursor.y

    def cells(self) -> Cells:
        """Return every cell of the screen."""
        return [self.row(y) for y in range(self._screen.lines)]

    def row(self, y: int) -> list[Cell]:
        """Return the cells of a row."""
        row = self._screen.buffer[y]
        return [_seen(row[x]) for x in range(self._screen.columns)]

    def parted(self, x: int, y: int) -> tuple[str, str]:
        """Return a row's text before a column, and from it on."""
        row = [self._screen.buffer[y][column].data for column in range(self._screen.columns)]
        return "".join(row[:x]), "".join(row[x:])

    def changed(self) -> set[int]:
        """Return the rows that were written to since this was asked last."""
        rows = set(self._screen.dirty)
        self._screen.dirty.clear()
        return rows


def emulate(data: bytes, columns: int, rows: int) -> Cells:
    """Return the cells that a terminal of this size shows for some bytes."""
    emulator = Emulator(columns, rows)
    emulator.feed(data)
    return emulator.cells()


def widths(letter: int, mark: int) -> Callable[[str], int]:
    """Return how many cells a terminal gives a sign: that many to a letter of disputed width, or to a mark on one."""

    def cells_of(sign: str) -> int:
        if unicodedata.category(sign).startswith("M") or sign == "🏽":
            return mark
        return letter if is_disputed(sign) else 2 if sign == "字" else 1

    return cells_of


def _seen(cell: pyte.screens.Char) -> Cell:
    """Return a cell without what cannot be seen of one that is empty."""
    lines = cell.underscore, cell.reverse, cell.strikethrough
    if cell.data == " " and not any(lines):
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.blink, cell.italics, *lines
