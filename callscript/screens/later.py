"""Does something on a screen later: a moment after it is asked for, once, however often it is asked for till then; at
each full and half minute of the clock; or while lists are being made again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from textual.message_pump import MessagePump
from textual.timer import Timer

from callscript.screens.base import KeyScreen

KEEP_AFTER = 0.8
"""Seconds after a key within which what is being typed is kept as a draft; it is saved when the field is left."""
SAVE_AGAIN = 1.0
"""Seconds after which saving is tried again."""
_MENDED = 1
"""Seconds after which lists that are being made again are looked up again."""
_HALF_MINUTE = 30
_PAST = 0.05
"""Seconds past it: a timer that wakes early would find the minute that is over."""


class Later:
    """Something that is done so many seconds after it was first asked for."""

    def __init__(self, screen: MessagePump, do: Callable[[], Awaitable[None]], after: float) -> None:
        self._screen = screen
        self._do = do
        self._after = after
        self._running: Timer | None = None

    def soon(self) -> None:
        """Have it done, if that is not asked for already."""
        if self._running is None:
            self._running = self._screen.set_timer(self._after, self._now)

    def drop(self) -> None:
        """Have it done no more."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    async def _now(self) -> None:
        self._running = None
        await self._do()


def until_next(now: datetime) -> float:
    """Return the seconds until just past the next full or half minute."""
    return _HALF_MINUTE - now.timestamp() % _HALF_MINUTE + _PAST


def look_by_the_clock(screen: KeyScreen[Any], look: Callable[[], None], now: Callable[[], datetime]) -> None:
    """Look at each full and half minute from now on; a clock that is set meanwhile is followed at the next look."""

    def again() -> None:
        look()
        look_by_the_clock(screen, look, now)

    _if_it_stands(screen, until_next(now()), again)


def look_once_mended(screen: KeyScreen[Any], look: Callable[[], None]) -> None:
    """Look again in a moment: lists are being made again."""
    _if_it_stands(screen, _MENDED, look)


def _if_it_stands(screen: KeyScreen[Any], after: float, do: Callable[[], None]) -> None:
    """Do something after so many seconds, unless the screen was left by then: it loses its widgets before timers."""

    def now() -> None:
        if screen.stands:
            do()

    screen.set_timer(after, now)
