"""Finds the parts of a scene, so that peers with widgets can be built of widgets and not of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from benchmarks.peers.scenes import Row, Scene

Cell = tuple[str, str]
Cells = list[Cell]

_UPRIGHT, _LEVEL = "│", "─"


class Text(NamedTuple):
    """Rows of text."""

    rows: list[Row]


class Field(NamedTuple):
    """A row with a field in it."""

    before: Row
    value: str
    width: int
    behind: Row


class Rule(NamedTuple):
    """A line over the whole width."""

    look: str


class Columns(NamedTuple):
    """What stands side by side, with a line between each two."""

    sides: list[list[Part]]
    widths: list[int]
    height: int


Part = Text | Field | Rule | Columns


def parse(scene: Scene) -> list[Part]:
    """Return what a scene is made of, from top to bottom: above and below the columns each row is a text of its own."""
    grid = [[(sign, look) for text, look in row for sign in text] for row in scene.rows]
    caret = scene.caret or (-1, -1)
    first, last, lines = _columns(grid)
    if not lines:
        return list(_stack(grid, caret, alone=True))
    sides, widths = list[list[Part]](), list[int]()
    for left, right in pairwise([-1, *lines, len(grid[0])]):
        inside = [row[left + 1 : right] for row in grid[first:last]]
        sides.append(list(_stack(inside, (caret[0] - left - 1, caret[1] - first))))
        widths.append(right - left - 1)
    return [
        *_stack(grid[:first], caret, alone=True),
        Columns(sides, widths, last - first),
        *_stack(grid[last:], (caret[0], caret[1] - last), alone=True),
    ]


def _columns(grid: list[Cells]) -> tuple[int, int, list[int]]:
    """Find the rows between which there are columns, and where the lines stand that part them."""
    found = [y for y, row in enumerate(grid) if any(sign == _UPRIGHT for sign, _ in row)]
    if not found:
        return 0, 0, []
    first, last = found[0], found[-1] + 1
    return first, last, [x for x in range(len(grid[0])) if all(row[x][0] == _UPRIGHT for row in grid[first:last])]


def _stack(grid: list[Cells], caret: tuple[int, int], *, alone: bool = False) -> Iterator[Part]:
    """Yield texts, fields and rules below one another; a text ends at a row that is empty, or is a row `alone`."""
    rows: list[Row] = []
    for y, cells in enumerate(grid):
        at_field = y == caret[1] and 0 <= caret[0] < len(cells)
        level = all(sign == _LEVEL for sign, _ in cells)
        if rows and (alone or at_field or level or _is_empty(grid[y - 1])):
            yield Text(rows)
            rows = []
        if at_field:
            yield _field(cells, caret[0])
        elif level:
            yield Rule(cells[0][1])
        else:
            rows.append(row_of(cells))
    if rows:
        yield Text(rows)


def _is_empty(cells: Cells) -> bool:
    return all(sign == " " for sign, _ in cells)


def _field(row: Cells, at: int) -> Field:
    """Find the field around the cursor: what is underlined."""
    first, last = at, at
    while first and "u" in row[first - 1][1]:
        first -= 1
    while last + 1 < len(row) and "u" in row[last + 1][1]:
        last += 1
    value = "".join(sign for sign, _ in row[first:at])
    return Field(row_of(row[:first]), value, last + 1 - first, row_of(row[last + 1 :]))


def row_of(cells: Sequence[Cell]) -> Row:
    """Return cells in pieces of one look."""
    return [("".join(sign for sign, _ in run), look) for look, run in groupby(cells, key=lambda cell: cell[1])]
