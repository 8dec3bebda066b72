"""How a call that was practised was led by its keys."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.refusal import Refused
from callscript.practice.pace import FirstKey
from tests.practice.operators import Led
from tests.practice.test_talk import begun


def spared(call: Led) -> tuple[int, int]:
    """Return how many keys there were, and how many of them could be spared."""
    return call.pace.keys, call.pace.spare


def test_the_straight_way_has_no_key_to_spare() -> None:
    """A text and its Enter are one; neither half a text nor what is found of earlier calls is any."""
    call = begun()
    call.do(c.Advance(), c.Advance(), c.Draft("address", "Ол"), c.Fill("address", "Олена"), c.Advance())
    assert spared(call) == (3, 0)


def test_what_was_gone_back_over_could_be_spared() -> None:
    """Back and on again comes to the same call; so does a detour that is taken back."""
    call = begun()
    call.do(c.Advance(), c.Back(), c.Advance())
    assert spared(call) == (3, 2)
    call.do(c.TakeDetour("hold"), c.TakeDetour("hold"))
    assert spared(call) == (5, 4)


def test_a_hold_that_was_needed_could_not() -> None:
    """What has happened for good is the call's: a second hold is none of the keys to spare."""
    call = begun()
    call.do(c.Advance())
    for _ in range(2):
        call.do(c.TakeDetour("hold"), c.Answer("agrees"))
        call.passes(30)
        call.do(c.Advance(), c.Advance(), c.Answer("found"))
    assert spared(call) == (11, 0)


def test_what_is_refused_is_counted_as_the_first_key_and_nothing_else() -> None:
    """Each step is looked at from when it is come to until something is tried there."""
    call = begun()
    call.passes(4)
    call.do(c.Advance())
    call.passes(2.5)
    with pytest.raises(Refused):
        call.do(c.Answer("nothing"))
    call.passes(9)
    call.do(c.Back())
    call.passes(1)
    call.do(c.Advance())
    first, second = call.begun.step, call.call.step
    assert call.pace.first == (FirstKey(first, 4.0), FirstKey(second, 2.5), FirstKey(first, 1.0))
    assert spared(call) == (3, 2)
