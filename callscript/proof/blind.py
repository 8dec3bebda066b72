"""Finds what rules are blind to: it happens once more in a call, and the rule asks for nothing more.

Calls are led for real, by keys at random that are the same each time; where each rule stands the core's own monitors
say. What is found is so; what is not found may be there all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate, pairwise
from random import Random
from typing import NamedTuple, assert_never

from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import limits_reached, next_limit
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Watch, in_scope
from callscript.proof.keys import Keys, Level, Press
from callscript.proof.places import place_of
from callscript.proof.replay import KEY, Beginning, Played, Pressed, begun

_LONGEST = 90
_ASIDE, _WAITS = 0.12, 0.05
"""How often any key is pressed, not only what the step asks for; how often nothing is, while a timer runs."""
_NOTHING = Watch()


class Blind(NamedTuple):
    """A rule that asks for nothing more when something happens once more."""

    clause: str
    place: int
    """Its position in the clause, from 0."""
    fact: str
    beginning: Beginning
    played: Played
    """A call in which that happens, until then."""


def blind_to(script: Script, beginnings: Iterable[Beginning], *, walks: int, level: Level = 1) -> tuple[Blind, ...]:
    """Return what each rule is blind to in so many calls, each with the call of the fewest keys."""
    found: dict[tuple[str, int, str], Blind] = {}
    keys, starts, chance = Keys(script), tuple(beginnings), Random(1)
    for number in range(walks):
        for each in _led(keys, starts[number % len(starts)], chance, level):
            known = found.get(each[:3])
            if known is None or len(each.played.log) < len(known.played.log):
                found[each[:3]] = each
    clauses = [clause.id for clause in script.pack.clauses]
    return tuple(sorted(found.values(), key=lambda each: (clauses.index(each.clause), each.place, each.fact)))


def is_blind(rule: Rule, fact: str, before: Watch, after: Watch) -> bool:
    """Tell whether a rule asks for nothing more though something that it is about has happened once more."""
    if before.breached or before.excused or after.breached or not in_scope(rule, before):
        return False
    match rule:
        case Existence():
            return bool(before.met and after.met) and fact in (*rule.when, *rule.after)
        case Precedence():
            return fact in rule.then and not rule.fresh and 0 < before.ready < before.met
        case Response():
            return fact in rule.after and bool(before.obligations) and before.obligations == after.obligations
        case Absence():
            return False
        case _:
            assert_never(rule)


def can_be_blind(rule: Rule) -> bool:
    """Tell whether a rule is of a kind that can be blind to something."""
    match rule:
        case Existence():
            return bool({*rule.when, *rule.after}.difference(rule.lapses))
        case Precedence():
            return not rule.fresh
        case Response():
            return True
        case Absence():
            return False
        case _:
            assert_never(rule)


def _led(keys: Keys, beginning: Beginning, chance: Random, level: Level) -> Iterator[Blind]:
    """Lead a call by keys at random."""
    script = keys.script
    call, now, log = begun(script, beginning), beginning.at, tuple[Pressed, ...]()
    while len(log) < _LONGEST and not call.ended:
        place, now = place_of(script, call), now + KEY
        if place is None:
            return
        if call.running and chance.random() < _WAITS:
            waited, calls = _waited(script, call, now)
            now, pressed = now + waited, Pressed((), call, waited)
        else:
            any_key = chance.random() < _ASIDE
            presses = [each for each in (keys.at if any_key else keys.own)(place, call) if each.level <= level]
            pressed, calls = _pressed(script, call, chance.sample(presses, len(presses)), now)
            if not calls and not any_key:
                return
        log, before = (*log, pressed) if calls else log, call
        call = calls[-1] if calls else call
        for found in _blind_in(script, (before, *calls)):
            yield Blind(*found, beginning, Played(call, log, now))


def _pressed(script: Script, call: Call, presses: Iterable[Press], now: datetime) -> tuple[Pressed, tuple[Call, ...]]:
    """Press the first of some keys that can be pressed; return that, and the call after each event; none: none can."""
    for press in presses:
        there, calls = call, list[Call]()
        try:
            for command in press.commands:
                events, after = carry_out(script, there, command, now)
                calls += accumulate(events, partial(fold, script), initial=there)
                there = after
        except Refused:
            continue
        return Pressed(press.commands, call), tuple(calls)
    return Pressed((), call), ()


def _waited(script: Script, call: Call, now: datetime) -> tuple[timedelta, tuple[Call, ...]]:
    """Wait until all timers have run out; return how long that is, and the call after each event."""
    limits = [limit for timer, run in call.running.items() if (limit := next_limit(script, timer, run))]
    waited = max((now, *(limit + timedelta(seconds=1) for limit in limits))) - now
    events = limits_reached(script, call, now + waited)
    return waited, tuple(accumulate(events, partial(fold, script), initial=call))


def _blind_in(script: Script, calls: tuple[Call, ...]) -> Iterator[tuple[str, int, str]]:
    """Yield the rules that asked for nothing more from one event to the next, and at what."""
    for before, after in pairwise(calls):
        if len(after.record) != len(before.record) + 1 or not after.record[-1].obliges:
            continue  # nothing that counts has happened, or something was taken back
        facts = [fact for fact in after.record[-1].facts if _happened(before, fact)]
        for clause in script.pack.clauses if facts else ():
            for place, rule in enumerate(clause.rules):
                was = before.watches[clause.id][place] if clause.id in before.watches else _NOTHING
                now = after.watches[clause.id][place] if clause.id in after.watches else _NOTHING
                if set(rule.unless).isdisjoint(after.record[-1].facts):
                    yield from ((clause.id, place, fact) for fact in facts if is_blind(rule, fact, was, now))


def _happened(call: Call, fact: str) -> bool:
    return any(fact in each.facts for each in call.record if each.obliges)
