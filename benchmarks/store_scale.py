"""How much of the store is measured: as much as a centre gathers in years, or just enough to see that it works."""

from __future__ import annotations

from typing import NamedTuple


class Scale(NamedTuple):
    """The sizes of one run."""

    events: tuple[int, ...]
    """Behind an event that is appended."""
    longest_day: int
    """Calls of one operator on one day: one a minute around the clock."""
    appends: int
    calls: tuple[int, ...]
    """Stored, when a number's history is looked up and when the program starts."""
    limits: tuple[float, ...]
    """Milliseconds that a history may take with so many calls."""
    lookups: int
    filings: int
    tasks: int
    """Pieces of open work that are listed."""
    starts: int
    processes: int
    rounds: int
    calls_a_round: int
    """Of each process."""


FULL = Scale(
    events=(1_000, 100_000, 1_000_000),
    longest_day=1_440,
    appends=500,
    calls=(1_000, 100_000, 1_000_000),
    limits=(5, 5, 50),
    lookups=200,
    filings=50,
    tasks=10_000,
    starts=15,
    processes=32,
    rounds=5,
    calls_a_round=4,
)

QUICK = Scale(
    events=(100, 1_000),
    longest_day=60,
    appends=20,
    calls=(60, 600),
    limits=(5, 5),
    lookups=10,
    filings=3,
    tasks=200,
    starts=1,
    processes=3,
    rounds=1,
    calls_a_round=2,
)
