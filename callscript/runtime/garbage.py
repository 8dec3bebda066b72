"""How often memory is looked through for what only holds itself."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def never_collected() -> Generator[None]:
    """Do not look through memory: for long work that leaves nothing there which only holds itself."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
