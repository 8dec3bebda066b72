"""Leads calls for real, by any key, to find one for each thing that a script has: a step, an answer, a rule met.

At a place so many calls are gone on with as conditions can tell apart, up to a bound: what is found is so, what is not
found may be there all the same.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.fold import fold
from callscript.core.call.guards import how_often, is_so, read_in
from callscript.core.call.timers import limits_reached, next_limit
from callscript.core.script.conditions import Atom, Happened, OfField
from callscript.core.script.model import Script
from callscript.core.standard.facts import RECORDED
from callscript.proof.goals import Goal, asked_for, is_stuck, met_in, rule_of
from callscript.proof.keys import Keys
from callscript.proof.places import AFTER, place_of
from callscript.proof.replay import KEY, Beginning, Played, Pressed, begun, led_on

_BY_CARD = 8_000
"""So many keys may be tried yet once calls are led on by the caller's card."""


class _Stand(NamedTuple):
    """A call under way, and how it came there: the stand before, and what was done then."""

    call: Call
    now: datetime
    beginning: Beginning
    before: _Stand | None = None
    pressed: Pressed | None = None
    keys: int = 0

    @property
    def log(self) -> tuple[Pressed, ...]:
        """What was pressed, from the beginning."""
        found: list[Pressed] = []
        stand: _Stand | None = self
        while stand is not None and stand.pressed is not None:
            found.append(stand.pressed)
            stand = stand.before
        return tuple(reversed(found))


class Example(NamedTuple):
    """A call that comes to something."""

    beginning: Beginning
    played: Played


class Explorer:
    """Calls of a script, and what they come to."""

    def __init__(
        self,
        script: Script,
        beginnings: Iterable[Beginning],
        *,
        each: int = 16,
        limit: int = 60_000,
        wanted: Goal | None = None,
    ) -> None:
        self.script = script
        self._wanted = wanted
        """A rule that is met: where it stands is told apart too, and nothing else is looked for."""
        self._keys = Keys(script)
        self._each = each
        """So many calls are gone on with at a place."""
        self._left = limit
        self._told_apart = tuple(dict.fromkeys(read_in(script)))
        self._found: dict[Goal, _Stand] = {}
        self._seen: set[object] = set()
        self._at = Counter[object]()
        self._queue: list[tuple[int, int, int, _Stand]] = []
        self._by_card = deque[_Stand]()
        read = {atom.field for atom in self._told_apart if isinstance(atom, OfField)}
        happened = (atom for atom in self._told_apart if isinstance(atom, Happened))
        recorded = (fact.partition(":") for atom in happened for fact in (atom.fact, *atom.since))
        read |= {field for word, _, field in recorded if word in RECORDED}
        read |= {fact.partition(":")[2] for fact in (wanted and asked_for(rule_of(script, wanted))) or ()}
        self._card = tuple(field for field in script.pack.fields if field.id in read and field.group != "call")
        for beginning in beginnings:
            self._come_to(_Stand(begun(script, beginning), beginning.at, beginning))
        self._search()

    def __contains__(self, goal: Goal) -> bool:
        return goal in self._found

    def __iter__(self) -> Iterator[Goal]:
        return iter(self._found)

    def go_on(self, example: Example, *, limit: int = 4_000) -> None:
        """Lead on a call that was found in another way: what was not seen yet may lie near to it."""
        played, stand = example.played, _Stand(example.played.call, example.played.now, example.beginning)
        after = [*(pressed.call for pressed in played.log[1:]), played.call]
        for pressed, call in zip(played.log, after, strict=True):
            stand = _Stand(call, played.now, example.beginning, stand, pressed, stand.keys + len(pressed.commands))
            self._note(stand)
        self._each += 4
        self._left = limit
        self._come_to(stand)
        self._search()

    def example(self, goal: Goal) -> Example | None:
        """Return the call with the fewest keys that was seen to come to something."""
        stand = self._found.get(goal)
        return stand and Example(stand.beginning, Played(stand.call, stand.log, stand.now))

    def _search(self) -> None:
        """Lead calls on; where nothing is left to be led on, something is recorded on the caller's card meanwhile."""
        while self._left > 0 and self._wanted not in self._found:
            if self._queue:
                found = self._after(heappop(self._queue)[-1])
            elif self._by_card:
                self._left = min(self._left, _BY_CARD)
                found = self._recorded(self._by_card.popleft())
            else:
                break
            for following in found:
                self._come_to(following)

    def _note(self, stand: _Stand) -> None:
        for goal in self._goals(stand):
            if goal not in self._found or self._found[goal].keys > stand.keys:
                self._found[goal] = stand

    def _come_to(self, stand: _Stand) -> None:
        self._note(stand)
        place = place_of(self.script, stand.call)
        if place is None:
            return
        where = (place, self._stands(stand.call))
        frames = tuple((frame.step, frame.onward) for frame in stand.call.frames)
        alike = (where, frames, tuple(_as_told_apart(stand.call, atom) for atom in self._told_apart))
        if alike in self._seen or self._at[where] >= self._each:
            return
        self._seen.add(alike)
        self._at[where] += 1
        heappush(self._queue, (self._at[where], stand.keys, len(self._seen), stand))
        if place.context != AFTER:
            self._by_card.append(stand)

    def _stands(self, call: Call) -> object:
        """Return how far the rule has come that is looked for."""
        watches = call.watches.get(self._wanted.of) if self._wanted else None
        if not watches or not self._wanted:
            return None
        watch = watches[int(self._wanted.which) - 1]
        owed = tuple((each.answered, each.matter == call.matter) for each in watch.obligations)
        return bool(watch.scope), bool(watch.excused), bool(watch.ready), watch.came, owed

    def _goals(self, stand: _Stand) -> Iterator[Goal]:
        call, pressed = stand.call, stand.pressed
        if call.frames:
            yield Goal("step", call.step)
        if call.frame and call.frame.detour:
            yield Goal("detour", call.frame.detour)
        if pressed:
            before = pressed.call.step if pressed.call.frames else ""
            yield from (Goal("answer", before, each.option) for each in pressed.commands if isinstance(each, c.Answer))
            if not call.frames and not call.ended:
                yield Goal("nowhere", before)
        if call.ended and pressed and not pressed.call.ended and pressed.commands != (c.LoseLine(),):
            yield Goal("ending", call.ended.how)
        if pressed and (call.ended or pressed.call.watches != call.watches):  # it may end at once
            yield from met_in(self.script, call.watches)
        if is_stuck(self.script, call):
            yield Goal("stuck", call.step)

    def _after(self, stand: _Stand) -> Iterator[_Stand]:
        place = place_of(self.script, stand.call)
        assert place
        now = stand.now + KEY
        for commands in dict.fromkeys(press.commands for press in self._keys.at(place, stand.call)):
            yield from self._pressed(stand, commands, now)
        for each in self.script.pack.earlier:
            if f"earlier:{each.id}" not in stand.call.latest_of:
                yield from self._pressed(stand, (c.TellEarlier((each.id,)),), now)
        for timer, run in stand.call.running.items():
            if limit := next_limit(self.script, timer, run):
                yield self._waited(stand, limit + timedelta(seconds=1))

    def _recorded(self, stand: _Stand) -> Iterator[_Stand]:
        for field in self._card:
            for fill in (*self._keys.fills(field, stand.call), c.Fill(field.id, "")):
                yield from self._pressed(stand, (fill,), stand.now + KEY)

    def _pressed(self, stand: _Stand, commands: tuple[c.Command, ...], now: datetime) -> Iterator[_Stand]:
        self._left -= 1
        if call := led_on(self.script, stand.call, commands, now):
            yield _Stand(call, now, stand.beginning, stand, Pressed(commands, stand.call), stand.keys + len(commands))

    def _waited(self, stand: _Stand, until: datetime) -> _Stand:
        waited, call = max(until - stand.now, timedelta()), stand.call
        for event in limits_reached(self.script, call, stand.now + waited):
            call = fold(self.script, call, event)
        return _Stand(call, stand.now + waited, stand.beginning, stand, Pressed((), call, waited), stand.keys)


def _as_told_apart(call: Call, atom: Atom) -> object:
    """Return what a condition makes of a call: whether it is so, and how far it is to that where it is counted."""
    if isinstance(atom, Happened) and isinstance(atom.times, int):
        return min(how_often(call, atom.fact, atom.since), atom.times)
    return is_so(call, atom)
