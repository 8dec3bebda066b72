"""What a countdown costs while it runs: the bytes a second that come for the rows of its gauge, the band and the time
beside it, with the movements of the cursor that lead there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.line import SETTLED
from benchmarks.programs import F2, F3, Program
from benchmarks.table import Row
from benchmarks.turns import Effort, say

ROWS = 2, 3
"""Those of the gauge, from 0."""


class Kind(NamedTuple):
    """A countdown, how one comes to it, and the bytes a second that it may cost: at 80×24, at 200×60."""

    name: str
    keys: tuple[bytes, ...]
    seconds: int
    """For which it is measured: no longer than it runs."""
    most: tuple[int, int]


KINDS = Kind("hold", (F2, b"1"), 15, (12, 25)), Kind("cannot hear", (F3,), 8, (40, 80))


def gauges(program: Program, size: tuple[int, int], folder: Path, effort: Effort) -> Iterator[Row]:
    """Yield the rows of the gauges at a size."""
    say("gauges")
    for kind in KINDS:
        with program.start(size, folder / kind.name) as line:
            line.ready()
            program.at_field(line)
            for key in kind.keys:
                line.type(key, silence=SETTLED / 2)
            seconds = min(kind.seconds, effort.gauge)
            rows = line.bytes_by_row(seconds)
        cost = sum(rows[row] for row in ROWS) / seconds
        most = kind.most[size[0] > 80]
        yield Row(f"gauge, {kind.name}, a second, {size[0]}×{size[1]}", cost, "B", "limit", most, 1)
