"""How much of the relay is measured."""

from __future__ import annotations

from typing import NamedTuple


class Scale(NamedTuple):
    """The sizes of one run."""

    appends: int
    """Beside each state of PostgreSQL."""
    operators: int
    seconds: int
    lines: int
    """Of a backlog."""
    rounds: int
    month: int
    """Lines of a month that is dropped."""
    writers: int
    writing: float
    """Seconds in which they write, before and while."""


FULL = Scale(appends=400, operators=100, seconds=60, lines=100_000, rounds=3, month=300_000, writers=4, writing=10)
QUICK = Scale(appends=5, operators=4, seconds=2, lines=600, rounds=1, month=500, writers=2, writing=0.5)
