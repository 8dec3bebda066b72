"""What a key comes to at a place, and how a detour is left."""

from __future__ import annotations

from typing import Literal, NamedTuple

from callscript.core.call import commands as c
from callscript.proof.items import Item
from callscript.proof.keys import Press
from callscript.proof.places import Place

Way = Literal["go", "enter", "leave", "end", "over"]


class Left(NamedTuple):
    """How a detour is left: what becomes of the place that it was taken from hangs on this alone."""

    detour: str
    out: str
    """The stage of the main script where the call goes on; empty: where the detour was taken from."""
    running: tuple[tuple[str, str], ...]
    """The timers that run then."""
    back: bool = False
    """The call goes on at the very step that the detour was taken from, also where its answer had led there."""


class Edge(NamedTuple):
    """What a key comes to."""

    press: Press
    items: tuple[Item, ...]
    way: Way
    to: Place | None = None
    """`go`: the next place; `enter`: the first one in the detour; `end`: the first one after the call."""
    inner: tuple[Item, ...] = ()
    """`enter`: what happens in the detour at once."""
    site: Place | None = None
    """`enter`: the place that is come back to."""
    onward: bool = False
    """`enter`: leaving the detour goes on behind the step that led there, itself or by its answer."""
    left: Left | None = None
    how: str = ""
    """`end`: the way of ending."""
    waits: str = ""
    """The timer that reaches its limit: nothing is pressed."""


class Parted(NamedTuple):
    """What the keys of a place come to."""

    all: tuple[Edge, ...]
    own: tuple[Edge, ...]
    """By the step's own keys."""
    anywhere: frozenset[Edge]
    """By keys that do the same at any step of a run of stages, without the place that a detour is taken from."""


def is_anywhere(edge: Edge) -> bool:
    """Tell whether this can be done at any step of a run of stages in the same way: a detour, the end of the call."""
    return any(isinstance(command, c.TakeDetour | c.LoseLine) for command in edge.press.commands)


NO_KEY = Press(0, ())
"""Nothing is pressed: it comes of what was before."""
