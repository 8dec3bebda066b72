"""Finds the boxes in a scene, so that peers with widgets can be built of widgets and not of rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from benchmarks.peers.scenes import Row, Scene

Cell = tuple[str, str]
Cells = list[Cell]


class Text(NamedTuple):
    """Rows of text."""

    rows: list[Row]


class Field(NamedTuple):
    """A row with a field in it."""

    before: Row
    value: str
    width: int
    behind: Row


class Box(NamedTuple):
    """A frame with something in it."""

    top: Row
    body: list[Part]
    bottom: Row
    side: str
    """The upright part of the frame."""

    @property
    def title(self) -> str:
        """What stands in the frame's upper edge."""
        return "".join(text for text, _ in self.top).strip("┌┐╔╗─═ ")


class Columns(NamedTuple):
    """What stands side by side."""

    left: list[Part]
    width: int
    """Of what stands to the left."""
    right: list[Part]


Part = Text | Field | Box | Columns


def parse(scene: Scene) -> list[Part]:
    """Return what a scene is made of, from top to bottom."""
    grid = [[(sign, look) for text, look in row for sign in text] for row in scene.rows]
    split, first, last = _columns(grid)
    left, right = [row[:split] for row in grid[first:last]], [row[split:] for row in grid[first:last]]
    caret = scene.caret or (-1, -1)
    inside = caret[0], caret[1] - first
    return [
        *_stack(grid[:first], caret),
        Columns(_stack(left, inside), split, _stack(right, (inside[0] - split, inside[1]))),
        *_stack(grid[last:], (caret[0], caret[1] - last)),
    ]


def _columns(grid: list[Cells]) -> tuple[int, int, int]:
    """Find where the right column begins, and the rows between which there are two."""
    for first, row in enumerate(grid):
        starts = [x for x, (sign, _) in enumerate(row) if sign in "┌╔" and x]
        if starts:
            split = starts[-1]
            return split, first, 1 + max(y for y, each in enumerate(grid) if each[split][0] in "└╚")
    raise ValueError("a screen without columns")


def _stack(grid: list[Cells], caret: tuple[int, int]) -> list[Part]:
    """Find boxes and texts below one another."""
    parts: list[Part] = []
    y = 0
    while y < len(grid):
        if grid[y][0][0] in "┌╔":
            end = next(at for at in range(y + 1, len(grid)) if grid[at][0][0] in "└╚")
            inside = [row[1:-1] for row in grid[y + 1 : end]]
            body = _stack(inside, (caret[0] - 1, caret[1] - y - 1))
            parts.append(Box(row_of(grid[y]), body, row_of(grid[end]), grid[y + 1][0][0]))
            y = end + 1
            continue
        if y == caret[1] and 0 <= caret[0] < len(grid[y]):
            parts.append(_field(grid[y], caret[0]))
        elif parts and isinstance(parts[-1], Text):
            parts[-1].rows.append(row_of(grid[y]))
        else:
            parts.append(Text([row_of(grid[y])]))
        y += 1
    return parts


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
