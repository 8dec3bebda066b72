"""Memory: what a program grows by, and what a session takes where several are on the host."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from benchmarks.line import SETTLED, Line
from benchmarks.programs import TAB, Program
from benchmarks.table import middle
from benchmarks.turns import Effort

SIZE = 80, 24


def growth(program: Program, folder: Path, effort: Effort) -> float:
    """Return by how many MB a program grows over changes of focus and of stage, after the first 200 of each."""
    with program.start(SIZE, folder) as line:
        line.ready()
        program.at_field(line)
        first, last = change(line, [TAB], effort.changes)
        program.at_stages(line)
        before, after = change(line, list(program.stages), effort.changes)
        return last - first + after - before


def change(line: Line, keys: list[bytes], number: int) -> tuple[float, float]:
    """Press keys so many times; return the memory held after a fifth of them and at the end."""
    held = 0.0
    number -= number % (2 * len(keys))
    for each in range(number):
        line.type(keys[each % len(keys)], silence=0.02)
        if each == number // 5:
            held = line.resident()
    line.listen(silence=SETTLED)
    return held, line.resident()


def shares(program: Program, folder: Path, effort: Effort) -> float:
    """Return the MB that a session takes where several are on the host, in a call."""
    with ExitStack() as stack:
        sessions = [
            stack.enter_context(program.start(SIZE, folder / f"share{number}")) for number in range(effort.sessions)
        ]
        for line in sessions:
            line.ready()
            program.at_field(line)
        return middle([line.share() for line in sessions])
