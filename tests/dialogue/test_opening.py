"""Hours of a week as they are told: of the centre, of its visitors, of somebody in its directory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from msgspec import structs

from callscript.core.call.flow import SHUT
from callscript.core.call.refusal import Code, Refused
from callscript.core.script.directory import DirectoryEntry
from callscript.core.script.hours import DatedHours, DayHours, Hours
from callscript.core.script.model import Script
from callscript.core.script.visits import Visits
from callscript.core.script.working_time import receives
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show import refusals, task_told
from callscript.dialogue.show.dates import hours_words
from callscript.dialogue.show.entries import entry_lines, not_there
from callscript.dialogue.show.header import opening_hours
from callscript.dialogue.show.shut import why_not
from callscript.dialogue.show.visit_told import received
from callscript.runtime import i18n
from tests.core.scripts import MONDAY, Walk
from tests.core.walks import script_of

MORNING, NOON = "08:30-12:30", ("12:00-14:00",)
COURT = Hours(
    week=(
        DayHours(days=(5,), open=(MORNING, "13:15-16:15")),
        DayHours(days=(1, 2, 3, 4), open=(MORNING, "13:15-17:30")),
    )
)


def week(*lines: tuple[tuple[int, ...], tuple[str, ...]]) -> Hours:
    """Return hours that differ by day."""
    return Hours(week=tuple(DayHours(days=days, open=spans) for days, spans in lines))


def by_day(known: Script, visits: Visits | None = None) -> Script:
    """Return a script with the hours of a court."""
    return replace(known, pack=structs.replace(known.pack, hours=COURT, visits=visits))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Mon–Thu 08:30–17:30, Fri 08:30–16:15, break 12:30–13:15"),
        ("uk", "пн–чт 08:30–17:30, пт 08:30–16:15, перерва 12:30–13:15"),
        ("lv", "pirmd.–ceturtd. 08:30–17:30, piektd. 08:30–16:15, pārtraukums 12:30–13:15"),
    ],
)
def test_days_that_are_alike_are_told_together(language: str, told: str) -> None:
    """In the order of the week, with a break that all of them have told once."""
    i18n.use(language)
    try:
        assert hours_words(COURT) == told
    finally:
        i18n.use("en")


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00"), "Mon–Fri 09:00–18:00"),
        (week(((1, 3), ("09:00-18:00",)), ((2,), ("10:00-19:00",))), "Mon, Wed 09:00–18:00, Tue 10:00–19:00"),
        (week(((1,), ("09:00-18:00",)), ((2,), ("09:00-18:00",))), "Mon, Tue 09:00–18:00"),
        (
            week(((1, 2, 3, 4, 5), (MORNING, "13:15-17:30")), ((6,), ("10:00-14:00",))),
            "Mon–Fri 08:30–17:30 (break 12:30–13:15), Sat 10:00–14:00",
        ),
        (
            week(((1,), ("08:00-10:00", "10:15-12:00", "13:00-17:00"))),
            "Mon 08:00–17:00, break 10:00–10:15, 12:00–13:00",
        ),
    ],
)
def test_hours_of_a_week_in_words(hours: Hours, told: str) -> None:
    """A break that some days have is told with them."""
    assert hours_words(hours) == told


def test_dates_with_hours_of_their_own_in_words() -> None:
    """Those of the month to come stand behind the week, wherever it is said what day it is."""
    short = DatedHours(dates=(date(2026, 12, 31), date(2027, 1, 6)), open=(MORNING, "13:00-14:00"))
    past = DatedHours(dates=(date(2026, 11, 26),), open=(MORNING,))
    hours = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00", dated=(short, past))
    assert hours_words(hours) == "Mon–Fri 09:00–18:00"
    told = "Mon–Fri 09:00–18:00; 31.12. 08:30–12:30, 13:00–14:00"
    assert hours_words(hours, date(2026, 12, 1)) == told
    lv = script_of("lv-lvrtc")
    entry = DirectoryEntry(id="x", kind="body", name={"lv": "x"}, hours=hours)
    eve = datetime(2026, 12, 31, 12, 45, tzinfo=lv.zone)
    told += "; 06.01. 08:30–12:30, 13:00–14:00"
    assert [*entry_lines(lv, entry, eve)] == [f"Unavailable now ({told}).", told]
    assert not not_there(lv, entry, eve + timedelta(minutes=15))


def test_visits_on_dates_with_hours_of_their_own() -> None:
    """Visitors are received then, if the centre works, and that is told where a time is refused."""
    lv = script_of("lv-lvrtc")
    short = DatedHours(dates=(date(2026, 12, 30),), open=("10:00-11:00",))
    script = by_day(
        lv, Visits(task="visit", field="visit_at", days=(2,), opens="12:00", closes="14:00", dated=(short,))
    )
    moments = [datetime(2026, 12, day, hour, tzinfo=lv.zone) for day, hour in ((30, 10), (30, 11), (29, 12), (29, 10))]
    assert [receives(script, at) for at in moments] == [True, False, True, False]
    told = "Visitors are received on working days, Tue 12:00–14:00; 30.12. 10:00–11:00."
    assert received(script, datetime(2026, 12, 1, tzinfo=lv.zone)) == told


def test_wherever_hours_are_told_they_are_those_of_each_day() -> None:
    """Of visitors, of a body, and as the reason why an answer is not offered."""
    lv = script_of("lv-lvrtc")
    visits = Visits(task="visit", field="visit_at", week=(DayHours(days=(2,), open=NOON),))
    assert received(by_day(lv, visits)) == "Visitors are received on working days, Tue 12:00–14:00."
    every_day = Visits(task="visit", field="visit_at", opens="10:00", closes="12:00")
    assert received(by_day(lv, every_day)) == "Visitors are received on working days, Mon–Fri 10:00–12:00."
    entry = DirectoryEntry(id="x", kind="body", name={"lv": "x"}, hours=COURT)
    noon = datetime(2026, 11, 27, 12, 45, tzinfo=lv.zone)
    told = "Mon–Thu 08:30–17:30, Fri 08:30–16:15, break 12:30–13:15"
    assert [*entry_lines(lv, entry, noon)] == [f"Unavailable now ({told}).", told]
    assert [*entry_lines(lv, entry, noon + timedelta(hours=1))] == [told]
    script = by_day(lv)
    call = Walk(script).call
    needed = "The centre must be open from now until then"
    assert why_not(script, call, SHUT) == f"{needed}: it works {told}."
    remedies: tuple[tuple[Code, str], ...] = (
        ("day_off", "Type a working day"),
        ("closed_then", "Type a time in working hours"),
    )
    for code, remedy in remedies:
        words = refusals.words(Refused(code, "callback_at"), script, call)
        assert words.startswith(f"{remedy}: "), "the remedy stays in sight where the row ends"
        assert words.endswith(f". The centre is closed then: it works {told}.")
    refused = Refused("holiday", "callback_at", "25.12.2026")
    assert refusals.words(refused, script, call) == "Type another day: 25.12.2026 is a public holiday."


def test_on_a_public_holiday_that_is_why_nothing_is_promised() -> None:
    """An answer that cannot be kept today says of a holiday that it is one; so is a visit moved onto it refused."""
    lv = script_of("lv-lvrtc")
    christmas = datetime(2026, 12, 25, 11, tzinfo=lv.zone)
    call = structs.replace(Walk(lv).call, latest=christmas)
    assert why_not(lv, call, SHUT) == "The centre is closed today: it is a public holiday."
    told = task_told.refused(lv, TaskRefused("holiday", since=christmas), MONDAY)
    assert told == "Type another day: 25.12.2026 is a public holiday."


def test_until_when_it_is_open_is_told_of_each_day() -> None:
    """Up to the break, behind it, and to the end of that day."""
    script = by_day(script_of("ua-court"))
    told = {hour: opening_hours(script, MONDAY.astimezone(script.zone).replace(day=27, hour=hour)) for hour in (9, 15)}
    assert told == {9: ("open until 12:30",), 15: ("open until 16:15",)}
    noon = MONDAY.astimezone(script.zone).replace(day=27, hour=12, minute=45)
    assert opening_hours(script, noon) == ("closed until 13:15",)
    assert opening_hours(script, noon.replace(hour=20)) == ("closed until Mon 30.11. 08:30",)
