"""What leads on from a place, and behind a detour that was taken there, as far as it is in sight: of what looks alike
only what supposes least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callscript.proof.beside import marked, switched
from callscript.proof.edges import Edge, Left
from callscript.proof.finding import lookings_up
from callscript.proof.flow import Flow
from callscript.proof.items import Item
from callscript.proof.keys import Level
from callscript.proof.places import AFTER, Place
from callscript.proof.slicing import without_effect
from callscript.proof.tracks import KEY, Behind, Numbers, Way
from callscript.proof.watching import Sight


class _Return(NamedTuple):
    """What comes of it that a detour is left: an edge, as far as it is in sight."""

    edge: Edge
    items: tuple[Item, ...]
    cost: int
    to: int
    left: int
    """If what it was taken from is left too: how."""


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
        self._switched = switched(flow.script, sight.interest) if level else ()
        found = (*lookings_up(flow.script, sight.interest), *(marked(sight.interest) if level else ()))
        self._meanwhile = (*self._switched, *(edge for edge in found if self._is_of_interest(edge)))
        """What can happen at any place until the call ends."""
        self._behind: dict[tuple[int, int], tuple[Behind, ...]] = {}
        self._returns: dict[int, tuple[tuple[_Return, ...], tuple[Edge, ...]]] = {}
        self._alike: dict[int, tuple[Place, bool]] = {}
        self._merged: dict[int, tuple[Way, ...]] = {}

    def onward(self, place: int) -> tuple[Way, ...]:
        """Return what leads on from a place: of what looks alike, what supposes least."""
        if place not in self._merged:
            found: dict[object, Way] = {}
            for edge in self._pressed(self.places.things[place]):
                (items, supposed), (inner, more) = self._look(edge.items), self._look(edge.inner)
                pressed = edge.press.commands if self._apart else ()
                alike = (items, inner, edge.way, edge.to, edge.site, edge.onward, edge.left, edge.how, pressed)
                cost = KEY + supposed + more
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

    def alike(self, way: Way) -> object:
        """Return what stands for all ways into a detour that the same comes of if that is left for another stage; none
        stands for others where each key is told apart.
        """
        if self._apart:
            return way.number
        if way.number not in self._alike:
            assert way.edge.site
            self._alike[way.number] = self.flow.alike(way.edge.site, way.edge.onward), way.edge.onward
        return self._alike[way.number]

    def leads_out(self, left: int) -> bool:
        """Tell whether a detour is left for another stage."""
        return bool(self.lefts.things[left].out)

    def alone(self, place: Place) -> Place:
        """Return a place in a detour without the waits that go on below, if they do not matter."""
        if self.timed or not place.running:
            return place
        return place._replace(running=tuple(each for each in place.running if each[1] == place.step))

    def left(self, left: Left) -> int:
        """Return the number of how a detour is left."""
        return self.lefts.of(left if self.timed or not left.running else left._replace(running=()))

    def _work_out(self, entering: Edge, left: Left) -> Iterator[Behind]:
        site = entering.site
        assert site
        lefts = [left] if self.timed else [left._replace(running=each) for each in dict.fromkeys((site.running, ()))]
        found: dict[object, Behind] = {}
        for each in lefts:
            for edge, items, cost, to, number in self._returned(self.flow.back(site, entering.onward, each)):
                if number >= 0:
                    to = self.places.of(site._replace(step="", running=self.lefts.things[number].running))
                key = (items, to, number)
                if key not in found or found[key].cost > cost:
                    found[key] = Behind(edge, items, to, number, cost)
        yield from found.values()

    def _returned(self, edges: tuple[Edge, ...]) -> tuple[_Return, ...]:
        """Return what edges come to, of what looks alike what supposes least. Those that are come to from many places
        are kept by the flow, and known by where they lie: to hash them takes as long as to look at them.
        """
        if len(edges) == 1:
            return tuple(self._merged_returns(edges))
        known = self._returns.get(id(edges))
        if known is None or known[1] is not edges:
            known = self._returns[id(edges)] = tuple(self._merged_returns(edges)), edges
        return known[0]

    def _merged_returns(self, edges: tuple[Edge, ...]) -> Iterable[_Return]:
        found: dict[object, _Return] = {}
        for edge in edges:
            items, cost = self._look(edge.items)
            number = self.left(edge.left) if edge.left else -1
            to = self.places.of(edge.to) if edge.to and not edge.left else -1
            key = (items, to, number)
            if key not in found or found[key].cost > cost:
                found[key] = _Return(edge, items, cost, to, number)
        return found.values()

    def _look(self, items: tuple[Item, ...]) -> tuple[tuple[Item, ...], int]:
        """Return the items of interest, and how much is supposed by the others."""
        gist = self.flow.gists.of(items)
        return self.sight.of_interest(items, gist), self.sight.supposed(gist)

    def _is_of_interest(self, edge: Edge) -> bool:
        return bool(self.sight.of_interest(edge.items, self.flow.gists.of(edge.items)))

    def _pressed(self, place: Place) -> list[Edge]:
        parted = self.flow.parted(place, self.level)
        own = [edge for edge in parted.own if not self._spared(edge)]
        if self.level and not self._apart and self._are_first(place, own):
            return own
        edges = [edge for edge in parted.all if not self._spared(edge)]
        if place.context != AFTER and self.level:
            edges += filter(self._is_of_interest, self.flow.card(place))
        meanwhile = self._switched if place.context == AFTER else self._meanwhile
        return [*edges, *(edge._replace(to=place) for edge in meanwhile)]

    def _are_first(self, place: Place, own: list[Edge]) -> bool:
        """Tell whether detours, the card and the loss of the line can be left to the steps behind this one: nothing in
        sight happens by its own keys, and all of that can be done there as well. No path is lost by it, some are not
        walked twice.
        """
        if place.context == AFTER or not own or any(map(self._is_of_interest, own)):
            return False
        here = self.flow.parted(place, self.level).anywhere
        return all(edge.way == "go" and self._is_as_well(place, here, edge.to) for edge in own)

    def _is_as_well(self, place: Place, here: frozenset[Edge], to: Place | None) -> bool:
        if to is None or not self.flow.is_behind(place, to):
            return False
        return here <= self.flow.parted(to, self.level).anywhere

    def _spared(self, edge: Edge) -> bool:
        """Tell whether an edge takes a detour by its key that changes nothing in sight."""
        taken = edge.way == "enter" and not edge.onward
        return taken and edge.to is not None and edge.to.context in self._without_effect
