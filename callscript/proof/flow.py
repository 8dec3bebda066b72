"""The flow of a script as a graph of places, by the core's own decisions: what each key comes to, and where it leads.

A detour is a graph of its own: where it can be taken, what it comes to is put in, however deep it is taken.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, cached_property, partial

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call import moves
from callscript.core.call.call import Call, Frame, Run, Value
from callscript.core.call.decide import carry_out
from callscript.core.call.decision import Decision
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Known
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, Option, Wait
from callscript.proof.cards import of_several, on_card
from callscript.proof.edges import NO_KEY, Edge, Left, Parted, is_anywhere
from callscript.proof.gist import Gists
from callscript.proof.items import Facts, Item, Put, items_of
from callscript.proof.keys import Keys, Level, Press
from callscript.proof.places import AFTER, BASE, Place, call_at, frames_at, good_moment, place_of, some_step
from callscript.proof.supposing import Read, Supposing, all_ways


class Flow:
    """The places of a script and what leads from one to another, worked out as they are come to."""

    def __init__(self, script: Script) -> None:
        self.script = script = _without_clocks(script)
        self.keys = Keys(script)
        self.now = good_moment(script)
        self.runs = 0
        """How often the core has decided."""
        self.gists = Gists()
        self._edges: dict[tuple[Place, Level], tuple[Edge, ...]] = {}
        self._parted: dict[tuple[Place, Level], Parted] = {}
        self._cards: dict[Place, tuple[Edge, ...]] = {}
        self._known: dict[object, tuple[Edge, ...]] = {}
        self._back: dict[tuple[Place, bool, Left], tuple[Edge, ...]] = {}
        self._left = cache(partial(_on_left, script, self.now))
        steps = script.steps.values()
        self._order = {id: number for number, id in enumerate(script.steps)}
        self._asks_of_work = any(step.each for step in steps)

    def edges(self, place: Place, level: Level) -> tuple[Edge, ...]:
        """Return what can come of a place by the keys of a level."""
        if (place, level) not in self._edges:
            self._edges[place, level] = tuple(dict.fromkeys(self._from(place, level)))
        return self._edges[place, level]

    def parted(self, place: Place, level: Level) -> Parted:
        """Return the same, parted. It is asked for in every walk, and takes as long as the edges are many."""
        if (place, level) not in self._parted:
            edges = self.edges(place, level)
            own = tuple(edge for edge in edges if not is_anywhere(edge))
            anywhere = frozenset(edge._replace(site=None) for edge in edges if is_anywhere(edge))
            self._parted[place, level] = Parted(edges, own, anywhere)
        return self._parted[place, level]

    def back(self, site: Place, onward: bool, left: Left) -> tuple[Edge, ...]:
        """Return what can come of it at the place that a detour was taken from that it is left."""
        waits = isinstance(self.script.steps[site.step], Wait)
        if not (onward or waits or left.out):
            return (Edge(NO_KEY, self._left(left.detour), "go", site._replace(running=left.running)),)
        key = (self.alike(site, onward), onward, left)
        if key not in self._back:
            self._back[key] = tuple(dict.fromkeys(self._on_return(*key)))
        return self._back[key]

    def alike(self, site: Place, onward: bool) -> Place:
        """Return a place that stands for all where the same comes of it that a detour taken there is left for another
        stage: the step does not matter, unless the call goes on behind it or somebody waits there.
        """
        waits = isinstance(self.script.steps[site.step], Wait)
        return site if onward or waits else site._replace(step=some_step(self.script))

    def is_behind(self, place: Place, other: Place) -> bool:
        """Tell whether another place differs by the step alone, one further on in the script, at which nobody waits."""
        onward = place._replace(step=other.step) == other and self._order[place.step] < self._order[other.step]
        return onward and not isinstance(self.script.steps[other.step], Wait)

    def card(self, place: Place) -> tuple[Edge, ...]:
        """Return what it comes to that something is recorded on the caller's card, or emptied there."""
        if place not in self._cards:
            self._cards[place] = tuple(edge._replace(to=place) for edge in self._card)
        return self._cards[place]

    @cached_property
    def _card(self) -> tuple[Edge, ...]:
        call = call_at(self.script, Place(AFTER, some_step(self.script)), self.now)
        return (*on_card(self.script, self.keys, call, self.now), *of_several(self.script, self.keys, call))

    def _from(self, place: Place, level: Level) -> Iterator[Edge]:
        call = call_at(self.script, place, self.now)
        for press in self.keys.at(place, call):
            if press.level > level:
                continue
            alike = self._alike(place, press)
            if alike not in self._known:
                self._known[alike] = tuple(dict.fromkeys(self._pressed(place, press)))
            for edge in self._known[alike]:
                yield edge._replace(site=edge.site and place._replace(running=edge.site.running))
        for timer, step in place.running:
            if not place.alone or step == place.step:
                over = (Put(("overran", timer), True), Facts((f"overran:{timer}",)))
                yield Edge(NO_KEY, over, "go", place, waits=timer)

    def _alike(self, place: Place, press: Press) -> object:
        """Return what a key hangs on: one that takes a detour or ends the call, not on the step, unless one waits."""
        step = self.script.steps[place.step]
        if isinstance(press.commands[0], c.TakeDetour | c.LoseLine) and not isinstance(step, Wait):
            return place.context, place.running, press
        return place, press

    def _pressed(self, place: Place, press: Press) -> Iterator[Edge]:
        for working in (False, True) if self._may_meet_work(place) else (False,):

            def run(supposing: Supposing) -> tuple[Call, Call, tuple[e.Event, ...]] | None:
                return self._run(place, press, supposing, working=working)  # noqa: B023 - it is run at once

            for found, reads in all_ways(BASE, place.alone, run):
                if found is not None:
                    before, after, events = found
                    yield self._edge(place, press, before, after, events, reads)

    def _run(
        self, place: Place, press: Press, supposing: Supposing, *, working: bool
    ) -> tuple[Call, Call, tuple[e.Event, ...]] | None:
        before = replace(call_at(self.script, place, self.now, working=working), supposed=supposing.tells)
        call, events = before, list[e.Event]()
        self.runs += 1
        for atom, so in press.needs:
            if supposing.tells(call, atom) is not so:
                return None
        call = self._prepared(call, press)
        before = call
        try:
            for command in press.commands:
                made, call = carry_out(self.script, call, command, self.now)
                events += made
        except Refused:
            return None
        return before, call, tuple(events)

    def _prepared(self, call: Call, press: Press) -> Call:
        """Put into the fields what a key needs there."""
        wanted = [atom.field for atom, so in press.needs if isinstance(atom, Known) and so]
        return replace(call, fields={field: Value("a") for field in wanted}) if wanted else call

    def _edge(
        self,
        place: Place,
        press: Press,
        before: Call,
        after: Call,
        events: Sequence[e.Event],
        reads: Sequence[Read],
    ) -> Edge:
        """Tell what a run of the core comes to, up to where a detour is entered or left, or the call ends."""
        quiet = replace(before, supposed=None)
        for number, event in enumerate(events):
            if isinstance(event, e.DetourLeft):
                earlier = _until(reads, event.seq)
                there = _folded(self.script, quiet, events[:number])
                items = items_of(self.script, quiet, events[:number], earlier)
                option = self._answer(place, press)
                left = Left(place.context, (option and option.out) or "", _running(there), bool(option and option.back))
                return Edge(press, items, "leave", left=left)
            if isinstance(event, e.DetourEntered):
                earlier = _until(reads, event.seq)
                there = _folded(self.script, quiet, events[:number])
                site = place_of(self.script, there)
                items = items_of(self.script, quiet, events[:number], earlier)
                inner = items_of(self.script, there, events[number:], reads[len(earlier) :])
                to = place_of(self.script, after)
                return Edge(press, items, "enter", to, inner, site, event.onward)
        items = items_of(self.script, quiet, events, reads)
        to = place_of(self.script, after)
        ended = next((event for event in events if isinstance(event, e.Ended)), None)
        if ended:
            return Edge(press, items, "end", to, how=ended.how)
        return Edge(press, items, "go" if to else "over", to)

    def _on_return(self, site: Place, onward: bool, left: Left) -> Iterator[Edge]:
        """Leave the detour as the core does, with its frame upon that of the site."""
        below = frames_at(self.script, site._replace(running=left.running))
        own = Frame(left.detour, (some_step(self.script),), (990,), (1,), onward=onward)
        running = {timer: Run(self.now - timedelta(seconds=1), step) for timer, step in left.running}
        quiet = replace(call_at(self.script, site, self.now), frames=(*below, own), running=running)

        def run(supposing: Supposing) -> Decision:
            self.runs += 1
            decision = Decision(self.script, replace(quiet, supposed=supposing.tells), self.now)
            if left.out:
                moves.leave_all(decision, left.out)
            else:
                moves.leave(decision, then="back" if left.back else "on", finished=False)
            return decision

        for decision, reads in all_ways(BASE, site.alone, run):
            yield self._returned(site, left, quiet, decision, reads)

    def _returned(self, site: Place, left: Left, quiet: Call, decision: Decision, reads: Sequence[Read]) -> Edge:
        events = decision.events
        for number, event in enumerate(events):
            if number and isinstance(event, e.DetourLeft):
                items = items_of(self.script, quiet, events[:number], _until(reads, event.seq))
                there = _folded(self.script, quiet, events[:number])
                return Edge(NO_KEY, items, "leave", left=Left(site.context, left.out, _running(there)))
        items, to = items_of(self.script, quiet, events, reads), place_of(self.script, decision.call)
        return Edge(NO_KEY, items, "go" if to else "over", to)

    def _answer(self, place: Place, press: Press) -> Option | None:
        """Return the answer that a key gives, if it gives one."""
        step, command = self.script.steps[place.step], press.commands[0]
        options = step.options if isinstance(step, Choose) and isinstance(command, c.Answer) else ()
        return next((each for each in options if command == c.Answer(each.id)), None)

    def _may_meet_work(self, place: Place) -> bool:
        step = self.script.steps[place.step]
        options = getattr(step, "options", ())
        asks = step.each or step.closes or any(option.closes or option.spares for option in options)
        return bool(asks) or self._asks_of_work or place.context == AFTER


def _without_clocks(script: Script) -> Script:
    """Return a script without clocks of its own: their limits are supposed, and no rule that asks for one is judged."""
    if not script.clocks:
        return script
    timers = tuple(replace(timer, starts=(), stops=()) for timer in script.pack.timers)
    return dataclasses.replace(script, pack=replace(script.pack, timers=timers))


def _on_left(script: Script, now: datetime, detour: str) -> tuple[Item, ...]:
    """Return what it comes to that a detour is left, and nothing besides."""
    left = e.DetourLeft(seq=BASE, at=now, detour=detour)
    return items_of(script, Call(frames=(Frame(detour, (some_step(script),), (1,), (1,)),)), (left,), ())


def _folded(script: Script, call: Call, events: Sequence[e.Event]) -> Call:
    for event in events:
        call = fold(script, call, event)
    return call


def _until(reads: Sequence[Read], seq: int) -> Sequence[Read]:
    return [read for read in reads if read.seq < seq]


def _running(call: Call) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((timer, run.step) for timer, run in call.running.items()))
