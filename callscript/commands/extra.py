"""What the commands that work with PostgreSQL need, and the rest of the program does not: the extra `postgres`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from callscript.runtime.exit_status import UNAVAILABLE, Stop


@contextmanager
def wanting_psycopg() -> Generator[None]:
    """Say in words that psycopg, or the library of PostgreSQL below it, is not installed."""
    try:
        yield
    except ImportError as error:
        if (error.name or "psycopg").partition(".")[0] not in ("psycopg", "psycopg_binary"):
            raise
        told = "this needs psycopg, which is not installed: pip install 'callscript[postgres]' (see docs/many-hosts.md)"
        raise Stop(UNAVAILABLE, told) from None
