"""What leads on from a place, and behind a detour that was taken there, as far as it is in sight: of what looks alike
only what supposes least.
"""

from __future__ import annotations

from collections.abc import Iterator

from callscript.core.call import commands as c
from callscript.proof.edges import Edge, Left
from callscript.proof.finding import lookings_up
from callscript.proof.flow import Flow
from callscript.proof.items import Guard, Item
from callscript.proof.keys import Level
from callscript.proof.places import AFTER, Place
from callscript.proof.slicing import without_effect
from callscript.proof.tracks import KEY, SUPPOSED, Behind, Numbers, Way
from callscript.proof.watching import Sight


class Ways:
    """The ways of a flow, for something in sight; raise `TooMany` if that is too much."""

    def __init__(self, flow: Flow, sight: Sight, level: Level, *, apart: bool = False) -> None:
        self.flow = flow
        self.sight = sight
        self.level: Level = level
        self.places, self.lefts = Numbers[Place](), Numbers[Left]()
        self.timed = sight.timed
        self.all: list[Way] = []
        self._apart = apart
        """Whether each key is told apart, though it may change nothing in sight."""
        self._without_effect = frozenset[str]() if apart else without_effect(flow.script, sight)
        found = lookings_up(flow.script, sight.interest)
        self._looked_up = tuple(edge for edge in found if sight.of_interest(edge.items))
        self._behind: dict[tuple[int, int], tuple[Behind, ...]] = {}
        self._anywhere_at: dict[Place, frozenset[Edge]] = {}
        self._merged: dict[int, tuple[Way, ...]] = {}

    def onward(self, place: int) -> tuple[Way, ...]:
        """Return what leads on from a place: of what looks alike, what supposes least."""
        if place not in self._merged:
            found: dict[object, Way] = {}
            for edge in self._pressed(self.places.things[place]):
                items, inner = self.sight.of_interest(edge.items), self.sight.of_interest(edge.inner)
                pressed = edge.press.commands if self._apart else ()
                alike = (items, inner, edge.way, edge.to, edge.site, edge.onward, edge.left, edge.how, pressed)
                cost = KEY + self._supposed(edge.items) + self._supposed(edge.inner)
                if alike not in found or found[alike].cost > cost:
                    to = self.places.of(edge.to) if edge.way == "go" and edge.to else -1
                    found[alike] = Way(len(self.all), edge, items, inner, cost, to)
                    self.all.append(found[alike])
            self._merged[place] = tuple(found.values())
        return self._merged[place]

    def behind(self, way: int, left: int) -> tuple[Behind, ...]:
        """Return what can come at the place that a way leads into a detour from, when that is left so."""
        if (way, left) not in self._behind:
            self._behind[way, left] = tuple(self._work_out(self.all[way].edge, self.lefts.things[left]))
        return self._behind[way, left]

    def alone(self, place: Place) -> Place:
        """Return a place in a detour without the waits that go on below, if they do not matter."""
        if self.timed:
            return place
        return place._replace(running=tuple(each for each in place.running if each[1] == place.step))

    def left(self, left: Left) -> int:
        """Return the number of how a detour is left."""
        return self.lefts.of(left if self.timed else left._replace(running=()))

    def _work_out(self, entering: Edge, left: Left) -> Iterator[Behind]:
        site = entering.site
        assert site
        lefts = [left] if self.timed else [left._replace(running=each) for each in dict.fromkeys((site.running, ()))]
        found: dict[object, Behind] = {}
        for each in lefts:
            for edge in self.flow.back(site, entering.onward, each):
                items, cost = self.sight.of_interest(edge.items), self._supposed(edge.items)
                to, number = -1, -1
                if edge.left:
                    out = edge.left if self.timed else edge.left._replace(running=())
                    to, number = self.places.of(site._replace(step="", running=out.running)), self.lefts.of(out)
                elif edge.to:
                    to = self.places.of(edge.to)
                key = (items, to, number)
                if key not in found or found[key].cost > cost:
                    found[key] = Behind(edge, items, to, number, cost)
        yield from found.values()

    def _pressed(self, place: Place) -> list[Edge]:
        edges = [edge for edge in self.flow.edges(place, self.level) if not self._spared(edge)]
        own = [edge for edge in edges if not _is_anywhere(edge)]
        if self.level and not self._apart and self._are_first(place, own):
            return own
        if place.context != AFTER and self.level:
            edges += [edge for edge in self.flow.card(place) if self.sight.of_interest(edge.items)]
        if place.context != AFTER:
            edges += [edge._replace(to=place) for edge in self._looked_up]
        return edges

    def _are_first(self, place: Place, own: list[Edge]) -> bool:
        """Tell whether detours, the card and the loss of the line can be left to the steps behind this one: nothing in
        sight happens by its own keys, and all of that can be done there as well. No path is lost by it, some are not
        walked twice.
        """
        if place.context == AFTER or not own or any(self.sight.of_interest(edge.items) for edge in own):
            return False
        here = self._anywhere(place)
        return all(edge.way == "go" and self._is_as_well(place, here, edge.to) for edge in own)

    def _is_as_well(self, place: Place, here: frozenset[Edge], to: Place | None) -> bool:
        return to is not None and self.flow.is_behind(place, to) and here <= self._anywhere(to)

    def _anywhere(self, place: Place) -> frozenset[Edge]:
        if place not in self._anywhere_at:
            found = (edge._replace(site=None) for edge in self.flow.edges(place, self.level) if _is_anywhere(edge))
            self._anywhere_at[place] = frozenset(found)
        return self._anywhere_at[place]

    def _spared(self, edge: Edge) -> bool:
        """Tell whether an edge takes a detour by its key that changes nothing in sight."""
        taken = edge.way == "enter" and not edge.onward
        return taken and edge.to is not None and edge.to.context in self._without_effect

    def _supposed(self, items: tuple[Item, ...]) -> int:
        open_ones = (item for item in items if isinstance(item, Guard) and not self.sight.follows(item))
        return sum(SUPPOSED[item.so] for item in open_ones)


def _is_anywhere(edge: Edge) -> bool:
    """Tell whether this can be done at any step of a run of stages in the same way: a detour, the end of the call."""
    return any(isinstance(command, c.TakeDetour | c.LoseLine) for command in edge.press.commands)
