"""How the program is told to end, by signals, and that it ends in time."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

END_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
LAST_MOMENT = 2.0
"""Seconds within which the program is gone after it was told to end."""


class EndSignals:
    """Has the program end when it is told to: by itself if it can, in time whatever it does."""

    def __init__(self, end: Callable[[int], object], at_last: Callable[[int], object] = os._exit) -> None:
        self._end = end
        """Is called once, with the exit status."""
        self._at_last = at_last
        """Ends the process."""
        self._told = False

    def listen(self) -> None:
        """Take signals, in the loop that runs."""
        for number in END_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self.tell, 128 + number)

    def tell(self, status: int) -> None:
        """Tell the program to end; told again, it goes on ending."""
        if self._told:
            return
        self._told = True
        watchdog = Timer(LAST_MOMENT, self._at_last, [status])
        watchdog.daemon = True
        watchdog.start()
        self._end(status)

    def close(self) -> None:
        """Take no more signals: the program has ended, or is about to."""
        signal.pthread_sigmask(signal.SIG_BLOCK, END_SIGNALS)
        for number in END_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
            if self._told or number == signal.SIGHUP:
                signal.signal(number, signal.SIG_IGN)  # it ends already; a closed terminal tells late
        signal.pthread_sigmask(signal.SIG_UNBLOCK, END_SIGNALS)


@contextmanager
def told_to_end(end: Callable[[int], object]) -> Generator[None]:
    """Have `end` called when the program is told to end."""
    endings = EndSignals(end)
    endings.listen()
    try:
        yield
    finally:
        endings.close()
