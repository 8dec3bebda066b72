"""When the centre is open, and when what it promises falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.relativedelta import SU, relativedelta
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from callscript.core.script.hours import DatedHours, DayHours
from callscript.core.script.model import DayPart, Hours, Script
from callscript.core.script.moments import day_to_come
from callscript.core.script.steps import TaskSpec
from callscript.core.script.work_settings import WorkSettings
from callscript.core.script.working_time import (
    _coming_from,
    can_be_promised,
    day_part,
    due_at,
    falls_due,
    is_open,
    is_working_day,
    next_opening_change,
    opens_later_today,
)
from tests.core import day_by_day
from tests.core.scripts import make_script
from tests.core.walks import script_of

RIGA = ZoneInfo("Europe/Riga")
Ends = Literal["midnight", "close"]
DayOff = Literal["next", "same"]


def riga(text: str) -> datetime:
    """Read a wall-clock time in Riga."""
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


@pytest.fixture(scope="module")
def latvia() -> Script:
    """A centre that keeps Latvia's public holidays, one day off and one day worked of its own."""
    return make_script(
        frozenset(holidays.country_holidays("LV", years=range(2025, 2029))),
        hours=Hours(
            days=(1, 2, 3, 4, 5),
            opens="09:00",
            closes="18:00",
            holidays="LV",
            days_off=(date(2026, 1, 2),),
            working_days=(date(2026, 1, 10), date(2026, 11, 18)),
        ),
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:59:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-21 12:00", False),  # Saturday
        ("2026-01-10 12:00", True),  # a Saturday that is worked
        ("2026-05-01 12:00", False),  # Labour Day
        ("2026-05-04 12:00", False),  # Restoration of Independence
        ("2026-06-23 12:00", False),  # Līgo
        ("2026-06-24 12:00", False),  # Jāņi
        ("2026-04-03 12:00", False),  # Good Friday
        ("2026-04-06 12:00", False),  # Easter Monday
        ("2026-12-24 12:00", False),
        ("2026-12-31 12:00", False),
        ("2026-01-02 12:00", False),  # a day off of the centre's own
        ("2026-11-18 12:00", True),  # Proclamation Day, worked against the calendar
    ],
)
def test_open(latvia: Script, at: str, expected: bool) -> None:
    """The centre is open in its hours, on its working days, by its own clock."""
    assert is_open(latvia, riga(at)) is expected
    assert is_open(latvia, riga(at).astimezone(UTC)) is expected


def test_open_at_any_hour() -> None:
    """A centre without hours is always open and works every day."""
    script = make_script(hours=None)
    assert is_open(script, riga("2026-11-22 03:00"))
    assert is_working_day(script, date(2026, 11, 22))
    assert next_opening_change(script, riga("2026-11-22 03:00")) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 18:00"),
        ("2026-11-20 18:00", "2026-11-23 09:00"),
        ("2026-04-02 18:30", "2026-04-07 09:00"),  # over Easter
        ("2026-12-23 18:00", "2026-12-28 09:00"),  # over Christmas and a week-end
        ("2026-03-27 20:00", "2026-03-30 09:00"),  # over the clock change
    ],
)
def test_next_change(latvia: Script, at: str, expected: str) -> None:
    """The next opening or closing is found over nights, week-ends and holidays."""
    assert next_opening_change(latvia, riga(at)) == riga(expected)


@pytest.mark.parametrize(
    ("promise", "at", "expected"),
    [
        ("1wd", "2026-11-23 12:00", "2026-11-24 12:00"),
        ("1wd", "2026-11-23 09:00", "2026-11-23 18:00"),
        ("1wd", "2026-11-23 07:00", "2026-11-23 18:00"),
        ("1wd", "2026-11-23 19:00", "2026-11-24 18:00"),  # received outside working time: starts the next day
        ("1wd", "2026-11-20 16:30", "2026-11-23 16:30"),  # over a week-end
        ("1wd", "2026-11-21 12:00", "2026-11-23 18:00"),
        ("2wd", "2026-11-20 16:30", "2026-11-24 16:30"),
        ("1wd", "2027-06-22 15:00", "2027-06-25 15:00"),  # over Līgo and Jāņi
        ("1wd", "2026-05-01 10:00", "2026-05-05 18:00"),  # a holiday, a week-end, a holiday
        ("1wd", "2026-03-27 12:00", "2026-03-30 12:00"),  # over the spring clock change
        ("1wd", "2026-10-23 12:00", "2026-10-26 12:00"),  # over the autumn clock change
        ("1wd", "2026-01-09 12:00", "2026-01-10 12:00"),  # into a Saturday that is worked
        ("1d", "2026-11-23 16:30", "2026-11-24 16:30"),
        ("1d", "2026-11-20 16:30", "2026-11-23 18:00"),  # nobody is there on a Saturday
        ("1d", "2026-11-22 20:00", "2026-11-24 18:00"),
        ("today", "2026-11-23 00:00", "2026-11-23 18:00"),
        ("today", "2026-11-23 17:58", "2026-11-23 18:00"),
        ("today", "2026-11-23 18:00", "2026-11-24 18:00"),
        ("today", "2026-03-29 01:00", "2026-03-30 18:00"),
        ("2h", "2026-11-23 10:30", "2026-11-23 12:30"),
        ("2h", "2026-11-23 17:30", "2026-11-24 10:30"),  # the rest of it when the centre works again
        ("2h", "2026-11-23 22:00", "2026-11-24 11:00"),
        ("90s", "2026-11-23 17:30:00", "2026-11-23 17:31:30"),
        ("30m", "2026-12-31 23:45", "2027-01-04 09:30"),
    ],
)
def test_due(latvia: Script, promise: str, at: str, expected: str) -> None:
    """Promises fall due by the centre's clock, its working days and its holidays."""
    spec = TaskSpec(kind="notice", due=promise)
    for moment in (riga(at), riga(at).astimezone(UTC)):
        assert due_at(latvia, spec, moment) == riga(expected)


@pytest.mark.parametrize(
    ("promise", "at", "expected"),
    [
        ("today", "2026-11-23 00:00", "2026-11-23 23:59:59"),
        ("today", "2026-03-29 01:00", "2026-03-29 23:59:59"),
        ("2h", "2026-11-23 17:30", "2026-11-23 19:30"),
        ("2h", "2026-03-29 02:30", "2026-03-29 05:30"),  # two hours are two hours when one is skipped
        ("30m", "2026-12-31 23:45", "2027-01-01 00:15"),
        ("1d", "2026-03-28 12:00", "2026-03-29 12:00"),
        ("1d", "2026-10-24 12:00", "2026-10-25 12:00"),
    ],
)
def test_due_at_a_centre_that_never_closes(promise: str, at: str, expected: str) -> None:
    """Where there are no hours, the clock and the calendar alone decide."""
    script = make_script(hours=None)
    assert due_at(script, TaskSpec(kind="notice", due=promise), riga(at)) == riga(expected)


def test_due_in_the_hour_that_comes_twice() -> None:
    """Two hours from the first 3:30 of the autumn change are the 4:30 that follows the second."""
    script = make_script(hours=None)
    at = datetime(2026, 10, 25, 3, 30, tzinfo=RIGA)
    assert due_at(script, TaskSpec(kind="notice", due="2h"), at).astimezone(UTC).hour == 2
    assert due_at(script, TaskSpec(kind="notice", due="1d"), at) == riga("2026-10-26 03:30")


@pytest.mark.parametrize(
    ("promise", "at", "kept"),
    [
        ("today", "2026-11-23 17:58", True),
        ("today", "2026-11-23 18:00", False),
        ("today", "2026-11-23 08:00", True),
        ("today", "2026-11-22 12:00", False),
        ("15m", "2026-11-23 17:44", True),
        ("15m", "2026-11-23 17:45", False),
        ("1h", "2026-11-23 12:00", True),
        ("1h", "2026-11-23 08:30", False),
        ("24h", "2026-11-23 12:00", False),
        ("1d", "2026-11-22 12:00", True),
        ("1wd", "2026-11-22 23:00", True),
    ],
)
def test_what_can_be_promised(latvia: Script, promise: str, at: str, kept: bool) -> None:
    """«Today» and «within the hour» are promised only while the centre is open, and so long that they can be kept."""
    spec = TaskSpec(kind="notice", due=promise)
    assert can_be_promised(latvia, spec, riga(at).astimezone(UTC)) is kept
    assert can_be_promised(make_script(hours=None), spec, riga(at))
    assert can_be_promised(latvia, None, riga(at))


@pytest.mark.parametrize(
    ("promise", "due"),
    [
        ("1h", "2026-11-23 00:00"),
        ("90s", "2026-11-22 23:01:30"),
        ("1d", "2026-11-23 23:00"),
        ("5d", "2026-11-27 23:00"),
        ("today", "2026-11-22 23:59:59"),
    ],
)
def test_what_is_done_at_any_hour_does_not_wait_for_the_morning(latvia: Script, promise: str, due: str) -> None:
    """Work of a service round the clock is due by the clock, and can be promised at any hour."""
    spec = TaskSpec(kind="notice", due=promise, any_hour=True)
    sunday = riga("2026-11-22 23:00")
    assert due_at(latvia, spec, sunday.astimezone(UTC)) == riga(due)
    assert can_be_promised(latvia, spec, sunday)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.12.2026", "2026-12-14"),
        (" 1.12.2026 ", "2026-12-01"),
        ("14.12.", "2026-12-14"),
        ("14.12", "2026-12-14"),
        ("22.11.", None),  # it is over: not the next one
        ("22.9.", "2027-09-22"),  # the next one
        ("2026-12-14", "2026-12-14"),
        ("23.11.2026", "2026-11-23"),  # today still is to come
        ("22.11.2026", None),
        ("31.11.2026", None),
        ("29.2.", None),
        ("nākamnedēļ", None),
        ("14.12.26", "2026-12-14"),
        ("5.1.27", "2027-01-05"),
        ("5. 1. 2027", "2027-01-05"),
        ("5.1.25", None),
        ("5.1.127", None),
        ("", None),
    ],
)
def test_a_day_to_come(latvia: Script, text: str, day: str | None) -> None:
    """A day is read as people write it, from today on; whatever else is typed is none."""
    found = day_to_come(latvia, text, riga("2026-11-23 12:00").astimezone(UTC))
    assert found == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("14.12.2026", "2026-12-14 18:00"),
        ("12.12.2026", "2026-12-14 18:00"),  # a Saturday
        ("25.12.2026", "2026-12-28 18:00"),  # a holiday
        ("23.11.2026", "2026-11-23 18:00"),
    ],
)
def test_due_by_a_day_that_was_agreed(latvia: Script, day: str, expected: str) -> None:
    """Work is due when the centre closes on that day, or on the next one that it works."""
    spec = TaskSpec(kind="notice", due="by:agreed")
    at = riga("2026-11-23 12:00").astimezone(UTC)
    assert due_at(latvia, spec, at, day) == riga(expected)
    assert can_be_promised(latvia, spec, riga("2026-11-22 23:00"))
    assert due_at(make_script(hours=None), spec, at, day).strftime("%d.%m.%Y %H:%M") == f"{day} 23:59"


@pytest.mark.parametrize(
    ("at", "later"),
    [("2026-11-23 08:00", True), ("2026-11-23 09:00", False), ("2026-11-23 18:00", False), ("2026-11-22 08:00", False)],
)
def test_opens_later_today(latvia: Script, at: str, later: bool) -> None:
    """Before opening time of a working day the centre opens this same day; after it, or on a day off, it does not."""
    assert opens_later_today(latvia, riga(at).astimezone(UTC)) is later
    assert not opens_later_today(make_script(hours=None), riga(at))


def test_working_days_without_hours() -> None:
    """For a centre that never closes, a working day is a calendar day."""
    script = make_script(hours=None)
    assert due_at(script, TaskSpec(kind="notice", due="1wd"), riga("2026-03-28 12:00")) == riga("2026-03-29 12:00")


def test_centre_that_never_opens() -> None:
    """A calendar without a working day does not hang: the promise falls due in a year."""
    script = make_script(hours=Hours(days=(), opens="09:00", closes="18:00"))
    at = riga("2026-11-23 12:00")
    assert next_opening_change(script, at) is None
    assert due_at(script, TaskSpec(kind="notice", due="1wd"), at).year == 2027


@pytest.mark.parametrize(
    ("at", "expected"),
    [("04:59", "night"), ("05:00", "day"), ("17:59", "day"), ("18:00", "night"), ("00:00", "night")],
)
def test_day_part(at: str, expected: str) -> None:
    """A part of the day lasts until the next one starts, round midnight, by the centre's clock."""
    script = make_script(day_parts=(DayPart(id="night", starts="18:00"), DayPart(id="day", starts="05:00")))
    assert day_part(script, riga(f"2026-11-23 {at}").astimezone(UTC)) == expected


COURT = Hours(
    week=(
        DayHours(days=(1, 2, 3, 4), open=("08:30-12:30", "13:15-17:30")),
        DayHours(days=(5,), open=("08:30-12:30", "13:15-16:15")),
        DayHours(days=(6,), open=("10:00-14:00",)),
    ),
    days_off=(date(2026, 12, 8),),
    working_days=(date(2026, 12, 6),),
)
"""A shorter Friday, a break at noon, a Saturday that begins late; a Sunday that is worked as a Monday is."""


@pytest.fixture(scope="module")
def court() -> Script:
    """A centre whose days are of different length."""
    return make_script(hours=COURT)


@pytest.mark.parametrize(
    ("at", "opened", "changes", "later"),
    [
        ("2026-11-26 08:29", False, "2026-11-26 08:30", True),
        ("2026-11-26 12:29:59", True, "2026-11-26 12:30", False),
        ("2026-11-26 12:30", False, "2026-11-26 13:15", True),
        ("2026-11-26 13:15", True, "2026-11-26 17:30", False),
        ("2026-11-26 17:30", False, "2026-11-27 08:30", False),
        ("2026-11-27 16:14", True, "2026-11-27 16:15", False),
        ("2026-11-27 16:15", False, "2026-11-28 10:00", False),
        ("2026-11-28 13:59", True, "2026-11-28 14:00", False),
        ("2026-11-28 14:00", False, "2026-11-30 08:30", False),
        ("2026-12-06 12:45", False, "2026-12-06 13:15", True),
        ("2026-12-07 17:30", False, "2026-12-09 08:30", False),
    ],
)
def test_hours_that_differ_by_day(court: Script, at: str, opened: bool, changes: str, later: bool) -> None:
    """Each day of the week has its own, with a break or without; a day worked besides has those of the first line."""
    assert is_open(court, riga(at)) is opened
    assert next_opening_change(court, riga(at)) == riga(changes)
    assert opens_later_today(court, riga(at)) is later


@pytest.mark.parametrize(
    ("promise", "at", "expected"),
    [
        ("1wd", "2026-11-24 15:00", "2026-11-25 15:00"),
        ("1wd", "2026-11-26 17:00", "2026-11-27 16:15"),  # Friday is over by then
        ("1wd", "2026-11-27 16:00", "2026-11-28 14:00"),
        ("2wd", "2026-11-27 16:00", "2026-11-30 16:00"),
        ("2wd", "2026-11-26 09:00", "2026-11-28 10:00"),  # Saturday has not begun then
        ("2wd", "2026-11-26 08:30", "2026-11-27 16:15"),  # two whole days
        ("1wd", "2026-11-26 06:00", "2026-11-26 17:30"),
        ("1wd", "2026-11-28 11:00", "2026-11-30 11:00"),
        ("1wd", "2026-11-28 12:45", "2026-11-30 12:30"),  # Monday has a break then
        ("1wd", "2026-11-26 12:45", "2026-11-27 13:15"),  # it runs from the end of the break
        ("1wd", "2026-11-28 20:00", "2026-11-30 17:30"),
        ("5wd", "2026-11-23 17:00", "2026-11-28 14:00"),
        ("1wd", "2026-12-05 13:30", "2026-12-06 13:30"),
        ("1d", "2026-11-26 17:00", "2026-11-27 16:15"),  # a working day, though that is over by then
        ("1d", "2026-11-26 20:00", "2026-11-28 14:00"),
        ("3d", "2026-11-26 11:00", "2026-11-30 17:30"),  # a day off
        ("1d", "2026-11-26 12:45", "2026-11-27 16:15"),
        ("1d", "2026-11-24 13:00", "2026-11-25 17:30"),
        ("today", "2026-11-27 09:00", "2026-11-27 16:15"),
        ("today", "2026-11-27 12:45", "2026-11-27 16:15"),
        ("today", "2026-11-27 16:15", "2026-11-28 14:00"),
        ("2h", "2026-11-26 12:00", "2026-11-26 14:45"),  # a break is no working time
        ("30m", "2026-11-26 12:00", "2026-11-26 12:30"),
        ("2h", "2026-11-26 12:45", "2026-11-26 15:15"),
        ("2h", "2026-11-27 15:15", "2026-11-28 11:00"),
    ],
)
def test_due_where_days_differ(court: Script, promise: str, at: str, expected: str) -> None:
    """So many working days on it is the same time of day, held within the hours of that day."""
    spec = TaskSpec(kind="notice", due=promise)
    for moment in (riga(at), riga(at).astimezone(UTC)):
        assert due_at(court, spec, moment) == riga(expected)


@pytest.mark.parametrize(
    ("promise", "at", "kept"),
    [
        ("1h", "2026-11-26 11:00", True),
        ("1h", "2026-11-26 11:30", False),
        ("2h", "2026-11-26 12:00", False),  # both ends are open, the break between them is not
        ("1h", "2026-11-26 12:45", False),
        ("2h", "2026-11-26 15:29", True),
        ("2h", "2026-11-27 15:29", False),
        ("today", "2026-11-26 12:45", True),
        ("today", "2026-11-27 16:15", False),
    ],
)
def test_what_can_be_promised_where_days_differ(court: Script, promise: str, at: str, kept: bool) -> None:
    """Nothing is promised for a break, nor for an hour that this day does not have."""
    assert can_be_promised(court, TaskSpec(kind="notice", due=promise), riga(at)) is kept


def test_a_term_ends_with_the_close_of_its_day(court: Script) -> None:
    """Where a centre has its terms end so: each day closes at its own time."""
    script = replace(court, work=WorkSettings(within={"answer": "3wd"}, ends="close"))
    for begun, ends in (("2026-11-24 10:00", "2026-11-27 16:15"), ("2026-11-25 10:00", "2026-11-28 14:00")):
        assert falls_due(script, TaskSpec(kind="answer", due="centre"), riga(begun)) == riga(ends)


def test_few_working_days() -> None:
    """So many that they are not there within reach are over in a year, as where there are none."""
    script = make_script(hours=Hours(days=(3,), opens="09:00", closes="18:00"))
    at = riga("2026-11-25 12:00")
    assert due_at(script, TaskSpec(kind="notice", due="250wd"), at) == at + timedelta(days=366)


@pytest.mark.parametrize("due", ["90s", "30h", "1wd"])
def test_a_centre_that_is_never_open(due: str) -> None:
    """What counts working time is over in a year there: it has none."""
    script = make_script(hours=Hours(days=(), opens="09:00", closes="18:00"))
    at = riga("2026-11-25 12:00")
    assert due_at(script, TaskSpec(kind="notice", due=due), at) == at + timedelta(days=366)


FIRST, LAST = 2026, 2045
"""Twenty years, as many as public holidays are known of in advance."""
DAYS = st.dates(date(FIRST, 1, 1), date(LAST, 12, 31))
DAYS_HERE = st.dates(date(2026, 3, 1), date(2026, 4, 15))
HOLIDAYS = frozenset(holidays.country_holidays("LV", years=range(FIRST, LAST + 2)))


@st.composite
def days(draw: st.DrawFn) -> tuple[str, ...]:
    """A day with up to two breaks, at any minute."""
    edges = draw(st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(sorted))
    clock = [f"{edge // 60:02}:{edge % 60:02}" for edge in edges]
    return tuple(f"{clock[at]}-{clock[at + 1]}" for at in range(0, len(clock) - 1, 2))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[DayHours, ...]:
    """Weeks of one sort of day to four."""
    sort_of = draw(st.lists(st.integers(0, 4), min_size=7, max_size=7).filter(lambda sorts: any(sorts)))
    lines: list[DayHours] = []
    for sort in sorted(set(sort_of) - {0}):
        lines.append(DayHours(days=tuple(day for day in range(1, 8) if sort_of[day - 1] == sort), open=draw(days())))
    return tuple(draw(st.permutations(lines)))


@st.composite
def centres(draw: st.DrawFn) -> Script:
    """Centres with all sorts of weeks and dates, days off and days worked, on clocks that change at different hours."""
    opens, closes = draw(
        st.sampled_from((("09:00", "18:00"), ("00:00", "23:59"), ("02:00", "05:00"), ("08:30", "08:31")))
    )
    alike = st.fixed_dictionaries(
        {"days": st.sets(st.integers(1, 7)).map(tuple), "opens": st.just(opens), "closes": st.just(closes)}
    )
    said = draw(alike | st.fixed_dictionaries({"week": weeks()}))
    return make_script(
        draw(st.sampled_from((frozenset[date](), HOLIDAYS))),
        timezone=draw(st.sampled_from(("Europe/Riga", "Europe/Kyiv", "America/New_York", "UTC"))),
        hours=draw(st.none() | st.builds(
            Hours,
            **{key: st.just(value) for key, value in said.items()},
            days_off=st.lists(DAYS, max_size=5).map(tuple),
            dated=st.just(()) | st.lists(
                st.builds(DatedHours, dates=st.sets(DAYS | DAYS_HERE, max_size=20).map(tuple), open=days()), max_size=3
            ).map(tuple),
            working_days=st.lists(DAYS | st.sampled_from(sorted(HOLIDAYS)), max_size=5).map(tuple),
        )),
    )  # fmt: skip


CHANGES = tuple(
    datetime(year, month, 1, hour, tzinfo=UTC) + relativedelta(day=day, weekday=SU(which))
    for year in range(FIRST, LAST + 1)
    for month, day, which, hour in ((3, 31, -1, 1), (10, 31, -1, 1), (3, 1, 2, 7), (11, 1, 1, 6))
)
"""When the clocks change in Europe and in New York."""
MOMENTS = st.builds(
    datetime.__add__,
    st.sampled_from((*CHANGES, *(riga(f"{year}-01-01") for year in range(FIRST, LAST + 1)))),
    st.timedeltas(timedelta(days=-3), timedelta(days=3)) | st.timedeltas(timedelta(), timedelta(days=366)),
)
PROMISES = st.sampled_from(("today", "1d", "7d", "300d", "1wd", "2wd", "20wd", "250wd", "90s", "45m", "30h"))


@settings(max_examples=300)
@given(centres(), MOMENTS, PROMISES, st.booleans())
def test_counted_day_by_day(script: Script, moment: datetime, promise: str, on_its_clock: bool) -> None:
    """Opening hours and due times are those that counting day by day gives: over years, holidays and clock changes."""
    at = moment.astimezone(script.zone if on_its_clock else UTC)
    assert is_working_day(script, at.date()) is day_by_day.works(script, at.date())
    assert is_open(script, at) is day_by_day.is_open(script, at)
    assert next_opening_change(script, at) == day_by_day.next_change(script, at)
    found, expected = due_at(script, TaskSpec(kind="notice", due=promise), at), day_by_day.due(script, promise, at)
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())


EDGES = ("17:59", "18:00", "08:59", "09:00", "00:00", "23:59", "12:00")
"""Of a day in Riga: taken in turn, another one each week, so that each day of the week has all of them."""
TERMS = ("1wd", "today", "45m", "3wd", "1d", "30h", "20wd", "7d")


@pytest.mark.parametrize("begun", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in (3, 5))])
def test_each_day_of_twenty_years(begun: int) -> None:
    """Due times under the Latvian script, on each day at one time of day or another, are those of counting by day."""
    script = script_of("lv-lvrtc")
    for number in range(0, (date(LAST, 12, 1) - date(FIRST, 1, 1)).days):
        day, turn = date(FIRST, 1, 1) + timedelta(days=number), number + begun
        moment = riga(f"{day} {EDGES[(turn + number // 7) % len(EDGES)]}")
        term = TERMS[(turn + number // 56) % len(TERMS)]
        due = due_at(script, TaskSpec(kind="notice", due=term), moment)
        assert due == day_by_day.due(script, term, moment), (moment, term)


@settings(max_examples=300)
@given(
    weeks(),
    st.integers(1, 30),
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(days=3)),
    st.lists(DAYS, max_size=5),
)
def test_working_days_are_what_a_supervisor_counts(
    week: tuple[DayHours, ...], number: int, moment: datetime, later: timedelta, off: list[date]
) -> None:
    """Whatever the week: so many working days lie between, it is open then or just closes, and who is promised the
    same later waits no shorter.
    """
    script = make_script(HOLIDAYS, timezone="Europe/Riga", hours=Hours(week=week, days_off=tuple(off)))
    spec = TaskSpec(kind="notice", due=f"{number}wd")
    at, due = moment.astimezone(RIGA), due_at(script, spec, moment)
    assume(due - at < timedelta(days=366))
    spans = day_by_day.spans(script, due.date())
    assert any(opens <= due <= closes for opens, closes in spans)
    between = [at.date() + timedelta(days=offset) for offset in range((due.date() - at.date()).days + 1)]
    worked = sum(day_by_day.works(script, day) for day in between)
    today = day_by_day.spans(script, at.date())
    begun = bool(today) and at > today[0][0]
    assert worked == number + begun
    assert due_at(script, spec, moment + later) >= due


@pytest.mark.parametrize(
    ("at", "within", "ends", "day_off", "expected"),
    [
        ("2026-11-23 10:00", "3d", "midnight", "next", "2026-11-26 23:59:59"),
        ("2026-11-23 23:59", "3d", "midnight", "next", "2026-11-26 23:59:59"),  # the hour does not matter
        ("2026-11-24 00:00", "3d", "midnight", "next", "2026-11-27 23:59:59"),
        ("2026-11-23 10:00", "3d", "close", "next", "2026-11-26 18:00"),
        ("2026-11-25 10:00", "3d", "midnight", "next", "2026-11-30 23:59:59"),  # a Saturday: Monday
        ("2026-11-25 10:00", "3d", "midnight", "same", "2026-11-28 23:59:59"),
        ("2026-11-25 10:00", "3d", "close", "same", "2026-11-28 23:59:59"),  # it does not close on that day
        ("2026-11-25 10:00", "3d", "close", "next", "2026-11-30 18:00"),
        ("2026-11-23 10:00", "30d", "midnight", "next", "2026-12-23 23:59:59"),
        (
            "2026-11-24 10:00",
            "30d",
            "midnight",
            "next",
            "2026-12-28 23:59:59",
        ),  # Christmas Eve, two holidays, a weekend
        ("2026-01-07 10:00", "3d", "midnight", "next", "2026-01-10 23:59:59"),  # a Saturday that is worked
        ("2026-11-23 10:00", "3wd", "midnight", "next", "2026-11-26 23:59:59"),
        ("2026-11-27 17:00", "1wd", "close", "next", "2026-11-30 18:00"),  # a Friday
        ("2026-11-28 17:00", "1wd", "close", "next", "2026-11-30 18:00"),
        ("2026-03-27 10:00", "2d", "midnight", "same", "2026-03-29 23:59:59"),  # a day of 23 hours
    ],
)
def test_a_term_of_days_ends_with_its_last_day(
    at: str, within: str, ends: Ends, day_off: DayOff, expected: str, latvia: Script
) -> None:
    """The days run from the day after; the last ends at midnight or at the close; a day off moves it on."""
    script = replace(latvia, work=WorkSettings(within={"answer": within}, ends=ends, day_off=day_off))
    assert falls_due(script, TaskSpec(kind="answer", due="centre"), riga(at)) == riga(expected)


@settings(max_examples=300)
@given(
    centres(),
    MOMENTS,
    st.sampled_from(("1d", "7d", "300d", "1wd", "20wd", "250wd")),
    st.sampled_from(("midnight", "close")),
    st.sampled_from(("next", "same")),
)
def test_terms_counted_day_by_day(script: Script, moment: datetime, within: str, ends: Ends, day_off: DayOff) -> None:
    """So are the terms that a centre sets for itself, whatever its week, its days off and its clock."""
    assume(script.pack.hours is None or script.pack.hours.weekdays)  # no pack may name none
    script = replace(script, work=WorkSettings(within={"answer": within}, ends=ends, day_off=day_off))
    found = falls_due(script, TaskSpec(kind="answer", due="centre"), moment)
    if script.pack.hours is None and within.endswith("wd"):
        assert found is None, "no working days are known"
        return
    expected = day_by_day.end_of_days(script, within, moment)
    assert found is not None
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())


def test_the_same_day_is_worked_out_once(latvia: Script) -> None:
    """What a second does not change is not worked out each second: the same hours serve all day."""
    at = riga("2027-02-01 10:00")
    is_open(latvia, at)
    before = _coming_from.cache_info().misses
    for second in range(600):
        assert is_open(latvia, at + timedelta(seconds=second))
        assert next_opening_change(latvia, at + timedelta(seconds=second)) == riga("2027-02-01 18:00")
    assert _coming_from.cache_info().misses == before
