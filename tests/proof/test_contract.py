"""The graph of places has whatever a call does: each key leads, under conditions that are so, to where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.guards import is_so
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.packs import locate, read
from callscript.proof.edges import Edge
from callscript.proof.flow import Flow
from callscript.proof.items import Guard
from callscript.proof.places import Place, place_of
from callscript.proof.replay import Beginning, begun
from tests.core.walks import Urges, propose, urges
from tests.proof.walking import keyed_of, level_of


@lru_cache
def _flow(pack: str) -> Flow:
    return Flow(read(locate(pack)))


def _edges(flow: Flow, place: Place, command: c.Command) -> Iterator[Edge]:
    digit = isinstance(command, c.Answer) and command.option in keyed_of(flow.script)
    taken = c.TakeDetour(command.option) if digit and isinstance(command, c.Answer) else command
    if isinstance(taken, c.TakeDetour) and taken.detour == place.context and _goes_on(flow.script, taken.detour):
        taken = c.Advance()  # pressed again, the key of a detour ends its wait as Enter does
    for edge in flow.edges(place, 2):
        if edge.press.commands in ((command,), (taken,)):
            yield edge


def _goes_on(script: Script, detour: str) -> bool:
    return script.detours[detour].again == "on"


def _is_there(flow: Flow, before: Call, command: c.Command, after: Call) -> bool:
    """Tell whether an edge leads from where the call was to where it is, under conditions that were so at first."""
    place, there = place_of(flow.script, before), place_of(flow.script, after)
    assert place
    for edge in _edges(flow, place, command):
        if not all(is_so(before, item.atom) is item.so for item in _first(edge)):
            continue
        if edge.way in ("leave", "over"):
            return edge.way == "over" or edge.left is not None
        if edge.way == "end":
            return after.ended is not None
        if edge.to and there and (edge.to.context, edge.to.step) == (there.context, there.step):
            return True
    return False


def _first(edge: Edge) -> Iterator[Guard]:
    """Yield the conditions that are read before anything happens."""
    for item in (*edge.items, *(() if edge.items else edge.inner)):
        if not isinstance(item, Guard):
            return
        yield item


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
@settings(max_examples=8)
@given(wishes=urges)
def test_each_key_leads_where_the_graph_says(pack: str, wishes: Urges) -> None:
    """Whatever is pressed in a call in which nothing is taken back, the graph has it."""
    flow = _flow(pack)
    script = flow.script
    keyed, now = keyed_of(script), flow.now
    call = begun(script, Beginning(now))
    for what, which in wishes:
        if call.over:
            break
        command = propose(script, call, what, which)
        if level_of(script, call, command, keyed) is None:
            continue
        now += timedelta(seconds=3)
        try:
            _, after = carry_out(script, call, command, now)
        except Refused:
            continue
        if isinstance(command, c.Advance | c.Answer | c.TakeDetour | c.LoseLine) and not _typed(script, call, command):
            assert _is_there(flow, call, command, after), (place_of(script, call), command)
        call = after


def _typed(script: Script, call: Call, command: c.Command) -> bool:
    """Tell whether a key stands for others in the graph: a text that is confirmed, a name out of many."""
    step = script.steps[call.step]
    return type(step).__name__ in ("Ask", "Pick", "Register") and not isinstance(command, c.TakeDetour | c.LoseLine)
