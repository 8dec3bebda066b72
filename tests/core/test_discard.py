"""A call in which nothing happened may have been opened by mistake: it can be discarded, and counts as none."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.effects import FileCall, effects
from callscript.core.call.refusal import Refused
from tests.core.scripts import NIGHT, Walk, make_script

NOTHING: tuple[tuple[str, ...], ...] = ((), ("+",), ("+", "<"), ("@abuse", "<"), ("@abuse", "@abuse"), ("@abuse",))
SOMETHING = (("+", "+"), ("address=Ivan",), ("address=Ivan", "address="), ("@unclear", "+"), ("@hold", "agree"))


@pytest.mark.parametrize("words", NOTHING)
def test_an_empty_call_can_be_discarded(words: tuple[str, ...]) -> None:
    """Nothing was said, done, answered or typed: discarded, the call is over, closed, and filed as what it is."""
    for at in (None, NIGHT):
        walk = (Walk(make_script()) if at is None else Walk(make_script(), at)).go(*words)
        (discarded,) = walk.do(c.Discard())
        assert isinstance(discarded, e.Discarded)
        assert (walk.call.discarded, walk.call.closed, walk.call.over, walk.call.under_way) == (
            True,
            walk.now,
            True,
            False,
        )
        assert effects(discarded) == (FileCall(),)
        with pytest.raises(Refused, match="closed"):
            walk.do(c.Advance())


@pytest.mark.parametrize("words", SOMETHING)
def test_a_call_with_something_in_it_cannot(words: tuple[str, ...]) -> None:
    """Whatever was said, done, answered or typed, even if it was erased again, makes it a call."""
    walk = Walk(make_script()).go(*words)
    with pytest.raises(Refused, match="not_empty"):
        walk.do(c.Discard())
    assert not walk.call.may_be_a_mistake


@pytest.mark.parametrize(("seconds", "empty"), [(2.9, True), (3, False)])
def test_a_line_that_was_said_makes_it_a_call(seconds: float, empty: bool) -> None:
    """One that was confirmed faster than it can be said was a key too many; discarding is offered at the first step."""
    walk = Walk(make_script()).wait(seconds).go("+")
    assert walk.call.empty is empty
    assert not walk.call.may_be_a_mistake
    assert walk.go("<").call.may_be_a_mistake is empty
    assert Call().empty


def test_it_is_offered_only_where_nothing_lies_before() -> None:
    """In a detour a step back leaves the detour; only at the first step of the call is there nothing to go back to."""
    walk = Walk(make_script())
    assert walk.call.may_be_a_mistake
    assert not walk.go("@abuse").call.may_be_a_mistake
    assert walk.go("<").call.may_be_a_mistake


def test_an_empty_call_whose_caller_is_gone_can_be_discarded() -> None:
    """One that was left open and taken for lost may be discarded in its wrap-up."""
    walk = Walk(make_script())
    walk.do(c.LoseLine())
    assert walk.call.may_be_a_mistake
    walk.do(c.Discard())
    assert walk.call.over
