"""Has a screen look at each full and half minute of the clock, so that the time it shows changes with the minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.message_pump import MessagePump

_EACH = 30
"""Seconds between two looks."""
_PAST = 0.05
"""Seconds past the minute: a timer that wakes early would show the minute that is over."""


def until_next(now: datetime) -> float:
    """Return the seconds until just past the next full or half minute."""
    return _EACH - now.timestamp() % _EACH + _PAST


def look_by_the_clock(screen: MessagePump, look: Callable[[], None], now: Callable[[], datetime]) -> None:
    """Look at each full and half minute from now on; a clock that is set meanwhile is followed at the next look."""

    def again() -> None:
        look()
        look_by_the_clock(screen, look, now)

    screen.set_timer(until_next(now()), again)
