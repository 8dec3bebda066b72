"""Steps from which no ending can be come to without the key that ends a call."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator

from callscript.core.call import commands as c
from callscript.proof.edges import Left
from callscript.proof.goals import Goal
from callscript.proof.places import AFTER, Place
from callscript.proof.walk import Walk

_END = "end"
_Node = Hashable
"""A place, and whether the detour that it is in may be left; how a detour is left, by its name; the end."""


def endless(walk: Walk, never: Collection[Goal]) -> tuple[str, ...]:
    """Return the steps that a walk without that key comes to and no end lies behind; `never`: what no call does."""
    before: dict[_Node, list[_Node]] = {}
    for node, following in _links(walk, never):
        before.setdefault(following, []).append(node)
    found: set[_Node] = {_END}
    waiting: list[_Node] = [_END]
    while waiting:
        new = [node for node in before.get(waiting.pop(), ()) if node not in found]
        found.update(new)
        waiting += new
    places = [place for place, _, _ in walk.come_to() if place.step and place.context != AFTER]
    free = {place.step for place in places if (place, True) in found}
    return tuple(dict.fromkeys(place.step for place in places if place.step not in free))


def _links(walk: Walk, never: Collection[Goal]) -> Iterator[tuple[_Node, _Node]]:
    """Yield what leads where. A detour that was taken is gone through, or ends the call: where else it may have been
    taken from does not matter then.
    """
    back: dict[int, list[Place | Left]] = {}
    for way, left, behind in walk.returned():
        back.setdefault(way, []).append(behind)
        yield ("left", left.detour), _behind(behind, leaves=True)
    for place, way, _, _ in walk.gone():
        edge = way.edge
        answers = (each.option for each in edge.press.commands if isinstance(each, c.Answer))
        if any(Goal("answer", place.step, option) in never for option in answers):
            continue
        if edge.way == "leave" and edge.left:
            yield (place, True), ("left", edge.left.detour)
        for leaves in (True, False):
            if edge.way == "end":
                yield (place, leaves), _END
            elif edge.way == "enter" and edge.to:
                yield (place, leaves), (walk.ways.alone(edge.to), False)
                yield from (((place, leaves), _behind(each, leaves=leaves)) for each in back.get(way.number, ()))
            elif edge.way == "go" and edge.to:
                yield (place, leaves), (edge.to, leaves)


def _behind(behind: Place | Left, *, leaves: bool) -> _Node:
    """Return what comes behind a detour: a place, or that the one below is left too, where that may be."""
    if isinstance(behind, Left):
        return ("left", behind.detour) if leaves else None
    return behind, leaves
