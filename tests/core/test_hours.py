"""The hours of a week, as a pack writes them: alike on all days, or by the day of the week."""

from __future__ import annotations

from datetime import date, time

import pytest

from callscript.core.script.hours import DatedHours, DayHours, Hours, WeekHours
from callscript.core.script.visits import Visits

MONDAY, FRIDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)
ALIKE = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00")
WEEK = (
    DayHours(days=(5,), open=("08:30-12:30", "13:15-16:15")),
    DayHours(days=(1, 2), open=("08:30-17:30",)),
)


def week(*lines: tuple[tuple[int, ...], tuple[str, ...]]) -> Hours:
    """Return hours that differ by day."""
    return Hours(week=tuple(DayHours(days=days, open=spans) for days, spans in lines))


def test_each_day_has_its_own_hours() -> None:
    """A day that no line names has those of the first one, for when it is worked all the same."""
    by_day = Hours(week=WEEK)
    assert ALIKE.on(MONDAY) == ALIKE.on(SUNDAY) == ((time(9), time(18)),)
    assert by_day.on(MONDAY) == ((time(8, 30), time(17, 30)),)
    assert by_day.on(FRIDAY) == by_day.on(SUNDAY) == ((time(8, 30), time(12, 30)), (time(13, 15), time(16, 15)))
    assert (ALIKE.weekdays, by_day.weekdays) == ({1, 2, 3, 4, 5}, {1, 2, 5})
    assert not [*ALIKE.wrong(), *by_day.wrong()]


EVE = date(2026, 12, 31)
SHORT = DatedHours(dates=(EVE, SUNDAY), open=("09:00-12:00", "12:30-13:00"))


def test_a_date_has_hours_of_its_own() -> None:
    """Whatever the days of the week say; it is worked, and other days are as ever."""
    hours = Hours(
        days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00", dated=(SHORT,), working_days=(date(2026, 12, 19),)
    )
    assert hours.on(EVE) == hours.on(SUNDAY) == ((time(9), time(12)), (time(12, 30), time(13)))
    assert hours.on(MONDAY) == ((time(9), time(18)),)
    assert (hours.dates, hours.worked) == ({EVE, SUNDAY}, {EVE, SUNDAY, date(2026, 12, 19)})
    assert not [*hours.wrong()]


def dated(*lines: DatedHours, days_off: tuple[date, ...] = ()) -> Hours:
    """Return hours with some of single dates."""
    return Hours(days=(1,), opens="09:00", closes="18:00", dated=lines, days_off=days_off)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (Hours(opens="09:00", closes="18:00"), ["days: names no day"]),
        (Hours(days=(1, 1), opens="09:00", closes="18:00"), ["days: names a day twice"]),
        (Hours(days=(1,), opens="09:00", closes="09:00"), ["closes: must be later than 09:00"]),
        (Hours(days=(1,), opens="09:00"), ["closes: is missing: write `opens` and `closes`, or `week`"]),
        (Hours(days=(1,), closes="09:00"), ["opens: is missing"]),
        (Hours(days=(1,), closes="09:00", week=WEEK), ["days: `week` stands in its place", "closes: `week` stands"]),
        (week(((), ("09:00-18:00",)), ((1,), ())), ["week[1].days: names no day", "week[2].open: names no hours"]),
        (week(((1, 1), ("09:00-18:00",))), ["week[1].days: names day 1, which week[1] names already"]),
        (week(((1, 2), ("09:00-18:00",)), ((2,), ("09:00-17:00",))), ["week[2].days: names day 2, which week[1]"]),
        (week(((1,), ("18:00-09:00",))), ["week[1].open[1]: must end later than 18:00 on the same day, not at 09:00"]),
        (week(((1,), ("09:00-09:00",))), ["week[1].open[1]: must end later than 09:00"]),
        (
            week(((1,), ("09:00-13:00", "12:00-18:00"))),
            ["week[1].open[2]: 12:00-18:00 must begin after 09:00-13:00 is over"],
        ),
        (week(((1,), ("09:00-13:00", "13:00-18:00"))), ["week[1].open[2]: 13:00-18:00 must begin after 09:00-13:00"]),
        (week(((1,), ("13:00-18:00", "09:00-12:00"))), ["week[1].open[2]: 09:00-12:00 must begin after 13:00-18:00"]),
        (dated(SHORT, days_off=(EVE,)), ["days_off: 2026-12-31 is among `dated` too"]),
        (
            dated(DatedHours(dates=(), open=("09:00-13:00",)), DatedHours(dates=(EVE,), open=())),
            ["dated[1].dates: names no date", "dated[2].open: names no hours"],
        ),
        (
            dated(SHORT, DatedHours(dates=(EVE,), open=("13:00-09:00",))),
            ["dated[2].dates: names 2026-12-31, which dated[1] names already", "dated[2].open[1]: must end later"],
        ),
        (WeekHours(days=(), opens="09:00", closes="18:00"), []),
        (Visits(task="visit", field="at", week=WEEK), []),
    ],
)
def test_hours_that_cannot_be(hours: WeekHours, told: list[str]) -> None:
    """Each is named by its key, with what is wrong with it."""
    found = [": ".join(each) for each in hours.wrong()]
    assert len(found) == len(told)
    assert all(words.startswith(begin) for words, begin in zip(found, told, strict=True)), found
