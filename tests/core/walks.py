"""Random walks through a script: what an operator might do next, good or bad."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import decide, wanting
from callscript.core.call.flow import current, offers
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Field, Script
from callscript.core.script.steps import Ask, Choose, Pick, Register
from callscript.packs.reader import read
from tests.core.scripts import MONDAY, NIGHT, Walk, make_script

PACKS = Path(__file__).parents[2] / "data" / "packs"
SCRIPTS = ("test", "ua-court", "lv-lvrtc")

T = TypeVar("T")
Urges = list[tuple[int, int]]
_urge = st.tuples(st.integers(0, 15), st.integers(0, 60))
urges: st.SearchStrategy[Urges] = st.integers(0, 90).flatmap(
    lambda length: st.lists(_urge, min_size=length, max_size=length)
)
starts = st.sampled_from((MONDAY, NIGHT))


@cache
def script_of(name: str) -> Script:
    """Return the test script, or a shipped pack, the same one every time: it is never changed."""
    return make_script() if name == "test" else read(PACKS / name)


def propose(script: Script, call: Call, what: int, which: int) -> c.Command:
    """Return a command: mostly one that goes on with the script, else anything that an operator has a key for."""
    if what < 8:
        return onward(script, call, which)
    if call.ended is not None and what > 11:
        return _wrap_up(script, call, which)
    rest: tuple[Callable[[], c.Command], ...] = (
        c.Back,
        lambda: c.TakeDetour(_pick([detour.id for detour in script.pack.detours], which)),
        lambda: _fill(_pick(script.pack.fields, which), which),
        lambda: _answer(script, call, which),
        c.Advance,
        lambda: c.SwitchLanguage(_pick([*script.texts, "nonsense"], which)),
        lambda: _beside(script, which),
        lambda: c.LoseLine() if which < 3 else c.Resume() if which < 9 else c.Answer("nonsense"),
    )
    return rest[what - 8]()


def onward(script: Script, call: Call, which: int) -> c.Command:
    """Return what takes the script a step further."""
    step = current(script, call)
    if isinstance(step, Ask) and step.field not in call.fields:
        return _fill(script.fields[step.field], which)
    if isinstance(step, Register):
        for field in step.requires:
            if field not in call.fields:
                return _fill(script.fields[field], 0)
    return _answer(script, call, which) if isinstance(step, Choose | Pick) else c.Advance()


def _answer(script: Script, call: Call, which: int) -> c.Command:
    return c.Answer(_pick([offer.id for offer in offers(script, call)] or ["nothing"], which))


def _beside(script: Script, which: int) -> c.Command:
    """Return what leaves the script where it is: something is being typed, or was looked up and told."""
    if which % 2:
        return c.Inform(str(which % 6), "Title", 1, "told")
    return c.Draft(_pick(script.pack.fields, which).id, "x" * (which % 3))


def _fill(field: Field, which: int) -> c.Fill:
    if which % 7 == 5:
        return c.Fill(field.id, "")
    if which % 7 == 6:
        return c.Fill(field.id, "no reason", absent=True)
    return c.Fill(field.id, _pick(field.options or ("Ivan [/red]", "{centre}"), which))


def _wrap_up(script: Script, call: Call, which: int) -> c.Command:
    return _pick(
        [
            c.Close(),
            c.Summarise(str(which)),
            *(c.SetOutcome(outcome.id) for outcome in script.pack.outcomes),
            *(c.Explain(verdict.clause, "so") for verdict in wanting(script, call, MONDAY)),
        ],
        which,
    )


def _pick(choices: Iterable[T], which: int) -> T:
    some = list(choices)
    return some[which % len(some)]


def steps(walk: Walk, wishes: Urges) -> Iterator[c.Command]:
    """Carry out one command after another, as far as they are not refused; yield each that was."""
    for what, which in wishes:
        command = propose(walk.script, walk.call, what, which)
        walk.wait(which / 4)
        try:
            walk.do(command)
        except Refused:
            continue
        yield command


def led(script: Script, at: datetime, wishes: Urges) -> Walk:
    """Return a call that was led so."""
    walk = Walk(script, at)
    for _ in steps(walk, wishes):
        pass
    return walk


def way_to(script: Script, call: Call, now: datetime, goal: Callable[[Call], bool]) -> Call | None:
    """Search, breadth first, for keys that lead to a goal; the line is not lost on the way."""
    queue, seen = deque([(call, now)]), {_place(call)}
    while queue and len(seen) < 2000:
        here, at = queue.popleft()
        if goal(here):
            return here
        at += timedelta(seconds=20)
        for command in _keys(script, here):
            try:
                there = here
                for event in decide(script, here, command, at):
                    there = fold(script, there, event)
            except Refused:
                continue
            if _place(there) not in seen:
                seen.add(_place(there))
                queue.append((there, at))
    return None


def _keys(script: Script, call: Call) -> Iterator[c.Command]:
    yield c.TakeDetour("end")
    yield onward(script, call, 0)
    yield c.Advance()
    yield from (c.Answer(offer.id) for offer in offers(script, call) if offer.offered and not offer.detour)
    if call.frame is not None and call.frame.detour:
        yield c.TakeDetour(call.frame.detour)


def _place(call: Call) -> object:
    return (tuple((frame.detour, frame.step) for frame in call.frames), call.ended, len(call.fields))
