"""What a countdown costs from its beginning until it is over its limit, in real time: the bytes a second, on average,
that come for the rows of its gauge, the band and the time beside it, with the movements of the cursor that lead there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.line import SETTLED
from benchmarks.picture import NeverShownError
from benchmarks.programs import F2, F3, Program
from benchmarks.table import Row
from benchmarks.turns import Effort, say

ROWS = 2, 3
"""Those of the gauge, from 0."""
OVER = "!!"
"""What the gauge says once the time is up."""


class Kind(NamedTuple):
    """A countdown, how one comes to it, and the bytes a second that it may cost: at 80×24, at 200×60."""

    name: str
    keys: tuple[bytes, ...]
    seconds: int
    """For which it is measured: all that it runs, with the warning, and some seconds more."""
    most: tuple[int, int]


KINDS = (
    Kind("a hold into the overrun, 3:20", (F2, b"1"), 200, (12, 25)),
    Kind("cannot hear, 0:12", (F3,), 12, (40, 80)),
)


def gauges(program: Program, size: tuple[int, int], folder: Path, effort: Effort) -> Iterator[Row]:
    """Yield the rows of the gauges at a size."""
    say("gauges")
    for number, kind in enumerate(KINDS):
        with program.start(size, folder / f"gauge {number}") as line:
            line.ready()
            program.at_field(line)
            for key in kind.keys:
                line.type(key, silence=SETTLED / 2)
            seconds = min(kind.seconds, effort.gauge)
            rows = line.bytes_by_row(seconds)
            shown = "".join(str(cell[0]) for row in ROWS for cell in line.picture.rows[row])
            if seconds == kind.seconds and OVER not in shown:
                raise NeverShownError(f"{kind.name}: it is not over after {seconds} seconds: {shown}")
        cost = sum(rows[row] for row in ROWS) / seconds
        most = kind.most[size[0] > 80]
        yield Row(f"gauge, {kind.name}: a second, {size[0]}×{size[1]}", cost, "B", "limit", most, 1)
