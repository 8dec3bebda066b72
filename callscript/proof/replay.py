"""Plays a path for real, from the beginning of a call: it holds, or a condition was taken for what it is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call, Value
from callscript.core.call.decide import begin, carry_out
from callscript.core.call.fold import fold
from callscript.core.call.guards import is_so
from callscript.core.call.outgoing import Continued
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import limits_reached, next_limit
from callscript.core.script.conditions import Atom
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Response, Rule
from callscript.proof.cards import meant
from callscript.proof.edges import Edge
from callscript.proof.items import Guard
from callscript.proof.keys import Keys, Press
from callscript.proof.places import OPERATOR, place_of
from callscript.runtime.i18n import N_

_TRIES, _LONGEST = 12, 60
KEY = timedelta(seconds=4)
"""Between one key and the next: a line can be said meanwhile."""


class Beginning(NamedTuple):
    """How a call begins."""

    at: datetime
    work: str = ""
    """The kind of work that the operator rings up about; empty: somebody rings."""
    known: tuple[str, ...] = ()
    """The fields that are known from the earlier call."""
    tries: int = 0
    """How often nobody was reached about it before."""


class Pressed(NamedTuple):
    """What was done, and the call when it was done."""

    commands: tuple[c.Command, ...]
    call: Call
    waited: timedelta = timedelta()
    """How long was waited before that besides."""


class Played(NamedTuple):
    """What came of a path."""

    call: Call
    log: tuple[Pressed, ...]
    now: datetime


class Differs(NamedTuple):
    """Where a path is none."""

    atoms: tuple[Atom, ...]
    """Conditions that were taken for what they are not; none: it fails for another reason."""
    why: str


def begun(script: Script, beginning: Beginning) -> Call:
    """Begin a call."""
    goes_on = None
    if beginning.work:
        values = {field: Value("a") for field in beginning.known}
        goes_on = Continued(task="proof/1", kind=beginning.work, attempt=1, values=values, tries=beginning.tries)
    call = Call()
    for event in begin(script, "proof", OPERATOR, beginning.at, goes_on=goes_on):
        call = fold(script, call, event)
    return call


def play(script: Script, beginning: Beginning, path: Sequence[Edge], rule: Rule | None) -> Played | Differs:
    """Play a path for real."""
    call, now, log = begun(script, beginning), beginning.at, list[Pressed]()
    for edge, guards in _keys_of(path):
        waited = _wait(script, call, edge, rule, now)
        if edge.waits:
            now += waited
            for event in limits_reached(script, call, now):
                call = fold(script, call, event)
            log.append(Pressed((), call, waited))
            continue
        now += KEY
        reads: list[tuple[Atom, bool]] = []

        def told(call: Call, atom: Atom, reads: list[tuple[Atom, bool]] = reads) -> bool:
            reads.append((atom, is_so(call, atom)))
            return reads[-1][1]

        before = call
        needs = [(atom, is_so(before, atom)) for atom, _ in edge.press.needs]
        wanted = [*(Guard(*each) for each in edge.press.needs), *guards]
        try:
            call = replace(call, supposed=told)
            pressed = tuple(meant(script, call, command) for command in _by_keys(script, call, edge.press.commands))
            for command in pressed:
                _, call = carry_out(script, call, command, now)
        except Refused:
            return Differs(_wrong(wanted, [*needs, *reads]), N_("a key of a path that would breach it is refused"))
        call = replace(call, supposed=None)
        if wrong := _wrong(wanted, [*needs, *reads]):
            return Differs(wrong, "")
        log.append(Pressed(pressed, before))
        to = edge.to
        there = place_of(script, call)
        if edge.way == "go" and to and (there is None or there.step != to.step) and edge.press.commands:
            return Differs((), N_("a key of a path that would breach it leads to another step"))
    return Played(call, tuple(log), now)


def _by_keys(script: Script, call: Call, commands: tuple[c.Command, ...]) -> tuple[c.Command, ...]:
    """Return the commands as keys give them: that of the language goes on to the next one, up to the one wanted."""
    match commands:
        case (c.SwitchLanguage(language=wanted),):
            languages = [each.id for each in script.pack.languages]
            here = languages.index(call.language) + 1
            ahead = [*languages[here:], *languages[:here]]
            return tuple(map(c.SwitchLanguage, ahead[: ahead.index(wanted) + 1]))
        case _:
            return commands


def _keys_of(path: Iterable[Edge]) -> Iterable[tuple[Edge, tuple[Guard, ...]]]:
    """Yield the edges that something is pressed or waited for at, with what is read until the next one."""
    found: list[tuple[Edge, list[Guard]]] = []
    for edge in path:
        if edge.press.commands or edge.waits:
            found.append((edge, []))
        found[-1][1].extend(each for each in (*edge.items, *edge.inner) if isinstance(each, Guard))
    return [(edge, tuple(guards)) for edge, guards in found]


def _wrong(wanted: Sequence[Guard], reads: Sequence[tuple[Atom, bool]]) -> tuple[Atom, ...]:
    """Return the first condition that was read otherwise than was thought."""
    real = list(reads)
    for guard in wanted:
        for number, (atom, so) in enumerate(real):
            if atom == guard.atom:
                if so is not guard.so:
                    return (atom,)
                del real[:number]
                break
    return ()


def _wait(script: Script, call: Call, edge: Edge, rule: Rule | None, now: datetime) -> timedelta:
    if edge.waits == "late":
        within = rule.within if isinstance(rule, Response) else None
        return timedelta(days=1) if within == "today" or within is None else timedelta(seconds=seconds(within) + 1)
    run = call.running.get(edge.waits)
    limit = next_limit(script, edge.waits, run) if run else None
    return max(limit + timedelta(seconds=1) - now, timedelta()) if limit else timedelta()


def finished(keys: Keys, played: Played, *, seeds: Iterable[int] = range(_TRIES)) -> Played:
    """Go on with a call to its end, by what its steps ask for; the caller hangs up if that leads nowhere."""
    script, best = keys.script, None
    for seed in seeds:
        chance, call, now, log = Random(seed), played.call, played.now, list(played.log)
        while not call.over and len(log) < len(played.log) + _LONGEST:
            place = place_of(script, call)
            presses = list(keys.own(place, call)) if place else []
            now += KEY
            done = _pressed(script, call, chance.sample(presses, len(presses)), now)
            if done is None:
                break
            log.append(Pressed(done[0], call))
            call = done[1]
        if call.over and (best is None or len(log) < len(best.log)):
            best = Played(call, tuple(log), now)
    if best is not None:
        return best
    _, call = carry_out(script, played.call, c.LoseLine(), played.now + KEY)
    return Played(call, (*played.log, Pressed((c.LoseLine(),), played.call)), played.now + KEY)


def _pressed(
    script: Script, call: Call, presses: Iterable[Press], now: datetime
) -> tuple[tuple[c.Command, ...], Call] | None:
    for press in presses:
        if there := led_on(script, call, press.commands, now):
            return press.commands, there
    return None


def led_on(script: Script, call: Call, commands: Iterable[c.Command], now: datetime) -> Call | None:
    """Return a call with something pressed; None: it is refused."""
    try:
        for command in commands:
            _, call = carry_out(script, call, command, now)
    except Refused:
        return None
    return call
