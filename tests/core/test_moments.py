"""Days and moments are read as people say and type them, on the centre's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callscript.core.script.hours import DayHours
from callscript.core.script.model import Hours
from callscript.core.script.moments import (
    RECORDED,
    appointed,
    day_to_come,
    gone_by,
    is_long_ago,
    moment_to_come,
    on_the_clock,
    recorded_moment,
    written_moment,
)
from tests.core.scripts import MONDAY, make_script

RIGA = ZoneInfo("Europe/Riga")
SCRIPT = make_script()
WEEK = (
    ("pirmdien", "pirmdiena", "Pirmdienā", "pirmdienu", "pirmd.", "у понеділок", "Понеділок", "пн", "on Monday", "mon"),
    ("otrdien", "otrdienā", "otrd.", "у вівторок", "вт", "Tuesday", "Tue"),
    ("trešdien", "TREŠDIEN", "tresdien", "trešd.", "в середу", "ср", "Wednesday", "wed"),
    ("ceturtdien", "ceturtd.", "у четвер", "чт", "Thursday", "thu"),
    ("piektdien", "piektd.", "у п’ятницю", "п'ятниця", "пт", "Friday", "fri"),
    ("sestdien", "sestd.", "у суботу", "сб", "Saturday", "sat"),
    ("svētdien", "svetdien", "svētd.", "у неділю", "нд", "Sunday", "sun"),
)
NOW = datetime(2026, 11, 26, 15, 30, tzinfo=RIGA)
"""A Thursday."""


def riga(text: str) -> datetime:
    """Read a wall-clock time in Riga."""
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("rīt 10:00", "2026-11-27 10:00"),
        ("30 листопада о 14:00", "2026-11-30 14:00"),
        ("30 листопада 14", "2026-11-30 14:00"),
        ("1. decembrī plkst. 10.30", "2026-12-01 10:30"),
        ("15 січня 2027 року о 9:00", "2027-01-15 09:00"),
        ("3. janvāris 10:00", "2027-01-03 10:00"),
        ("5 May at 9:30", "2027-05-05 09:30"),
        ("rīt 10", "2026-11-27 10:00"),
        ("у понеділок 9", "2026-11-30 09:00"),
        ("Rit plkst. 10", "2026-11-27 10:00"),
        ("завтра о 10:00", "2026-11-27 10:00"),
        ("післязавтра об 11", "2026-11-28 11:00"),
        ("parīt 9.30", "2026-11-28 09:30"),
        ("day after tomorrow at 9:30", "2026-11-28 09:30"),
        ("tomorrow, 10:00", "2026-11-27 10:00"),
        ("šodien 16:00", "2026-11-26 16:00"),
        ("сьогодні о 16:00", "2026-11-26 16:00"),
        ("16:00", "2026-11-26 16:00"),
        ("о 16", "2026-11-26 16:00"),
        ("15:00", "2026-11-26 15:00"),  # it is over
        ("30.11. plkst. 14", "2026-11-30 14:00"),
        ("30.11. plkst. 14.30", "2026-11-30 14:30"),
        ("30.11. 14.30", "2026-11-30 14:30"),
        ("30.11.2026 14:00", "2026-11-30 14:00"),
        ("2026-11-30 14:00", "2026-11-30 14:00"),
        ("30.11.26, 9:05", "2026-11-30 09:05"),
        ("1.3. 9:00", "2027-03-01 09:00"),
        ("26.11. 9:00", "2026-11-26 09:00"),
        ("25.11.2026 9:00", "2026-11-25 09:00"),
        ("pirmdien 9:30", "2026-11-30 09:30"),
        ("pirmdien, 30.11.2026 14:00", "2026-11-30 14:00"),
        ("pirmd. 30.11. 14:00", "2026-11-30 14:00"),
        ("pirmdien, 30.11.2026 plkst. 14:00", "2026-11-30 14:00"),  # as it is told
        ("у понеділок, 30.11.2026 о 14:00", "2026-11-30 14:00"),
        ("on Monday, 30.11.2026 at 14:00", "2026-11-30 14:00"),
        ("у понеділок, 30.11. о 14:00", "2026-11-30 14:00"),
        ("ceturtdien 16:00", "2026-11-26 16:00"),  # today: it is to come
        ("ceturtdien 15:30", "2026-12-03 15:30"),  # that of next week: today's is over
        ("pirmdien, 1.12. 14:00", None),  # 1.12. is a Tuesday
        ("29.02. 10:00", None),
        ("31.11. 10:00", None),
        ("30.11.", None),
        ("30.11", None),
        ("pirmdien", None),
        ("24:00", None),
        ("9:60", None),
        ("14.30", None),  # it might be a day
        ("14", None),
        ("30.11. 14", None),
        ("pusdeviņos", None),
        ("02.12.2026 10:00, Rīga", None),
        ("pirmdien nākamnedēļ 10:00", None),
        ("", None),
    ],
)
def test_a_time_that_is_appointed(text: str, moment: str | None) -> None:
    """A time of day stands behind its day, in any of the ways in which both are said; what else is typed is none."""
    assert appointed(SCRIPT, text, NOW.astimezone(UTC)) == (riga(moment) if moment else None)


@pytest.mark.parametrize(("number", "name"), [(at, name) for at, names in enumerate(WEEK) for name in names])
def test_the_days_of_the_week(number: int, name: str) -> None:
    """Each has its names, with and without marks, as they are said and as they are shown; the next one is meant."""
    found = appointed(SCRIPT, f"{name} 10:00", NOW)
    assert found
    assert (found.weekday(), found.time()) == (number, time(10))
    assert NOW < found <= NOW + timedelta(days=7)
    day = day_to_come(SCRIPT, name, NOW)
    assert day
    assert day.weekday() == number
    assert NOW.date() <= day < NOW.date() + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30", "2026-11-26 16:00"),
        ("14:30", "2026-11-26 14:30"),
        ("24.11. 10:00", "2026-11-24 10:00"),  # it is over
        ("24.11.", "2026-11-24 09:00"),
        ("25.11.2026", "2026-11-25 09:00"),
        ("27.11.", "2026-11-27 09:00"),
        ("27.11", "2026-11-27 09:00"),
        ("27. 11.26", "2026-11-27 09:00"),
        ("завтра о 10", "2026-11-27 10:00"),
        ("завтра", "2026-11-27 09:00"),
        ("", None),
        ("x", None),
    ],
)
def test_a_moment_to_come(text: str, moment: str | None) -> None:
    """A reminder may be said in minutes too, or by a day alone: as the centre opens."""
    assert moment_to_come(SCRIPT, text, NOW.astimezone(UTC)) == (riga(moment) if moment else None)


def test_a_day_begins_as_the_centre_opens() -> None:
    """A centre that opens early begins its day then; one that never closes, at nine."""
    early = make_script(hours=Hours(days=(1, 2, 3, 4, 5), opens="07:15", closes="18:00"))
    assert moment_to_come(early, "27.11.", NOW) == riga("2026-11-27 07:15")
    assert moment_to_come(make_script(hours=None), "27.11.", NOW) == riga("2026-11-27 09:00")
    fridays = DayHours(days=(5,), open=("10:00-12:00", "13:00-15:00"))
    by_day = make_script(hours=Hours(week=(DayHours(days=(1, 2, 3, 4), open=("08:30-17:30",)), fridays)))
    assert moment_to_come(by_day, "26.11.", NOW) == riga("2026-11-26 08:30")
    assert moment_to_come(by_day, "27.11.", NOW) == riga("2026-11-27 10:00")
    assert moment_to_come(by_day, "29.11.", NOW) == riga("2026-11-29 08:30"), "a Sunday"


@pytest.mark.parametrize(
    ("at", "text", "moment"),
    [
        ("2027-12-01 09:00", "29.2. 10:00", "2028-02-29 10:00"),
        ("2028-02-28 09:00", "rīt 10:00", "2028-02-29 10:00"),
        ("2028-02-29 09:00", "29.02. 10:00", "2028-02-29 10:00"),
        ("2028-02-29 09:00", "rīt 10:00", "2028-03-01 10:00"),
        ("2028-03-01 09:00", "29.02. 10:00", "2028-02-29 10:00"),
        ("2028-05-01 09:00", "29.02. 10:00", None),
        ("2026-12-20 09:00", "15.01. 10:00", "2027-01-15 10:00"),
        ("2027-01-05 09:00", "28.12. 10:00", "2026-12-28 10:00"),  # it is over
        ("2026-11-27 09:00", "24.11. 10:00", "2026-11-24 10:00"),
        ("2026-11-27 09:00", "otrdien, 24.11. 10:00", "2026-11-24 10:00"),
        ("2026-11-27 09:00", "28.9. 10:00", "2026-09-28 10:00"),  # sixty days ago
        ("2026-11-27 09:00", "27.9. 10:00", "2027-09-27 10:00"),
        ("2026-12-31 09:00", "rīt 10:00", "2027-01-01 10:00"),
        ("2027-03-27 09:00", "rīt 02:59", "2027-03-28 02:59"),
        ("2027-03-27 09:00", "rīt 03:00", None),  # that night the clock goes from 03:00 to 04:00
        ("2027-03-27 09:00", "svētdien 03:30", "2027-04-04 03:30"),
        ("2027-03-27 09:00", "rīt 04:00", "2027-03-28 04:00"),
        ("2027-10-30 09:00", "rīt 03:30", "2027-10-31 03:30"),  # twice that night: the first
    ],
)
def test_days_that_are_not_like_others(at: str, text: str, moment: str | None) -> None:
    """The 29th of February, the turn of the year, the nights in which the clock is changed."""
    assert appointed(SCRIPT, text, riga(at).astimezone(UTC)) == (riga(moment) if moment else None)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2046, 1, 1)).map(  # noqa: DTZ001 - on the wall
    lambda wall: wall.replace(second=0, microsecond=0, tzinfo=RIGA)
)


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(days=400)))
def test_what_is_recorded_or_shown_is_read_as_what_it_is(at: datetime, before: timedelta) -> None:
    """A time reads as itself from its field, with its day of the week before it, and however else it is written."""
    assume(at.astimezone(UTC).astimezone(RIGA).time() == at.time())
    now = at.astimezone(UTC) - before
    recorded = at.strftime(RECORDED)
    assert recorded_moment(SCRIPT, recorded) == at
    for name in WEEK[at.weekday()]:
        assert appointed(SCRIPT, f"{name} {recorded}", now) == at
    for form in ("%d.%m.%y %H:%M", "%Y-%m-%d %H:%M", "%d. %m. %Y, plkst. %H.%M"):
        assert appointed(SCRIPT, at.strftime(form), now) == at


@given(MOMENTS, st.integers(0, 6), st.times())
def test_the_next_day_of_the_week_is_found_by_going_day_by_day(now: datetime, number: int, said: time) -> None:
    """It is the first such day on which that time is to come."""
    said = said.replace(second=0, microsecond=0)
    days = (now.date() + timedelta(days=each) for each in range(15))
    moments = (datetime.combine(day, said, RIGA) for day in days if day.weekday() == number)
    there = (each for each in moments if each.astimezone(UTC).astimezone(RIGA).time() == said)
    expected = next(each for each in there if each.astimezone(UTC) > now.astimezone(UTC))
    assert appointed(SCRIPT, f"{WEEK[number][0]} {said:%H:%M}", now.astimezone(UTC)) == expected


@given(st.text())
def test_whatever_is_typed_is_read_or_is_none(text: str) -> None:
    """Nothing that can be typed is more than no moment."""
    for read in (appointed, moment_to_come, day_to_come):
        found = read(SCRIPT, text, NOW)
        assert found is None or isinstance(found, date)


@pytest.mark.parametrize("text", ["02.12.2026 10:00, Rīga", "2.12.2026 10:00", "31.11.2026 10:00", "", "[…]"])
def test_what_older_calls_have_in_a_field_may_be_no_moment(text: str) -> None:
    """A field that took any text, or was erased, holds none."""
    assert recorded_moment(SCRIPT, text) is None


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, "січня janvārī January"), (2, "лютого februārī February"), (3, "березня martā March"),
        (4, "квітня aprīlī April"), (5, "травня maijā May"), (6, "червня jūnijā June"), (7, "липня jūlijā July"),
        (8, "серпня augustā August"), (9, "вересня septembrī September"), (10, "жовтня oktobrī October"),
        (11, "листопада novembrī November"), (12, "грудня decembrī December"),
    ],
)  # fmt: skip
def test_the_names_of_the_months(month: int, names: str) -> None:
    """Each is read in the language of whoever types it, with a full stop behind the day or without."""
    for name in names.split():
        for text in (f"28. {name} 2027", f"28 {name.upper()} 2027"):
            assert day_to_come(SCRIPT, text, NOW) == date(2027, month, 28), text
    assert day_to_come(SCRIPT, "31 листопада", NOW) is None


GONE_BY = {
    "09:30": "2026-11-23 09:30",
    "yesterday at 10": "2026-11-22 10:00",
    "вчора о 17:45": "2026-11-22 17:45",
    "vakar 8:05": "2026-11-22 08:05",
    "24.11. 10:00": "",  # it is to come: not the last one
    "15.02. 10:00": "2026-02-15 10:00",
    "15.03.": "2026-03-15 09:00",
    "22.1.27": "",
    "20.11.2026 18:00": "2026-11-20 18:00",
    "20.11.": "2026-11-20 09:00",
    "2026-11-19": "2026-11-19 09:00",
    "today": "2026-11-23 09:00",
    "23:30": "2026-11-23 23:30",
    "25.11.2026 10:00": "",
    "25.11.2026": "",
    "some day": "",
    "": "",
}
"""What is typed on a Monday at ten, and when that was."""


@pytest.mark.parametrize("text", GONE_BY)
def test_a_moment_gone_by(text: str) -> None:
    """The latest such day; a day alone as the centre opened; a time of today may be to come, a day may not."""
    found = gone_by(SCRIPT, text, MONDAY)
    assert (f"{found.astimezone(SCRIPT.zone):%Y-%m-%d %H:%M}" if found else "") == GONE_BY[text]


def test_a_day_that_has_not_begun_is_meant_till_now() -> None:
    """Before the centre opens, today is not later than now."""
    early = MONDAY - timedelta(hours=3)
    assert gone_by(SCRIPT, "today", early) == early


@pytest.mark.parametrize("text", ["27.11.2026 10:05", "2026-11-27 10:05", "2026-11-27T10:05"])
def test_what_scripts_write_is_read_in_one_way(text: str) -> None:
    """Day, month and year in full, each in its place, and the time: nothing is left to be guessed."""
    assert written_moment(text) == datetime(2026, 11, 27, 10, 5)  # noqa: DTZ001 - wherever the clock hangs


@pytest.mark.parametrize(
    "text",
    ["27.11. 10:05", "27.11.26 10:05", "7.11.2026 10:05", "27.11.2026 9:05", "27.11.2026", "10:05", "tomorrow 10:05",
     "2026-02-30 10:00", "2026-11-27 24:00", "2026-11-27 10:05 ", "+2026-11-27 10:05"],
)  # fmt: skip
def test_what_could_be_meant_otherwise_is_none(text: str) -> None:
    """What a person may say at a desk no script says."""
    assert written_moment(text) is None


def test_what_a_clock_on_a_wall_shows_the_centre_s_may_pass_over() -> None:
    """In the night in which the clocks go forward an hour is none."""
    there, none = datetime(2027, 3, 28, 4, 30), datetime(2027, 3, 28, 3, 30)  # noqa: DTZ001 - on a wall
    assert on_the_clock(SCRIPT, there) == riga("2027-03-28 04:30")
    assert on_the_clock(SCRIPT, none) is None


def test_what_came_more_than_a_year_ago_is_long_ago() -> None:
    """A year was mistyped, maybe."""
    now = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert [is_long_ago(now - timedelta(days=days), now) for days in (0, 366, 367)] == [False, False, True]
