"""How the program is told to end, by signals, and that it ends in time."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
LAST_MOMENT = 2.5
"""Seconds within which the program is gone after it was told to end."""


@contextmanager
def told_to_end(end: Callable[[int], None]) -> Generator[None]:
    """Have `end` called with the exit status, once, when a signal comes; be gone in time whatever it does."""
    loop = asyncio.get_running_loop()
    told: list[int] = []

    def take(status: int) -> None:
        if told:
            return
        told.append(status)
        watchdog = Timer(LAST_MOMENT, os._exit, [status])
        watchdog.daemon = True
        watchdog.start()
        end(status)

    for number in ENDINGS:
        loop.add_signal_handler(number, take, 128 + number)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        for number in ENDINGS:
            loop.remove_signal_handler(number)
            if told or number == signal.SIGHUP:
                signal.signal(number, signal.SIG_IGN)  # it ends already; a closed terminal tells late
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
