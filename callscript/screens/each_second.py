"""Tells a screen that a second of the call has passed, on the event loop's clock, without Textual's timers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class SecondHand:
    """Calls `tick` when the next second begins; it has to be started again for the one after."""

    def __init__(self, until_next: Callable[[], float], tick: Callable[[], None]) -> None:
        self._until_next = until_next
        """Returns the seconds until the next one begins."""
        self._tick = tick
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Wait for the next second."""
        self._next = asyncio.get_running_loop().call_later(self._until_next(), self._tick)

    def stop(self) -> None:
        """Wait for nothing more."""
        if self._next is not None:
            self._next.cancel()
