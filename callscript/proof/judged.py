"""What a proof has come to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from callscript.core.script.model import Script
from callscript.proof.keys import Level
from callscript.proof.replay import Beginning, Played
from callscript.runtime.i18n import N_

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
    """Why it is undecided; of one that a call breaches in which something is taken back, why it is without that."""
    beginning: Beginning | None = None
    played: Played | None = None
    """A call that breaches it."""
    how: str = ""
    """How that has ended."""
    always: bool = False
    """Every path breaches it."""


def not_walked(script: Script, facts: Collection[str]) -> str:
    """Say what hangs on these facts that no walk comes by; empty: nothing."""
    if any(f"overran:{clock.id}" in facts for clock in script.clocks):
        return N_("it hangs on a clock of its own, which is not walked")
    return ""
