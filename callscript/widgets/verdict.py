"""How a call stands with a clause, as a mark: a badge where there is something to be done about it."""

from __future__ import annotations

from textual.content import Content

from callscript.dialogue.show.standing import SIGNS
from callscript.runtime.text import clean
from callscript.widgets.looks import BAD, SOON

_LOOK = {"breached": BAD, "open": "bold"}


def verdict_badge(verdict: str, words: str, *, over: bool = False) -> Content:
    """Show a verdict in words, with its sign; once the call is over, what is open is late."""
    look = SOON if over and verdict == "open" else _LOOK.get(verdict, "dim")
    return Content.styled(f" {SIGNS[verdict]} {clean(words)} ", look)
