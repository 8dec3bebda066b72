"""Tables in plain text: labels at the left, as wide as there is room, and columns of figures at the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callscript.runtime.text import bound, unbound

WIDTH = 80
_GAP = "  "
_NARROWEST = 12
"""Cells that a label has at least: if columns leave less, lines are longer than they should be."""


class Row(NamedTuple):
    """A line of a table, or more where its label is long."""

    label: str
    cells: Sequence[str]
    indent: int = 0


def table(title: str, headings: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table: its title with the headings, then the rows."""
    columns = [
        max([*(len(row.cells[at]) for row in rows), *map(len, heading.split())]) for at, heading in enumerate(headings)
    ]
    room = max(_NARROWEST, WIDTH - sum(len(_GAP) + width for width in columns))
    wrapped = [_wrapped(heading, width) for heading, width in zip(headings, columns, strict=True)]
    high = max(map(len, wrapped))
    padded = [[""] * (high - len(lines)) + lines for lines in wrapped]
    titled = _wrapped(title, room)
    over = [""] * (high - len(titled))
    heads = [*zip(*padded, strict=True)]
    yield from titled[: len(titled) - high]
    for label, cells in zip([*over, *titled][-high:], heads, strict=True):
        yield _line(label, cells, columns, room)
    for row in rows:
        *above, label = _wrapped(row.label, room - row.indent) or [""]
        indent = " " * row.indent
        yield from (indent + line for line in above)
        yield _line(indent + label, row.cells, columns, room)


def _wrapped(text: str, width: int) -> list[str]:
    return [unbound(line) for line in textwrap.wrap(bound(text), width)]


def _line(label: str, cells: Sequence[str], columns: Sequence[int], room: int) -> str:
    shown = (cell.rjust(width) for cell, width in zip(cells, columns, strict=True))
    return _GAP.join((label.ljust(room), *shown)).rstrip()
