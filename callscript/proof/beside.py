"""What can be done at any place and leads nowhere: the language of the call is switched, a paragraph is marked as the
information given, or that mark is taken back. It matters to what asks for it, and to nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from callscript.core.call import commands as c
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.proof.edges import Edge
from callscript.proof.items import Facts, Gone, Guard, Put
from callscript.proof.keys import Press

_PARAGRAPH = c.Inform("proof", "Proof", 1, "proof")
_INFORMED = "informed"


def switched(script: Script, interest: Collection[str]) -> tuple[Edge, ...]:
    """Return what it comes to, at any moment, after the call too, that another language is gone on in."""
    several = len(script.pack.languages) > 1
    return tuple(
        Edge(Press(1, (c.SwitchLanguage(each),)), (Facts((f"language:{each}",)),), "go")
        for each in (language.id for language in script.pack.languages)
        if several and f"language:{each}" in interest
    )


def marked(interest: Collection[str]) -> tuple[Edge, ...]:
    """Return what it comes to, until the call ends, that information is marked as given, or not as given after all."""
    return tuple(_marked()) if _INFORMED in interest else ()


def _marked() -> Iterator[Edge]:
    press = Press(1, (_PARAGRAPH,))
    yield Edge(press, (Facts((_INFORMED,)),), "go")
    taken_back = (Guard(Happened(_INFORMED), True), Gone((_INFORMED,)), Put(("fact", _INFORMED), False))
    yield Edge(press, taken_back, "go")
