"""Finds the panels of the call screen in a scene, by what they are: for a peer that has a widget for each."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from benchmarks.peers.boxes import Cells, Columns, Field, Part, Text, parse, row_of
from benchmarks.peers.scenes import Row, Scene

_CARD, _SAID, _LEVEL = "Caller", "+ ", "─"
_TOP, _BOTTOM = 4, -3
"""Header, stages and gauge above the columns; a rule, message and keys below."""
_LABEL, _WIDE_LABEL, _WIDE = 15, 25, 50
"""Columns of a label on the card; of one on a card that is so wide."""


class Main(NamedTuple):
    """What stands in the left column."""

    said: list[Row]
    words: list[Row]
    label: Row
    """What stands before the field that is typed in; empty: none is."""
    value: str
    after: list[Row]
    aids: list[Row]


class Side(NamedTuple):
    """What stands in the right column, or in the place of both while the card is open."""

    step: list[Row]
    caller: list[Row]
    fields: list[tuple[str, str]]
    hint: list[Row]
    """Behind the first field."""
    clauses: list[Row]


class Panels(NamedTuple):
    """What stands between gauge and message."""

    main: Main | None
    """None while the card takes its place."""
    side: Side
    width: int
    """Of the right column, with the line at its left."""


def panels(scene: Scene, fields: int = 0) -> Panels:
    """Return the panels of a scene; `fields` is how many the card has, if one of them may have a hint."""
    columns = next((part for part in parse(scene) if isinstance(part, Columns)), None)
    if columns is None:
        rows = [_inner(row) for row in scene.rows[_TOP:_BOTTOM]]
        return Panels(None, _side(rows, fields), len(_text(scene.rows[0])))
    left, right = columns.sides
    return Panels(_main(left), _side([_inner(row) for row in _rows(right)], fields), columns.widths[1] + 1)


def _main(parts: list[Part]) -> Main:
    at = next((at for at, part in enumerate(parts) if isinstance(part, Field)), len(parts))
    field = parts[at] if at < len(parts) else None
    before = [_inner(row) for row in _rows(parts[:at])]
    said = list(takewhile(lambda row: not _text(row).strip() or _text(row).startswith(_SAID), before))
    after = [_inner(row) for row in _rows(parts[at + 1 :])]
    rest = after if field else before[len(said) :]
    level = next((at for at, row in enumerate(rest) if _text(row).startswith(_LEVEL)), len(rest))
    label, value = (_inner(field.before), field.value) if isinstance(field, Field) else ([], "")
    rest, aids = rest[:level], rest[level + 1 :]
    return Main(said, before[len(said) :] if field else rest, label, value, rest if field else [], aids)


def _side(rows: list[Row], fields: int) -> Side:
    at = next(at for at, row in enumerate(rows) if _text(row).startswith(_CARD))
    lines = list(takewhile(str.strip, map(_text, rows[at + 1 :])))
    hints = max(0, len(lines) - fields) if fields else 0
    label = _WIDE_LABEL if len(_text(rows[at])) >= _WIDE else _LABEL
    shown = [(line[:label], line[label:].strip()) for line in (*lines[:1], *lines[1 + hints :])]
    hint = rows[at + 2 : at + 2 + hints]
    return Side(rows[:at], rows[at : at + 1], shown, hint, rows[at + 1 + len(lines) :])


def _rows(parts: list[Part]) -> list[Row]:
    found: list[Row] = []
    for part in parts:
        found += part.rows if isinstance(part, Text) else [part.before] if isinstance(part, Field) else []
    return found


def _text(row: Row) -> str:
    return "".join(text for text, _ in row)


def _inner(row: Row) -> Row:
    """Return a row without the column that parts it from what stands at its left."""
    cells: Cells = [(sign, look) for text, look in row for sign in text]
    return row_of(cells[1:])
