"""Tells once that PostgreSQL does not answer, and once that it does again: the relay's own thread only waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from callscript.relay.postgres import Waiting
from callscript.runtime.threads import start

_LONG = 5.0
"""Seconds without an answer after which that is told."""
_LOOKS = 0.5


class Silence:
    """Watches over the connection of a relay; `say` gets a line for whatever there is to tell."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.connection: Waiting | None = None
        """The one over which lines are sent on."""
        self._since = 0.0
        """Since when the silence lasts that was told of; 0: there is none."""

    def watch(self, stop: Event) -> None:
        """Watch, on a thread of its own, until `stop` is set."""

        def look() -> None:
            while not stop.wait(_LOOKS):
                self._look()

        start(Thread(target=look, name="silence", daemon=True))

    @property
    def seconds(self) -> int:
        """For how many seconds there is no answer; 0: for no longer than answers take."""
        waits = self.connection.waits_since if self.connection else 0.0
        lasted = time.monotonic() - waits if waits else 0.0
        return int(lasted) if lasted >= _LONG else 0

    def _look(self) -> None:
        connection = self.connection
        if connection is None:
            return
        waits, now = connection.waits_since, time.monotonic()
        if self._since and waits != self._since and not connection.closed:
            self._say(f"PostgreSQL answers again, after {now - self._since:.0f} s")
            self._since = 0.0
        elif not self._since and waits and now - waits >= _LONG:
            self._say(f"PostgreSQL does not answer, for {now - waits:.0f} s: nothing is sent on until it does")
            self._since = waits
