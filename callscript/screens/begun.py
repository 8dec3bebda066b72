"""What was left half typed on the call screen, to be gone on with when the operator comes back to it."""

from __future__ import annotations

from typing import NamedTuple

from callscript.core.call.call import Frame


class Begun(NamedTuple):
    """What was left half typed in a field."""

    text: str
    recorded: str
    """What the field had then: if that has changed since, the text is out of date."""


class OnCard(NamedTuple):
    """Where something was being typed on the card when a detour was taken."""

    frames: tuple[Frame, ...]
    """The place in the script at which that was: the detour leads back to it."""
    line: int
