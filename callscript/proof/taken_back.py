"""Leads calls in which something is taken back: at each place that a call comes to, then on to its end.

It is no proof: what is tried is counted, and told with what came of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.flow import current
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.proof.judged import Judged
from callscript.proof.keys import Keys
from callscript.proof.places import place_of
from callscript.proof.replay import KEY, Beginning, Played, Pressed, begun, finished, led_on

_DEPTH = 2
"""The main script, and a detour taken from it."""
_ONCE: tuple[c.Command, ...] = (c.Back(),)


class Tried(NamedTuple):
    """What was tried."""

    places: int
    """So many places at which something can be taken back."""
    calls: int


class Breach(NamedTuple):
    """A call in which something is taken back, and a rule is breached."""

    beginning: Beginning
    played: Played


Rules = dict[tuple[str, int], Breach]
"""By clause, and by the rule's position in it: the call with the fewest keys."""


class _Stand(NamedTuple):
    beginning: Beginning
    played: Played


def breaches(script: Script, beginnings: Iterable[Beginning], *, limit: int = 20_000) -> tuple[Tried, Rules]:
    """Return what was tried, in so many calls at most, and the rules that are breached in them."""
    found: Rules = {}
    places = calls = 0
    keys = Keys(script)
    for number, stand in enumerate(_stands(keys, beginnings)):
        if calls >= limit:
            break
        taken_back = list(_taken_back(script, stand.played))
        places += bool(taken_back)
        for there in taken_back:
            calls += 1
            played = finished(keys, there, seeds=(number,))
            for rule in _breached(played.call):
                if rule not in found or len(found[rule].played.log) > len(played.log):
                    found[rule] = Breach(stand.beginning, played)
    return Tried(places, calls), found


def with_breaches(judged: Iterable[Judged], found: Rules) -> Iterator[Judged]:
    """Yield how rules are judged: one that is not known to be breached yet is, where a call was found that does it."""
    for each in judged:
        breach = found.get((each.clause, each.place))
        if breach is None or each.verdict == "breached":
            yield each
            continue
        ended = breach.played.call.ended
        yield Judged(each.clause, each.place, "breached", 3, each.why, *breach, ended.how if ended else "")


def _stands(keys: Keys, beginnings: Iterable[Beginning]) -> Iterator[_Stand]:
    """Yield a call at each place that can be come to without the key that ends it, those of the fewest keys first."""
    seen: set[object] = set()
    waiting = deque(_Stand(each, Played(begun(keys.script, each), (), each.at)) for each in beginnings)
    while waiting:
        stand = waiting.popleft()
        call = stand.played.call
        place = place_of(keys.script, call)
        frames = tuple((frame.step, frame.onward) for frame in call.frames)
        where = (place, frames, bool(stand.beginning.work))
        if place is None or call.ended or len(frames) > _DEPTH or where in seen:
            continue
        seen.add(where)
        yield stand
        for press in keys.at(place, call):
            if press.level < 2 and (led := _done(keys.script, stand.played, press.commands)):
                waiting.append(stand._replace(played=led))


def _taken_back(script: Script, played: Played) -> Iterator[Played]:
    """Yield the call with Backspace pressed, with that pressed twice, and with the detour's own key pressed again; and
    each of these with an answer that leads out of there at once.
    """
    once = _done(script, played, _ONCE)
    detour = played.call.frames[-1].detour
    for found in (once, once and _done(script, once, _ONCE), detour and _done(script, played, (c.TakeDetour(detour),))):
        if found:
            yield found
            yield from filter(None, (_done(script, found, (c.Answer(each),)) for each in _leading_out(script, found)))


def _leading_out(script: Script, played: Played) -> Iterator[str]:
    """Yield the answers behind which nothing is gone on with: what was agreed behind another one is left by them."""
    step = current(script, played.call)
    for option in step.options if isinstance(step, Choose) else ():
        if option.end or option.out:
            yield option.id


def _done(script: Script, played: Played, commands: tuple[c.Command, ...]) -> Played | None:
    """Return the call with something pressed; None: it is refused."""
    now = played.now + KEY
    call = led_on(script, played.call, commands, now)
    return call and Played(call, (*played.log, Pressed(commands, played.call)), now)


def _breached(call: Call) -> Iterator[tuple[str, int]]:
    for clause, watches in call.watches.items():
        yield from ((clause, place) for place, watch in enumerate(watches) if watch.breached)
