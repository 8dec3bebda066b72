"""The only place that reads the time. Time never jumps while a call runs: the system clock is read once, at an anchor,
and what has passed since then is counted by a clock that nobody sets.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the session the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...

    def anchor(self) -> None:
        """Take over the system's idea of the time; only between calls."""
        ...


class SystemClock:
    """The time of the machine, taken over at creation and at each `anchor`."""

    def __init__(self) -> None:
        self.anchor()

    def now(self) -> datetime:
        """Return the anchored time plus what has passed since."""
        return self._wall + timedelta(seconds=_elapsed() - self._base)

    def anchor(self) -> None:
        """Read the system clock again."""
        self._wall = datetime.now(UTC)
        self._base = _elapsed()


class FakeClock:
    """A clock that moves when it is told to: three minutes pass in no time."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) -> None:
        self._now = _utc(start)
        self._jump = timedelta()

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def anchor(self) -> None:
        """Take over the jumps of the system clock since the last anchor."""
        self._now += self._jump
        self._jump = timedelta()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Go to a moment at once."""
        self._now = _utc(moment)

    def jump(self, seconds: float) -> None:
        """Have somebody set the system clock: seen only at the next `anchor`."""
        self._jump += timedelta(seconds=seconds)


if sys.platform == "linux":

    def _elapsed() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # goes on while the machine is suspended: so does a hold
else:

    def _elapsed() -> float:
        return time.monotonic()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment.astimezone(UTC)
