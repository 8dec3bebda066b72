"""The hours of a centre, as its own settings say: key by key before those of its script."""

from __future__ import annotations

from dataclasses import replace as settled
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from callscript.core.call.matters import in_hours
from callscript.core.script.centre_hours import CentreHours
from callscript.core.script.hours import DatedHours, DayHours, Hours
from callscript.core.script.steps import Ask, End, Stage, TaskSpec
from callscript.core.script.work_settings import WorkSettings
from callscript.core.script.working_time import at_any_hour, can_be_promised, due_at, falls_due, is_open
from tests.core.scripts import MONDAY, Start, make_script

RIGA = ZoneInfo("Europe/Riga")
HOURS = Hours(
    days=(1, 2, 3, 4, 5),
    opens="09:00",
    closes="18:00",
    holidays="LV",
    days_off=(date(2026, 12, 24),),
    working_days=(date(2026, 12, 19),),
    known_until=2026,
)
ANSWER = TaskSpec(kind="answer", due="centre")


def at(text: str) -> datetime:
    """Return a moment in Riga."""
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


def test_what_is_not_said_is_as_the_script_says() -> None:
    """Nothing said changes nothing; days off and days worked come to those of the script, and contradict them."""
    assert CentreHours().over(HOURS) == HOURS
    said = CentreHours(opens="08:00", closes="20:00", days=(1, 2, 3, 4, 5, 6), known_until=2027)
    found = said.over(HOURS)
    assert found
    assert (found.opens, found.closes, found.days, found.known_until) == ("08:00", "20:00", (1, 2, 3, 4, 5, 6), 2027)
    assert (found.holidays, found.days_off, found.working_days) == ("LV", HOURS.days_off, HOURS.working_days)
    found = CentreHours(days_off=(date(2026, 12, 19),), working_days=(date(2026, 12, 24),), holidays="").over(HOURS)
    assert found
    assert (found.days_off, found.working_days) == ((date(2026, 12, 19),), (date(2026, 12, 24),))
    assert found.holidays is None


EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 4)


def test_dates_with_hours_of_their_own_come_to_those_of_the_script() -> None:
    """Of a date that both name, those of the centre hold; what was a day off is worked then, and the reverse."""
    pack = replace(HOURS, dated=(DatedHours(dates=(EVE, NEW_YEAR), open=("09:00-17:00",)),))
    own = DatedHours(dates=(EVE, date(2026, 12, 24)), open=("09:00-13:00",))
    found = CentreHours(dated=(own,)).over(pack)
    assert found
    assert found.dated == (own, DatedHours(dates=(NEW_YEAR,), open=("09:00-17:00",)))
    assert found.days_off == ()
    assert not [*found.wrong()]
    found = CentreHours(days_off=(EVE, NEW_YEAR)).over(pack)
    assert found
    assert (found.dated, found.days_off) == ((), (date(2026, 12, 24), EVE, NEW_YEAR))
    script = settled(make_script(hours=pack), own_hours=CentreHours(dated=(own,)))
    assert is_open(script, at("2026-12-31 12:59"))
    assert not is_open(script, at("2026-12-31 13:00"))
    assert due_at(script, TaskSpec(kind="answer", due="1wd"), at("2026-12-30 15:00")) == at("2026-12-31 13:00")


def test_a_script_without_hours_gets_those_of_the_centre() -> None:
    """If it says enough of them: its days, when it opens, when it closes."""
    assert CentreHours(days=(1,), opens="08:00").over(None) is None
    assert CentreHours(days=(1,), opens="08:00", closes="12:00").over(None) == Hours(
        days=(1,), opens="08:00", closes="12:00"
    )
    script = settled(make_script(hours=None), own_hours=CentreHours(days=(1,), opens="08:00", closes="12:00"))
    assert script.hours
    assert is_open(script, at("2026-11-23 11:59"))
    assert not is_open(script, at("2026-11-24 11:59"))


WEEK = (DayHours(days=(1, 2, 3, 4), open=("08:30-17:30",)), DayHours(days=(5,), open=("08:30-16:15",)))
ALIKE = CentreHours(days=(1,), opens="08:00", closes="12:00")


def test_hours_by_day_stand_in_place_of_those_that_are_alike() -> None:
    """Of the script or of the centre: whoever speaks last. What is said beside them holds as ever."""
    found = CentreHours(week=WEEK, days_off=(date(2026, 12, 31),)).over(HOURS)
    assert found
    assert (found.week, found.days, found.opens, found.closes) == (WEEK, (), "", "")
    assert (found.days_off, found.known_until) == ((date(2026, 12, 24), date(2026, 12, 31)), 2026)
    assert not [*found.wrong()]
    assert CentreHours(week=WEEK).over(None) == Hours(week=WEEK)
    assert ALIKE.over(Hours(week=WEEK, holidays="LV")) == Hours(days=(1,), opens="08:00", closes="12:00", holidays="LV")
    both = CentreHours(week=WEEK, closes="20:00").over(HOURS)
    assert both
    assert [key for key, _ in both.wrong()] == ["closes"]


def test_a_part_of_hours_that_are_alike_says_nothing_of_hours_by_day() -> None:
    """Of which day it is meant, nobody knows: those of the script hold, and the key is named."""
    by_day = Hours(week=WEEK)
    said = CentreHours(closes="20:00", holidays="LV")
    assert said.over(by_day) == Hours(week=WEEK, holidays="LV")
    assert said.unclear_over(by_day) == "closes"
    assert (said.unclear_over(HOURS), said.unclear_over(None)) == ("", "")
    assert (ALIKE.unclear_over(by_day), CentreHours(holidays="LV").unclear_over(by_day)) == ("", "")
    assert CentreHours(week=WEEK, closes="20:00").unclear_over(by_day) == ""


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (WorkSettings(), ""),
        (WorkSettings(within={"answer": "30d"}), ""),
        (WorkSettings(within={"other": "30d", "answer": "10wd"}), "within.answer"),
        (WorkSettings(ends="close"), "ends"),
        (WorkSettings(ends="hour", day_off="same"), "day_off"),
    ],
)
def test_settings_that_count_working_days(settings: WorkSettings, key: str) -> None:
    """A term in working days, the close of the centre and a day off mean nothing where no working days are known."""
    assert settings.needs_calendar == key


def test_no_working_days_are_made_up() -> None:
    """Where none are known, a term in them is none: never so many calendar days."""
    work = WorkSettings(within={"answer": "10wd"})
    assert falls_due(settled(make_script(hours=None), work=work), ANSWER, MONDAY) is None
    known = settled(make_script(hours=HOURS), work=work)
    assert falls_due(known, ANSWER, at("2026-11-27 10:00")) == at("2026-12-11 23:59:59")


def test_a_centre_says_what_is_done_at_any_hour() -> None:
    """It is promised for then, and due by the clock; a term of working days is one all the same."""
    script = make_script(hours=HOURS)
    always = settled(script, work=WorkSettings(any_hour=("ring",)))
    night = at("2026-11-27 23:30")
    for due, closed, kept in (
        ("1h", "2026-11-30 10:00", "2026-11-28 00:30"),
        ("today", "2026-11-30 18:00", "2026-11-27 23:59:59"),
    ):
        spec = TaskSpec(kind="ring", due=due)
        assert not can_be_promised(script, spec, night)
        assert can_be_promised(always, spec, night)
        assert due_at(script, spec, night) == at(closed)
        assert due_at(always, spec, night) == at(kept)
    days = TaskSpec(kind="ring", due="1wd")
    assert not at_any_hour(always, days)
    assert not at_any_hour(always, TaskSpec(kind="other", due="1h"))
    assert due_at(always, days, night) == due_at(script, days, night)


def test_a_time_that_is_asked_for_may_be_one_at_night_then() -> None:
    """What is done at any hour is promised for any moment."""
    spec = TaskSpec(kind="ring", due="at:ring_at")
    stage = Stage(id="main", steps=(Ask(id="ask", field="ring_at", task=spec), End(id="hang_up")))
    script = make_script(stages=(stage,), start=(Start(stage="main"),), after_call=None, detours=())
    assert in_hours(script, "ring_at")
    assert not in_hours(settled(script, work=WorkSettings(any_hour=("ring",))), "ring_at")
