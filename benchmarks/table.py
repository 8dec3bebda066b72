"""What a benchmark prints: what was measured beside a peer or a limit, in one run, as a ratio, and whether the target
is met. Every benchmark returns rows of this kind; `python -m benchmarks` prints them in one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """One comparison."""

    what: str
    ours: float
    unit: str
    peer: str
    """What ours is held against: another program, another store, a number of bytes."""
    theirs: float
    """The peer's figure, or the limit, in the same unit."""
    target: float
    """Ours may be this many times theirs."""
    paired: tuple[float, ...] = ()
    """Ours in theirs, of two that were measured one right after the other, as often as that was done."""

    @property
    def ratio(self) -> float:
        """Ours, in theirs: the median of what was measured in pairs."""
        if self.paired:
            return middle(self.paired)
        if self.theirs == 0:
            return 0.0 if self.ours == 0 else float("inf")
        return self.ours / self.theirs

    @property
    def spread(self) -> str:
        """Between what the middle half of the pairs lies; nothing where there are none."""
        return f" ({figure(at(self.paired, 0.25))}–{figure(at(self.paired, 0.75))})" if self.paired else ""

    @property
    def met(self) -> bool:
        """Is the target met?"""
        return self.ratio <= self.target

    @property
    def verdict(self) -> str:
        """The target, and whether it is met; nothing where there is none, and the figure is there to be known."""
        return "– |" if self.target == float("inf") else f"≤ {self.target:g} | {'met' if self.met else 'MISSED'}"


def lines(rows: Iterable[Row]) -> list[str]:
    """Return rows as a table in Markdown."""
    head = ["| what | ours | beside | theirs | ratio | target | |", "|---|---:|---|---:|---:|---:|---|"]
    return head + [
        f"| {row.what} | {figure(row.ours)} {row.unit} | {row.peer} | {figure(row.theirs)} {row.unit} "
        f"| {figure(row.ratio)}{row.spread} | {row.verdict} |"
        for row in rows
    ]


def figure(number: float) -> str:
    """Write a number with three digits that count, a large one whole."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def pairs(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """Return the ratio of each of ours to the one of theirs that was measured beside it."""
    return tuple(one / other for one, other in zip(ours, theirs, strict=True))


def at(figures: Sequence[float], share: float) -> float:
    """Return a percentile."""
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def middle(figures: Sequence[float]) -> float:
    """Return the median."""
    return median(figures)
