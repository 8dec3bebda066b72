"""How an operator stands now: folded from the events of the call, the rest worked out from the time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.live import (
    Clock,
    LiveCall,
    LiveRow,
    Standing,
    end_of,
    follow,
    follow_all,
    live_row,
    moved,
    standing,
)
from callscript.core.script.model import Script, Timer
from tests.core.scripts import MONDAY, TO_NEED, Walk, make_script
from tests.core.walks import Urges, led, starts, urges


def row_of(walk: Walk, script: Script | None) -> LiveRow:
    """Return how the operator of a call stands, by its log."""
    return live_row(script, "17", follow_all(script, walk.log))


def stands(walk: Walk, *, seated: bool = True, since: datetime | None = None) -> Standing:
    """Return how the operator of a call stands now."""
    row = replace(row_of(walk, walk.script), seated=seated, seated_since=since)
    return standing(row, walk.now)


def phases(found: Standing) -> list[str]:
    """Return how far the clocks of an operator are."""
    return [each.phase for each in found.clocks]


@given(at=starts, wishes=urges)
def test_a_row_agrees_with_the_call_at_every_event(any_script: Script, at: datetime, wishes: Urges) -> None:
    """Event by event the row says what the whole fold says of the call, led under either standard or none of them."""
    walk = led(any_script, at, wishes)
    live = LiveCall()
    for event in walk.log:
        before, live = live, follow(any_script, live, event)
        assert live.since == (before.since if before.since and before.state == live.state else event.at)
    assert live == follow_all(any_script, walk.log)
    row = row_of(walk, any_script)
    call = walk.call
    if call.closed:
        assert row == LiveRow(operator="17", since=call.closed, latest=call.latest)
        return
    holds = call.runs_of(any_script.hold_timer)
    assert (row.call, row.latest, row.holds) == ("c1", call.latest, len(holds))
    assert row.held == sum((hold.ended - hold.started).total_seconds() for hold in holds)
    assert {clock.hold for clock in row.clocks} == {timer == any_script.hold_timer for timer in call.running}
    assert row.stage == (any_script.stage_of[call.frames[0].step].id if call.frames else "")
    assert (row.state == "after_call") == (call.ended is not None)
    assert (row.state == "hold") == (any_script.hold_timer in call.running and call.ended is None)


def test_a_call_from_the_ring_to_the_end(walk: Walk) -> None:
    """A call, a hold with its time and the sum of all, work after the call, and free again."""
    walk.go("+", "+").wait(5)
    assert (stands(walk).state, stands(walk).seconds) == ("call", 5)
    walk.go("@hold", "agree").wait(20)
    assert (stands(walk).state, stands(walk).hold, stands(walk).held) == ("hold", 20, 20)
    walk.go("@hold").wait(3)
    now = stands(walk)
    assert (now.state, now.hold, now.held, now.seconds, now.row.holds) == ("call", None, 20, 3, 1)
    walk.go("+", "@hold", "agree").wait(10)
    assert (stands(walk).hold, stands(walk).held) == (10, 30)
    walk.do(c.LoseLine())
    walk.wait(7)
    now = stands(walk)
    assert (now.state, now.seconds, now.row.holds) == ("after_call", 7, 2)
    closed = e.Closed(seq=walk.call.seq + 1, at=walk.now)
    walk.log.append(closed)
    walk.wait(4)
    now = stands(walk)
    assert (now.state, now.seconds, now.row.call, now.held) == ("ready", 4, "", 0)


def test_what_the_caller_cannot_hear_and_where_it_is_passed_on(walk: Walk) -> None:
    """The detours for it have states of their own; the stage is that of the main script, with the detour's name."""
    walk.go(*TO_NEED, "@unclear")
    assert (stands(walk).state, stands(walk).row.stage) == ("unheard", "need")
    assert stands(walk).row.detour == "detour.unclear"
    walk.go("<", "@escalate")
    assert stands(walk).state == "consult"


def test_a_limit_warns_and_is_gone_over(walk: Walk) -> None:
    """By the time alone; and how many holds went over it stays with the call."""
    walk.go("@hold", "agree").wait(149)
    assert phases(stands(walk)) == ["running"]
    walk.wait(1)
    assert phases(stands(walk)) == ["warning"]
    walk.wait(30)
    assert (phases(stands(walk)), stands(walk).row.holds_over) == (["over"], 0)
    walk.go("@hold")
    assert (phases(stands(walk)), stands(walk).row.holds_over) == ([], 1)


def test_a_limit_that_no_session_records_is_a_sign_of_death(walk: Walk) -> None:
    """A session records by itself that a limit is reached. Where it does not, nobody is at work there."""
    walk.go("@hold", "agree").wait(195)
    assert stands(walk).silence == ""
    walk.wait(1)
    assert (stands(walk).silence, stands(walk).silent_for) == ("unrecorded", 196)
    walk.log.append(e.TimerOverran(seq=walk.call.seq + 1, at=MONDAY + timedelta(seconds=180), timer="hold"))
    assert (stands(walk).silence, phases(stands(walk))) == ("", ["over"])


def test_nobody_without_a_sign_of_life_is_free(walk: Walk) -> None:
    """The seat is not taken, the program was started again, or nothing came for ten minutes: none of them is ready."""
    walk.go("+").wait(30)
    assert (stands(walk, seated=False).state, stands(walk, seated=False).silence) == ("gone", "left")
    assert stands(walk, seated=False).seconds == 30
    assert stands(walk, since=walk.now).silence == "not_resumed"
    assert stands(walk, since=MONDAY - timedelta(hours=1)).silence == ""
    walk.wait(570)
    assert stands(walk).silence == ""
    walk.wait(1)
    assert (stands(walk).silence, stands(walk).state, stands(walk).silent_for) == ("quiet", "call", 601)
    assert standing(LiveRow(operator="17", seated=False), MONDAY).state == "gone"


@pytest.mark.parametrize(
    ("closed", "came", "seconds"), [(None, None, None), (60, None, 60), (60, 20, 20), (20, 60, 20), (None, 9, 9)]
)
def test_how_long_somebody_is_ready(closed: int | None, came: int | None, seconds: int | None) -> None:
    """Since the call before, or since they came, whichever is later; where neither is known that is not said."""

    def ago(passed: int | None) -> datetime | None:
        return None if passed is None else MONDAY - timedelta(seconds=passed)

    row = LiveRow(operator="17", since=ago(closed), latest=ago(closed), seated_since=ago(came))
    assert (standing(row, MONDAY).seconds, standing(row, MONDAY).silence) == (seconds, "")


def test_a_row_of_elsewhere_may_not_say_when() -> None:
    """A row with a call and no moments is taken as it is."""
    row = LiveRow(operator="17", state="call", call="c1", seated_since=MONDAY)
    now = standing(row, MONDAY)
    assert (now.seconds, now.silence, now.silent_for) == (None, "", 0)
    left = standing(replace(row, seated=False), MONDAY)
    assert (left.silence, left.silent_for) == ("left", 0)


def test_without_its_script_a_call_is_still_followed(walk: Walk) -> None:
    """Its version may be nowhere: then its state is told, and its stage and clocks have no names."""
    walk.go("@hold", "agree")
    row = row_of(walk, None)
    assert (row.state, row.stage_name, row.clocks, row.call) == ("hold", "", (), "c1")


def test_what_another_script_had_is_left_out(walk: Walk) -> None:
    """A timer and a step that the script does not have are not shown."""
    walk.go("@hold", "agree")
    other = make_script(timers=(Timer(id="clarity", limit="10s"),))
    assert live_row(other, "17", follow_all(other, walk.log)).clocks == ()
    object.__setattr__(other, "stage_of", {})
    assert live_row(other, "17", follow_all(other, walk.log)).stage == ""


def test_a_clock_without_a_warning_never_warns() -> None:
    """Ten seconds in which a caller cannot be heard are up at once."""
    clock = Clock(name="x", started=MONDAY, limit=10)
    row = LiveRow(operator="17", state="unheard", call="c1", latest=MONDAY, clocks=(clock,))
    assert [standing(row, MONDAY + timedelta(seconds=at)).clocks[0].phase for at in (0, 9, 10)] == [
        "running",
        "running",
        "over",
    ]


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        ("unknown", ""),
        ("+380 50 123 45 67", "•••67"),
        ("102", "•••"),
        ("123456", "•••"),
        ("1234567", "•••67"),
    ],
)
def test_of_a_number_its_end_is_seen(phone: str, shown: str) -> None:
    """The last two digits, and of a short number none."""
    assert end_of(phone) == shown
    walk = Walk(make_script(), phone=phone)
    assert row_of(walk, walk.script).phone == shown


def test_before_the_first_event_nothing_is_known(script: Script) -> None:
    """A call without a beginning has no name and no place."""
    row = live_row(script, "17", LiveCall())
    assert (row.call, row.stage, row.phone) == ("", "", "")


def test_a_host_that_is_not_heard_has_nobody_free(walk: Walk) -> None:
    """Who was free there is not known to be, for as long as nothing is heard; who was in a call may be, or not."""
    unheard = MONDAY + timedelta(seconds=30)
    now = MONDAY + timedelta(seconds=50)
    free = LiveRow(operator="17", host="b", since=MONDAY, seated_since=MONDAY)
    assert (standing(free, now).state, standing(free, now).silence) == ("ready", "")
    for row in (replace(free, unheard=unheard), replace(free, unheard=unheard, seated=False)):
        found = standing(row, now)
        assert (found.state, found.silence, found.seconds, found.silent_for) == ("unknown", "cut_off", 20, 20)
    walk.go(*TO_NEED)
    row = replace(row_of(walk, walk.script), unheard=walk.now)
    led = standing(row, walk.now + timedelta(seconds=7))
    assert (led.state, led.silence, led.silent_for) == ("call", "cut_off", 7)
    assert standing(replace(row, seated=False), walk.now).state == "gone"


def test_a_row_by_another_clock(walk: Walk) -> None:
    """All its times are as much later, and nothing else of it is changed; those that are not known stay so."""
    walk.go(*TO_NEED, "@hold", "agree")
    later = timedelta(seconds=90)
    row = replace(row_of(walk, walk.script), seated_since=MONDAY)
    told = moved(row, later)
    assert standing(told, walk.now + later).seconds == standing(row, walk.now).seconds
    assert [each.spent for each in standing(told, walk.now + later).clocks] == [
        each.spent for each in standing(row, walk.now).clocks
    ]
    assert (told.since, told.latest, told.seated_since) == tuple(
        each and each + later for each in (row.since, row.latest, row.seated_since)
    )
    assert moved(told, -later) == row
    assert moved(LiveRow(operator="17"), later) == LiveRow(operator="17")
