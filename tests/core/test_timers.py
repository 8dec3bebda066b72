"""Countdowns, and the one event that reaching a limit is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.timers import Countdown, countdowns, limits_reached, next_alarm
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script, Timer
from tests.core.scripts import Walk, make_script


@pytest.mark.parametrize(
    ("passed", "left", "phase"),
    [
        (0, 180, "running"),
        (0.9, 180, "running"),
        (149.9, 31, "running"),
        (150, 30, "warning"),
        (179.9, 1, "warning"),
        (180, 0, "over"),
        (205.5, -25, "over"),
        (-5, 180, "running"),
    ],
)
def test_countdown(walk: Walk, passed: float, left: int, phase: str) -> None:
    """A countdown is derived from its start and now: it warns, and counts up after zero."""
    walk.go("@hold", "agree").wait(passed)
    assert countdowns(walk.script, walk.call, walk.now) == (Countdown("hold", left, phase),)  # pyright: ignore[reportArgumentType]


def test_latest_countdown_first(walk: Walk) -> None:
    """A clock runs on under nested detours; the latest is shown first, and one without warning gives none."""
    walk.go("@hold", "agree").wait(60).go("@unclear", "+").wait(9)
    assert countdowns(walk.script, walk.call, walk.now) == (
        Countdown("clarity", 1, "running"),
        Countdown("hold", 111, "running"),
    )


def test_no_limit_is_reached_before_its_moment(walk: Walk) -> None:
    """A limit is reached at its own moment, not before."""
    walk.go("@hold", "agree").wait(179.999)
    assert limits_reached(walk.script, walk.call, walk.now) == ()


def test_overrun_is_recorded_once(walk: Walk) -> None:
    """Reaching a limit is recorded once, at the moment of the limit, however late it is noticed."""
    walk.go("@hold", "agree", "@unclear", "+").wait(500)
    reached = limits_reached(walk.script, walk.call, walk.now)
    start = walk.log[0].at
    assert reached == (
        e.TimerOverran(seq=walk.call.seq + 1, at=start + timedelta(seconds=10), timer="clarity"),
        e.TimerOverran(seq=walk.call.seq + 2, at=start + timedelta(seconds=180), timer="hold"),
    )
    walk.go("name=x")
    assert limits_reached(walk.script, walk.call, walk.now + timedelta(hours=1)) == ()


def test_every_run_has_its_own_limit(walk: Walk) -> None:
    """A second hold is a second countdown, and every hold of the call is kept."""
    walk.go("@hold", "agree").wait(190).go("@hold", "+")
    walk.go("@hold", "agree").wait(181)
    assert len(limits_reached(walk.script, walk.call, walk.now)) == 1
    walk.go("@hold")
    assert [(run.ended - run.started).total_seconds() for run in walk.call.runs_of("hold")] == [190, 181]
    stopped = [event.seconds for event in walk.log if isinstance(event, e.TimerStopped)]
    assert stopped == [190.0, 181.0]


def test_hold_across_a_clock_change(script: Script) -> None:
    """A hold is as long as it was, also in the night when the clock is put back."""
    walk = Walk(script, datetime(2026, 10, 25, 3, 59, tzinfo=ZoneInfo("Europe/Riga"))).go("@hold", "agree")
    walk.now = datetime(2026, 10, 25, 3, 1, tzinfo=ZoneInfo("Europe/Riga"), fold=1)
    assert countdowns(walk.script, walk.call, walk.now)[0].left == 60
    walk.go("@hold")
    stopped = walk.log[-3]
    assert isinstance(stopped, e.TimerStopped)
    assert stopped.seconds == 120.0


def test_how_long_it_ran_is_not_known_for_sure_after_an_interruption(walk: Walk) -> None:
    """Only where the call was taken up again on a machine that was started anew meanwhile."""
    walk.go("@hold", "agree").do(c.Resume())
    assert [run.about for run in walk.call.running.values()] == [False]
    walk.do(c.Resume(about=True))
    assert [run.about for run in walk.call.running.values()] == [True]


def test_clock_never_runs_backwards(walk: Walk) -> None:
    """A wait is never shorter than nothing."""
    walk.go("@hold", "agree").wait(-60).go("@hold")
    assert [event.seconds for event in walk.log if isinstance(event, e.TimerStopped)] == [0.0]


@pytest.mark.parametrize(("duration", "expected"), [("90s", 90), ("3m", 180), ("2h", 7200), ("1d", 86_400)])
def test_seconds(duration: str, expected: int) -> None:
    """Durations other than working days are so many seconds."""
    assert seconds(duration) == expected


def test_a_clock_changes_when_it_warns_and_at_its_limit(walk: Walk) -> None:
    """Between its start, its warning and its limit a clock has nothing to tell; without one there is never anything."""
    assert next_alarm(walk.script, walk.call, walk.now) is None
    walk.go("@hold", "agree")
    start = walk.now
    warns, limit = start + timedelta(seconds=150), start + timedelta(seconds=180)
    assert next_alarm(walk.script, walk.call, start) == warns
    assert next_alarm(walk.script, walk.call, warns) == limit
    walk.wait(60).go("@unclear", "+")
    assert next_alarm(walk.script, walk.call, walk.now) == walk.now + timedelta(seconds=10)
    assert next_alarm(walk.script, walk.call, limit) is None


def test_the_pack_says_which_timer_measures_the_hold() -> None:
    """Holds are read off the timer that the pack says; a version kept before packs said it measured them by `hold`."""
    timers = (Timer(id="hold", limit="3m"), Timer(id="clarity", limit="10s"), Timer(id="quiet", limit="1m", hold=True))
    assert make_script(timers=timers).hold_timer == "quiet"
    assert make_script(timers=timers[:2]).hold_timer == "hold"
