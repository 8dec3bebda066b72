"""Look-ups that take until they are let through."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


class Gate:
    """Look-ups that take until they are let through, and what was looked up."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.most = 0
        """How many ran at once, at most."""
        self._running = 0
        self._open = threading.Event()

    def look_up(self, what: str) -> Callable[[], str]:
        """Return a look-up."""

        def wait() -> str:
            self.begun.append(what)
            self._running += 1
            self.most = max(self.most, self._running)
            self._open.wait(10)
            self._running -= 1
            return what

        return wait

    def open(self) -> None:
        """Let all through, those to come as well."""
        self._open.set()


async def begun(gate: Gate, *what: str) -> None:
    """Wait until these look-ups have begun."""
    async with asyncio.timeout(5):
        while gate.begun != list(what):
            await asyncio.sleep(0.001)
