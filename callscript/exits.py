"""Exit statuses, which scripts rely on, and a way to stop with one and a sentence for the operator."""

from __future__ import annotations

DONE = 0
PROBLEMS = 1
USAGE = 2
"""Wrong arguments, or not a terminal."""
UNAVAILABLE = 69
"""The store cannot be used."""
INTERNAL = 70
LOCKED = 75
"""Another live session of the same operator."""
INTERRUPTED = 130


class Stop(Exception):  # noqa: N818 - it is no error of the program's
    """End the program with a status and a message on stderr."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
