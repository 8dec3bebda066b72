"""Keeps what is being typed on a screen within a second after a key, whatever follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

KEEP_AFTER = 0.8
"""Seconds after a key within which what is being typed is kept as a draft; it is saved when the field is left."""


class Keeping:
    """Has what is being typed kept."""

    def __init__(self, screen: MessagePump, keep: Callable[[], Awaitable[None]]) -> None:
        self._screen = screen
        self._keep = keep
        self._running: Timer | None = None

    def soon(self) -> None:
        """Have it kept within a moment of the first key since it was kept."""
        if self._running is None:
            self._running = self._screen.set_timer(KEEP_AFTER, self._now)

    def drop(self) -> None:
        """Keep nothing more: the field is saved now, or has been left."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    async def _now(self) -> None:
        self._running = None
        await self._keep()
