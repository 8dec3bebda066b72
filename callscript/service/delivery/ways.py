"""The ways a letter can go: what each takes, gives back and fails with."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from callscript.core.letters import Letter


class Accepted(NamedTuple):
    """What became of a try."""

    reached: tuple[str, ...]
    """The addresses for which the letter was taken over."""
    reply: str
    """By what, and in which words."""
    refused: str = ""
    """Why it was not for the others; empty: it was for all."""


class NotDelivered(Exception):  # noqa: N818 - it says what happened
    """The letter was taken over for nobody: as far as is known, for the line may break behind the last word."""


class Way(Protocol):
    """Takes letters over, or has somebody take them over."""

    @property
    def patience(self) -> int:
        """The seconds after which a letter is given up."""
        ...

    def deliver(self, letter: Letter) -> Accepted:
        """Deliver a letter to all whom it has not reached yet, or raise `NotDelivered`."""
        ...
