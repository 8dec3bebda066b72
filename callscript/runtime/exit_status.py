"""The exit statuses, which scripts rely on, and the base of the errors that carry one.

An error that the program foresees says itself what it ends with: `Foreseen` is the base of those of every package, and
`cli.py` returns its status. Any other error is the program's own fault: INTERNAL, see `failures.py`.
"""

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
HUNG_UP = 129
"""The terminal is gone, as SIGHUP tells."""
INTERRUPTED = 130


class Foreseen(Exception):  # noqa: N818 - it is no error of the program's
    """Base of the errors that can be told to the operator as they are."""

    status: int = PROBLEMS
    frame: str = "{reason}"
    """The sentence for the operator, in English, to be translated; `{reason}` is the error's own text."""


class Stop(Foreseen):
    """End the program with a status and a message on stderr."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
