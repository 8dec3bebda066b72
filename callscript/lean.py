"""What a session does without, so that it starts sooner and many of them fit on a host.

asyncio and hashlib load OpenSSL where there is one, for what a session at a terminal never does; without it they do the
rest as well. A megabyte and a half a session, and some milliseconds of each start.
"""

from __future__ import annotations

import gc
import sys

_NOT_NEEDED = ("ssl", "_hashlib")


def begin() -> None:
    """Take OpenSSL for missing until `loaded`, and collect nothing: nothing that a start loads is garbage."""
    gc.disable()
    for name in _NOT_NEEDED:
        if name not in sys.modules:
            sys.modules[name] = None  # pyright: ignore[reportArgumentType] - so it is taken for missing, says `import`


def loaded() -> None:
    """Let everything be loaded again that is there: the modules of the session are."""
    for name in _NOT_NEEDED:
        if sys.modules.get(name, sys) is None:  # pyright: ignore[reportUnnecessaryComparison] - it may be: see `begin`
            del sys.modules[name]


def ready() -> None:
    """Collect from now on, but never look through what is there already: it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
