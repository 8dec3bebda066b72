"""Conditions held against a call."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.guards import holds
from callscript.core.script.model import Guard, Script
from tests.core.scripts import NIGHT, TO_NEED, Walk

YES = Guard()
NO = Guard(open=False)


@pytest.mark.parametrize(
    ("guard", "path", "expected"),
    [
        (None, (), True),
        (YES, (), True),
        (Guard(field="name"), (), False),
        (Guard(field="name"), ("name=Ivan",), True),
        (Guard(field="name"), ("name=Ivan", "name="), False),
        (Guard(answer="need"), TO_NEED, False),
        (Guard(answer="need"), (*TO_NEED, "info"), True),
        (Guard(answer="need", among=("info", "appeal")), (*TO_NEED, "info"), True),
        (Guard(answer="need", among=("appeal",)), (*TO_NEED, "info"), False),
        (Guard(happened="said:greet"), (), False),
        (Guard(happened="said:greet"), ("+",), True),
        (Guard(happened="mark:polite"), ("+",), True),
        (Guard(overran="hold"), (), False),
        (Guard(overran="hold"), ("@hold", "agree"), False),
        (Guard(open=True), (), True),
        (Guard(open=False), (), False),
        (Guard(detour="hold"), (), False),
        (Guard(detour="hold"), ("@hold",), True),
        (Guard(detour="hold"), ("@hold", "@complaint"), True),
        (Guard(all=(YES, YES)), (), True),
        (Guard(all=(YES, NO)), (), False),
        (Guard(any=(NO, YES)), (), True),
        (Guard(any=(NO, NO)), (), False),
        (Guard(not_=NO), (), True),
        (Guard(not_=YES), (), False),
        (Guard(open=True, field="name"), (), False),
    ],
)
def test_guard(walk: Walk, guard: Guard | None, path: tuple[str, ...], expected: bool) -> None:
    """A guard holds when all the keys that it gives hold."""
    assert holds(guard, walk.go(*path).call) is expected


def test_recorded_lack_is_no_value(walk: Walk) -> None:
    """A field recorded as absent has no value."""
    walk.do(c.Fill("email", "", absent=True))
    assert not holds(Guard(field="email"), walk.call)


def test_overrun_counts_while_it_runs(walk: Walk) -> None:
    """A timer has overrun only while it is running past its limit."""
    walk.go("@hold", "agree").wait(180).go("name=x")
    assert holds(Guard(overran="hold"), walk.call)
    walk.go("+")
    assert not holds(Guard(overran="hold"), walk.call)


def test_orphaned_answer_does_not_count(walk: Walk) -> None:
    """An answer on a branch that a changed answer has left is not an answer."""
    walk.go(*TO_NEED, "appeal", "matter=tax", "+", "agreed", "<", "<", "<", "info")
    assert walk.call.answers["record"] == "agreed"
    assert not holds(Guard(answer="record"), walk.call)


def test_closed_centre(script: Script) -> None:
    """`open` tells whether the centre was open when the call began."""
    assert holds(Guard(open=False), Walk(script, NIGHT).call)
    assert not holds(Guard(open=True), Call())
