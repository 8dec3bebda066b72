"""Finds rows of a picture that have moved up or down as they are: a terminal moves them itself, in a few bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from callscript.terminal.cells import BLANK, Cell, Picture, Shift

_FARTHEST = 4
"""Rows by which something moves where a line comes or goes above it."""
_FEWEST = 3
"""Rows from which on it is looked for."""
_WORTH = 40
"""Cells that it must spare: it takes some twenty bytes."""


class _Found(NamedTuple):
    spared: int
    """Cells that need not be written."""
    shift: Shift


def shift_of(shown: Picture, wanted: Picture, rows: Iterable[int]) -> Shift | None:
    """Return the shift of the rows shown that spares most of what would be written; None: it is not worth it.

    `rows` are those in which the pictures may differ. The first row stays: terminals would keep it among what was
    scrolled away.
    """
    changed = {y for y in rows if y and shown.rows[y] != wanted.rows[y]}
    if len(changed) < _FEWEST:
        return None
    ways = (by for far in range(1, _FARTHEST + 1) for by in (far, -far))
    found = [_judged(shown, wanted, run, by) for by in ways for run in _runs(shown, wanted, changed, by)]
    best = max(found, default=None, key=lambda each: each.spared)
    return best.shift if best is not None and best.spared >= _WORTH else None


def _runs(shown: Picture, wanted: Picture, changed: Collection[int], by: int) -> Iterator[Sequence[int]]:
    """Yield the rows, one below the other, that are wanted as they are shown so many rows above, or below."""
    run: list[int] = []
    for y in range(1 + max(0, by), wanted.height + min(0, by)):
        if wanted.rows[y] == shown.rows[y - by]:
            if run or y in changed:
                run.append(y)
            continue
        if run:
            yield _up_to_changed(run, changed)
        run = []
    if run:
        yield _up_to_changed(run, changed)


def _up_to_changed(run: list[int], changed: Collection[int]) -> Sequence[int]:
    last = max(at for at, y in enumerate(run) if y in changed)
    return run[: last + 1]


def _judged(shown: Picture, wanted: Picture, run: Sequence[int], by: int) -> _Found:
    top, bottom = min(run[0], run[0] - by), max(run[-1], run[-1] - by)
    spared = sum(_unlike(shown.rows[y], wanted.rows[y]) for y in run)
    emptied = [y for y in range(top, bottom + 1) if not run[0] <= y <= run[-1]]
    blank = [BLANK] * wanted.width
    spared += sum(_unlike(shown.rows[y], wanted.rows[y]) - _unlike(blank, wanted.rows[y]) for y in emptied)
    return _Found(spared, Shift(top, bottom, by))


def _unlike(old: Sequence[Cell], new: Sequence[Cell]) -> int:
    """Count the cells that differ."""
    return sum(one is not other and one != other for one, other in zip(old, new, strict=True))
