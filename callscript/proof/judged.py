"""What a proof has come to."""

from __future__ import annotations

from typing import Literal, NamedTuple

from callscript.proof.keys import Level
from callscript.proof.replay import Beginning, Played

Verdict = Literal["proved", "breached", "undecided"]


class Judged(NamedTuple):
    """What is known of one rule."""

    clause: str
    place: int
    """Its position in the clause, from 0."""
    verdict: Verdict
    level: Level
    """The highest at which it is proved; the lowest at which it is breached or undecided."""
    why: str = ""
    """Why it is undecided."""
    beginning: Beginning | None = None
    played: Played | None = None
    """A call that breaches it."""
    how: str = ""
    """How that has ended."""
    always: bool = False
    """Every path breaches it."""
