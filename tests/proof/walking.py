"""Random calls that are held against what was proved: nothing is taken back in them, and their keys have levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Wait
from callscript.proof.judged import Judged
from callscript.proof.keys import Keys
from callscript.proof.replay import Beginning, begun
from tests.core.walks import propose


class Walked(NamedTuple):
    """A call, and the level of the keys that led through it."""

    level: int
    call: Call
    commands: tuple[c.Command, ...]


def keyed_of(script: Script) -> dict[str, int]:
    """Return the detours that have a key, each with its level."""
    return {detour.id: 2 if detour.id == "end" else 1 for detour in Keys(script).detours}


def walks(script: Script, at: Sequence[datetime], number: int, seed: int, ceiling: int = 2) -> Iterator[Walked]:
    """Yield so many random calls, by keys up to a level."""
    chance, highest = Random(seed), ceiling
    keyed = keyed_of(script)
    for _ in range(number):
        ceiling, now = min(highest, chance.choice((0, 1, 1, 2))), chance.choice(at)
        call, level, done = begun(script, Beginning(now)), 0, list[c.Command]()
        for _ in range(chance.randint(10, 70)):
            what = chance.randrange(11 if chance.random() < 0.3 else 8)
            command = propose(script, call, what, chance.randrange(60))
            needed = level_of(script, call, command, keyed)
            if needed is None or needed > ceiling:
                continue
            now += timedelta(seconds=chance.choice((1, 4, 9, 12, 200)))
            try:
                _, call = carry_out(script, call, command, now)
            except Refused:
                continue
            level, done = max(level, needed), [*done, command]
            if call.over:
                break
        if call.under_way and ceiling == 2:
            _, call = carry_out(script, call, c.LoseLine(), now)
            level = 2
        yield Walked(level, call, tuple(done))


def level_of(script: Script, call: Call, command: c.Command, keyed: dict[str, int]) -> int | None:
    """Return the level of a key; None: something may be taken back by it."""
    match command:
        case c.Back():
            return None
        case c.Fill(field, _, absent) if call.frames:
            step = script.steps[call.step]
            if getattr(step, "field", "") == field and not is_filled_here(call, field):
                return 0 if command.value or absent else None
            return 1 if script.fields[field].group != "call" else None
        case c.TakeDetour(detour):
            if call.frame and call.frame.detour == detour:
                again = isinstance(script.steps[call.step], Wait)
                return 1 if again else None
            found = script.detours.get(detour)
            by_digit = found is not None and found.digit and not found.urgent
            typed = by_digit and call.frames and isinstance(script.steps[call.step], Ask)
            return None if typed else keyed.get(detour)
        case c.SwitchLanguage() | c.Inform():
            return 1
        case c.Answer(option) if option in keyed:
            return max(1, keyed[option])
        case _:
            return 0


def is_filled_here(call: Call, field: str) -> bool:
    """Tell whether a field was filled in at the step that asks for it: Enter has gone on by then, the card is left."""
    return any(
        call.latest_of.get(f"{fact}:{field}", 0) > call.frames[-1].since[call.frames[-1].at]
        for fact in ("filled", "absent")
    )


def missed(judged: Sequence[Judged], found: Walked) -> list[Judged]:
    """Return the rules that were proved for keys of this level, and which this call breaches."""
    if found.call.ended is None:
        return []
    return [
        each
        for each in judged
        if each.verdict == "proved"
        and each.level >= found.level
        and (watches := found.call.watches.get(each.clause))
        and watches[each.place].breached
    ]
