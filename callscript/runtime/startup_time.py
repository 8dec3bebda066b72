"""What a session does without, so that it starts sooner and many of them fit on a host.

asyncio and hashlib load OpenSSL where there is one, for what a session at a terminal never does; without it they do the
rest as well. Textual loads its command palette, which is closed here (see `terminal/closed.py`), with lists and trees.
Two megabytes a session, and a tenth of each start.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

_NOT_NEEDED = ("ssl", "_hashlib")
_NEVER_USED = ("textual.command", "rich.table")
"""Modules of which others take names at their import, and then do nothing with them."""


class _StandIn(ModuleType):
    """A module in which every name is a class without anything."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def begin() -> None:
    """Take OpenSSL for missing until `loaded`, and collect nothing: nothing that a start loads is garbage."""
    gc.disable()
    for name in _NEVER_USED:
        sys.modules.setdefault(name, _StandIn(name))
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
