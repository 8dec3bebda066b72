"""Ends the program in an orderly way, and in time, when a signal (SIGHUP, SIGTERM, SIGINT, SIGQUIT) asks for it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

from callscript.runtime.threads import start

END_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
LAST_MOMENT = 2.0
"""Seconds within which the program is gone after it was told to end."""


class EndSignals:
    """Listens to the signals that end the program; a watchdog ends it after LAST_MOMENT."""

    def __init__(self, end: Callable[[int], object], at_last: Callable[[int], object] = os._exit) -> None:
        self._end = end
        """Is called once, with the exit status."""
        self._at_last = at_last
        """Ends the process."""
        self._told = False

    def listen(self) -> None:
        """Install the signal handlers in the running event loop."""
        for number in END_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self.tell, 128 + number)

    def tell(self, status: int) -> None:
        """Ask the program to end with a status, and start the watchdog. Only the first time counts."""
        if self._told:
            return
        self._told = True
        watchdog = Timer(LAST_MOMENT, self._at_last, [status])
        watchdog.daemon = True
        start(watchdog)  # without one the end is only asked for
        self._end(status)

    def close(self) -> None:
        """Remove the signal handlers: the program has ended, or is about to."""
        signal.pthread_sigmask(signal.SIG_BLOCK, END_SIGNALS)
        for number in END_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
            if self._told or number == signal.SIGHUP:
                signal.signal(number, signal.SIG_IGN)  # it ends already; a closed terminal tells late
        signal.pthread_sigmask(signal.SIG_UNBLOCK, END_SIGNALS)


@contextmanager
def told_to_end(end: Callable[[int], object]) -> Generator[None]:
    """Call `end` with the exit status when a signal ends the program (context manager)."""
    endings = EndSignals(end)
    endings.listen()
    try:
        yield
    finally:
        endings.close()
