"""The work after a call: how long it may take, as the centre says, and how it is prolonged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.before import with_before
from callscript.core.call.effects import effects
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import after_call_work, countdowns, limits_reached, next_alarm
from callscript.core.live import AFTER_CALL, follow_all, live_row, standing
from callscript.core.script.after_call_settings import AfterCallSettings
from callscript.core.script.model import Script
from tests.core.scripts import MONDAY, TO_NEED, Walk, make_script

SETTINGS = AfterCallSettings(limit="2m", more="90s")


def limited(settings: AfterCallSettings = SETTINGS) -> Script:
    """Return the test script at a centre that limits the work after a call."""
    return replace(make_script(), after_call_work=settings)


def ended(settings: AfterCallSettings = SETTINGS) -> Walk:
    """Return a call whose caller has just hung up."""
    return Walk(limited(settings)).go(*TO_NEED, "@end", "gone")


@pytest.mark.parametrize(
    ("passed", "left", "phase"),
    [(0, 120, "running"), (99.9, 21, "running"), (100, 20, "warning"), (119.9, 1, "warning"), (120, 0, "over"),
     (150.2, -30, "over"), (-3, 120, "running")],
)  # fmt: skip
def test_it_is_counted_down_from_the_end_of_the_call(passed: float, left: int, phase: str) -> None:
    """It warns with a sixth of the time left, and counts up behind the limit; nothing is recorded of that."""
    walk = ended().wait(passed)
    found = after_call_work(walk.call, walk.now)
    assert found
    assert (found.left, found.phase) == (left, phase)
    assert countdowns(walk.script, walk.call, walk.now) == ()
    assert limits_reached(walk.script, walk.call, walk.now) == ()


def test_a_centre_says_when_it_warns() -> None:
    """As it is said; else a sixth of the limit before it."""
    assert [AfterCallSettings(limit="3m", warn=warn).warns for warn in (None, "45s")] == [30, 45]
    assert AfterCallSettings().warns == 0


def test_what_does_not_go_together_is_told() -> None:
    """A warning no later than the beginning, and one of no limit."""
    assert AfterCallSettings().wrong == SETTINGS.wrong == ("", "")
    assert AfterCallSettings(warn="30s").wrong[0] == "warn"
    assert AfterCallSettings(limit="30s", warn="30s").wrong == ("warn", "must be shorter than the limit of 30s")


def test_without_a_limit_there_is_no_clock_of_it() -> None:
    """No centre that names none is hurried, and there is nothing to prolong."""
    walk = ended(AfterCallSettings())
    assert (walk.call.allowed_after, after_call_work(walk.call, walk.now)) == (0, None)
    assert next_alarm(walk.script, walk.call, walk.now) is None
    with pytest.raises(Refused, match="call_over"):
        walk.do(c.Prolong())


def test_no_call_that_goes_on_is_prolonged() -> None:
    """There is no work after it yet."""
    walk = Walk(limited())
    assert walk.call.allowed_after == 0
    with pytest.raises(Refused, match="not_over"):
        walk.do(c.Prolong())


@given(st.lists(st.floats(0, 300), min_size=1, max_size=4))
def test_each_time_adds_as_much_as_the_centre_gives(waits: list[float]) -> None:
    """The event says how much and who; the limit is that of the end and all of these, also behind it."""
    walk = ended()
    for number, wait in enumerate(waits, start=1):
        (event,) = walk.wait(wait).do(c.Prolong())
        assert event == e.AfterCallProlonged(seq=walk.call.seq, at=walk.now, seconds=90, operator="17")
        assert (walk.call.allowed_after, effects(event)) == (120 + 90 * number, ())
    assert list(with_before(walk.log))[-1][1] == {}


def test_the_next_moment_that_matters_is_known() -> None:
    """When it is going to warn, when the limit comes, and nothing behind that."""
    walk = ended()
    begun = walk.now
    assert next_alarm(walk.script, walk.call, begun) == begun + timedelta(seconds=100)
    assert next_alarm(walk.script, walk.call, begun + timedelta(seconds=100)) == begun + timedelta(seconds=120)
    assert next_alarm(walk.script, walk.call, begun + timedelta(seconds=120)) is None


def test_settings_that_change_leave_a_call_that_has_ended_alone() -> None:
    """What it may take stands in its end."""
    walk = ended()
    walk.script = limited(AfterCallSettings(limit="10m"))
    assert walk.call.allowed_after == 120
    assert ended(AfterCallSettings(limit="10m")).call.allowed_after == 600


def test_a_call_that_goes_on_after_all_has_its_whole_time_again() -> None:
    """What was prolonged of the wrong end is gone with it."""
    walk = ended()
    walk.do(c.Prolong(), c.TakeEndBack("still there"))
    assert walk.call.allowed_after == 0
    walk.wait(60).go("@end", "gone")
    assert walk.call.allowed_after == 120


def test_a_board_shows_it_as_a_clock() -> None:
    """Over the limit it is told of as such, also without the script; that a session records nothing is no trouble."""
    walk = ended().wait(130)
    (clock,) = live_row(walk.script, "17", follow_all(walk.script, walk.log)).clocks
    assert (clock.name, clock.limit, clock.warn, clock.hold) == (AFTER_CALL, 120, 20, False)
    found = standing(live_row(None, "17", follow_all(None, walk.log)), walk.now)
    assert (found.state, found.silence, [each.phase for each in found.clocks]) == ("after_call", "", ["over"])
    walk.do(c.Prolong())
    found = standing(live_row(walk.script, "17", follow_all(walk.script, walk.log)), walk.now)
    assert [each.phase for each in found.clocks] == ["running"]


def test_a_closed_call_has_no_running_clock() -> None:
    """Its limit is known all the same."""
    walk = ended()
    call = apply(walk.call, e.Closed(seq=walk.call.seq + 1, at=walk.now))
    assert after_call_work(call, walk.now) is None
    assert next_alarm(walk.script, call, MONDAY) is None
    assert call.allowed_after == 120
