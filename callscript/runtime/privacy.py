"""Keeps callers' data out of what Python and the system print by themselves when something goes wrong: tracebacks,
warnings and core files show what variables and messages hold.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import resource
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_CORE_FILTER = Path("/proc/self/coredump_filter")
"""On Linux: which memory a core holds. The limit does not hold for a core that is handed to a program."""


_LAST_WORDS = b"callscript: something went wrong in the program\n"


def keep_private(record: Callable[[BaseException], object]) -> None:
    """Turn off core files, tracebacks and warnings for this process; uncaught errors go to `record`."""

    def hand_on(error: BaseException | None, *, ends: bool = False) -> None:
        if error is None:
            return
        try:
            record(error)
        except Exception:  # noqa: BLE001 - it cannot be told any better
            ends = True
        if ends:
            with suppress(OSError):
                os.write(2, _LAST_WORDS)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        _CORE_FILTER.write_text("0", encoding="ascii")
    faulthandler.disable()
    logging.getLogger().addHandler(logging.NullHandler())  # without any, what libraries log would be printed
    warnings.simplefilter("ignore")
    sys.excepthook = lambda _kind, error, _trace: hand_on(error, ends=True)
    sys.unraisablehook = lambda failed: hand_on(failed.exc_value)
    threading.excepthook = lambda failed: hand_on(failed.exc_value)
