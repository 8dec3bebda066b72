"""The flow against an independent machine: python-statemachine leads the same calls to the same steps."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given

from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from tests.core.machine import Oracle
from tests.core.scripts import TO_REGISTERED, Walk
from tests.core.walks import Urges, propose, starts, urges


@given(at=starts, wishes=urges)
def test_the_machine_is_at_the_same_step(any_script: Script, at: datetime, wishes: Urges) -> None:
    """After every command, every frame of the call is at the step at which the machine is."""
    walk = Walk(any_script, at)
    oracle = Oracle(walk.script, walk.call)
    for what, which in wishes:
        before = walk.call
        command = propose(walk.script, before, what, which)
        walk.wait(which / 4)
        try:
            events = walk.do(command)
        except Refused:
            continue
        oracle.follow(before, command, events)
        assert oracle.place == tuple((frame.detour, frame.step) for frame in walk.call.frames), command


def test_the_machine_can_tell(walk: Walk) -> None:
    """A machine that is led otherwise is somewhere else: the comparison is worth something."""
    oracle = Oracle(walk.script, walk.call)
    walk.go(*TO_REGISTERED)
    assert oracle.place != tuple((frame.detour, frame.step) for frame in walk.call.frames)
