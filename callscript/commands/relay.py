"""`callscript relay`: sends the journals of a home on to PostgreSQL, once or until a signal ends that."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Timer
from types import FrameType

from callscript.commands.extra import wanting_psycopg
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import DONE
from callscript.runtime.paths import Folders
from callscript.runtime.signals import END_SIGNALS
from callscript.runtime.text import clean
from callscript.runtime.threads import start

_LAST_MOMENT = 5.0
"""Seconds within which a batch that is under way has to be taken: what is cut off is sent again by the next start."""
_TURN = 0.0005
"""Seconds after which a thread that works makes way for another: whoever waits for an answer hears it in a moment."""


def relay(home: str | None, settings: str | None, say: Callable[[str], None], *, once: bool) -> int:
    """Send on what comes until a signal ends that, or what there is; return the exit status."""
    with wanting_psycopg():
        from callscript.relay.answering import answer
        from callscript.relay.relay import Relay
        from callscript.relay.settings import SETTINGS, read_settings
    folders = Folders.resolve(home)
    own = read_settings(Path(settings) if settings else folders.data / SETTINGS, as_host=True)
    stop, status = Event(), DONE

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal status
        status = 128 + number
        if not stop.is_set():
            stop.set()
            watchdog = Timer(_LAST_MOMENT, os._exit, [status])
            watchdog.daemon = True
            start(watchdog)

    for number in END_SIGNALS:
        signal.signal(number, end)
    running = Relay(folders, own, SystemClock(), lambda line: say(clean(line)), stop)
    if once:
        if not running.once():
            say("there is nothing new to send on")
        return status
    sys.setswitchinterval(_TURN)
    answer(folders, own, running.progress, lambda line: say(clean(line)))
    say(clean(f"sending on what is recorded in {folders.journal}, as {own.host}"))
    running.run()
    return status
