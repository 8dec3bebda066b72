"""Walks all paths of a script's flow with something in sight, whatever detours are taken in whatever depth.

A detour is walked once for each state that it is entered in; what it comes to is put in wherever it is entered so.
States are numbers here, for there are many. What supposes least is walked first: such a path is a real one most often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from callscript.proof.edges import Edge, Left
from callscript.proof.flow import Flow
from callscript.proof.items import Item
from callscript.proof.keys import Level
from callscript.proof.paths import Paths
from callscript.proof.places import AFTER, Place
from callscript.proof.tracks import LATE, NOTHING, Caller, Joined, Numbers, Over, Result, State, Stride, TooMany, Way
from callscript.proof.watching import Seen, Sight
from callscript.proof.ways import Ways


class Walk:
    """All that can be come to from the beginnings of a call, up to a level of keys; raise `TooMany` beyond a limit."""

    def __init__(
        self,
        flow: Flow,
        sight: Sight,
        begins: Iterable[tuple[Place, Seen]],
        level: Level,
        limit: int,
        *,
        apart: bool = False,
    ) -> None:
        self.sight = sight
        self.work = 0
        self._limit = limit
        self.strides: dict[State, Stride | None] = {}
        self.ends: dict[Over, Stride] = {}
        self.breaches: dict[object, Stride] = {}
        """What leads to where the rule in sight is breached; from there on nothing is walked: every call has an end."""
        self.begins: dict[int, tuple[Place, Seen]] = {}
        """By the number of the entry."""
        self.ways = Ways(flow, sight, level, apart=apart)
        self._seen, self._entries = Numbers[Seen](), Numbers[tuple[int, int]]()
        self._merged_seen: dict[tuple[int, int, int], int] = {}
        self._joined: dict[tuple[int, int, int, int], tuple[Joined, ...]] = {}
        self._queue: list[tuple[int, State]] = []
        self._costs: dict[State, int] = {}
        self._callers: dict[tuple[int, bool], list[Caller]] = {}  # by the entry, and whether they are alike
        self._alike: set[tuple[int, int, int, object]] = set()
        self._results: dict[int, dict[tuple[int, int], Result]] = {}
        self._onward: dict[tuple[int, int], list[tuple[Way, int, int]]] = {}
        self.paths = Paths(self.strides, self._entries, self.begins)
        for place, seen in begins:
            where = (self.ways.places.of(place), self._seen.of(seen))
            number = self._entries.of(where)
            if number not in self.begins:
                self.begins[number] = (place, seen)
                self._reach((number, *where), None, 0)
        while self._queue:
            cost, state = heappop(self._queue)
            self._go_on(state, cost)

    def _come_to(self, state: State, before: State, edge: Edge, cost: int) -> None:
        if state not in self.strides:
            self._reach(state, Stride(before, edge), cost)

    def _reach(self, state: State, stride: Stride | None, cost: int) -> None:
        self.strides[state] = stride
        self._costs[state] = cost
        heappush(self._queue, (cost, state))

    def _is_breached(self, seen: int) -> bool:
        return self._seen.things[seen].stand.breached

    def _worked(self, much: int) -> None:
        self.work += much + 1
        if self.work > self._limit:
            raise TooMany(self.work)

    def _go_on(self, state: State, cost: int) -> None:
        entry, place, number = state
        ways = self._onward.get((place, number))
        if ways is None:
            ways = self._onward[place, number] = list(self._seen_onward(place, number))
        self._worked(len(ways))
        for way, after, inside in ways:
            if self._is_breached(after) or (inside >= 0 and self._is_breached(self._entries.things[inside][1])):
                self.breaches.setdefault((place, way.number), Stride(state, way.edge))
                continue
            if way.to >= 0:
                self._come_to((entry, way.to, after), state, way.edge, cost + way.cost)
            elif inside >= 0:
                self._enter(state, way, after, inside, cost + way.cost)
            else:
                self._take(entry, state, way, after, cost + way.cost)

    def _seen_onward(self, place: int, number: int) -> Iterator[tuple[Way, int, int]]:
        """Yield the ways on, what is seen then, and the number of the detour's entry if one is entered."""
        seen = self._seen.things[number]
        if (late := self.sight.late(seen)) is not None:
            yield LATE._replace(to=place), self._seen.of(late), -1
        for way in self.ways.onward(place):
            for after in self.sight.after(seen, way.items):
                if way.edge.way != "enter":
                    yield way, self._seen.of(after), -1
                    continue
                assert way.edge.to
                first = self.ways.places.of(self.ways.alone(way.edge.to))
                for inside in self.sight.after(self.sight.entered(after, way.edge.to.context), way.inner):
                    yield way, self._seen.of(after), self._entries.of((first, self._seen.of(inside)))

    def _take(self, entry: int, state: State, way: Way, seen: int, cost: int) -> None:
        edge = way.edge
        match edge.way:
            case "leave":
                assert edge.left
                left = self.ways.left(edge.left)
                self._leave(entry, Result(left, seen, state, edge, cost - self._start(entry)))
            case "end":
                self.ends.setdefault(Over(edge.how, self._seen.things[seen]), Stride(state, edge))
                if edge.to:
                    place = self.ways.places.of(edge.to)
                    self._come_to((self._entries.of((place, seen)), place, seen), state, edge, cost)
            case _:
                how = "" if self.ways.places.things[state[1]].context != AFTER else "after"
                self.ends.setdefault(Over(how, self._seen.things[seen]), Stride(state, edge))

    def _start(self, entry: int) -> int:
        return self._costs.get((entry, *self._entries.things[entry]), 0)

    def _enter(self, state: State, way: Way, seen: int, entry: int, cost: int) -> None:
        key = (entry, state[0], seen, self.ways.alike(way))
        caller = Caller(state, way, seen, cost, key in self._alike)
        self._alike.add(key)
        self._callers.setdefault((entry, caller.alike), []).append(caller)
        self._come_to((entry, *self._entries.things[entry]), state, way.edge, cost)
        for result in list(self._results.get(entry, {}).values()):
            if not (caller.alike and self.ways.leads_out(result.left)):
                self._return(caller, result)

    def _leave(self, entry: int, result: Result) -> None:
        results = self._results.setdefault(entry, {})
        if (result.left, result.seen) not in results:
            results[result.left, result.seen] = result
            alike = () if self.ways.leads_out(result.left) else self._callers.get((entry, True), ())
            for caller in (*self._callers.get((entry, False), ()), *alike):
                self._return(caller, result)

    def _return(self, caller: Caller, result: Result) -> None:
        key = (caller.way.number, caller.seen, result.left, result.seen)
        joined = self._joined.get(key)
        if joined is None:
            joined = self._joined[key] = tuple(self._join(*key))
        entry = caller.before[0]
        self._worked(len(joined))
        for each in joined:
            cost = caller.cost + result.cost + each.cost
            if each.to < 0:
                stride = Stride(caller.before, caller.way.edge, result.last, result.out, each.edge)
                self.ends.setdefault(Over("", self._seen.things[each.seen]), stride)
                continue
            state = (entry, each.to, each.seen)
            if state in self.strides and each.left < 0:
                continue
            stride = Stride(caller.before, caller.way.edge, result.last, result.out, each.edge)
            if self._is_breached(each.seen):
                self.breaches.setdefault((caller.way.number, result.left, each.to), stride)
                continue
            if each.left < 0:
                self._reach(state, stride, cost)
            else:
                self.strides.setdefault(state, stride)
                self._leave(entry, Result(each.left, each.seen, state, NOTHING, cost - self._start(entry)))

    def _join(self, way: int, seen: int, left: int, result: int) -> Iterator[Joined]:
        there = self._there(seen, left, result)
        for behind in self.ways.behind(way, left):
            for after in self._after(there, behind.items):
                yield Joined(behind.edge, after, behind.to, behind.left, behind.cost)

    def _there(self, seen: int, left: int, result: int) -> int:
        """Return what is seen where a detour was taken from, when it is left."""
        key = (seen, left, result)
        if key not in self._merged_seen:
            detour = self.ways.lefts.things[left].detour
            there = self.sight.left(self._seen.things[seen], self._seen.things[result], detour)
            self._merged_seen[key] = self._seen.of(there)
        return self._merged_seen[key]

    def _after(self, seen: int, items: tuple[Item, ...]) -> tuple[int, ...]:
        if not items:
            return (seen,)
        return tuple(map(self._seen.of, self.sight.after(self._seen.things[seen], items)))

    # What it came to

    def come_to(self) -> Iterator[tuple[Place, Seen, Stride | None]]:
        """Yield where it came, what is seen there, and by what; what supposes least goes first."""
        for state in self._in_order():
            yield self.ways.places.things[state[1]], self._seen.things[state[2]], self.strides[state]

    def gone(self) -> Iterator[tuple[Place, Way, Seen, Stride]]:
        """Yield whence it went by what, and what is seen then: in a detour, if one is taken; in the same order."""
        for state in self._in_order():
            place = self.ways.places.things[state[1]]
            for way, after, inside in self._onward.get(state[1:], ()):
                seen = after if inside < 0 else self._entries.things[inside][1]
                yield place, way, self._seen.things[seen], Stride(state, way.edge)

    def returned(self) -> Iterator[tuple[int, Left, Place | Left]]:
        """Yield by which way detours were taken, how they were left, and where the call was then, or what was left."""
        places, lefts = self.ways.places.things, self.ways.lefts.things
        for (way, _, left, _), found in self._joined.items():
            for each in found:
                if each.left >= 0 or each.to >= 0:
                    yield way, lefts[left], lefts[each.left] if each.left >= 0 else places[each.to]

    def _in_order(self) -> list[State]:
        return sorted(self._costs, key=self._costs.__getitem__)
