"""What some commands need and the rest of the program does not: the extras of the package."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager

from callscript.runtime.exit_status import UNAVAILABLE, Stop


@contextmanager
def wanting(package: str, extra: str, page: str) -> Generator[None]:
    """Say in words that a package, or a library below it, is not installed, and of which extra it is."""
    try:
        yield
    except ImportError as error:
        if (error.name or package).partition(".")[0] not in (package, f"{package}_binary"):
            raise
        told = f"this needs {package}, which is not installed: pip install 'callscript[{extra}]' (see {page})"
        raise Stop(UNAVAILABLE, told) from None


def wanting_psycopg() -> AbstractContextManager[None]:
    """Say so of psycopg, which the commands that work with PostgreSQL need."""
    return wanting("psycopg", "postgres", "docs/many-hosts.md")
