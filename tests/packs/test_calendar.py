"""Days off that an order or a law gives beyond a country's holidays: they stand in the pack, and it says until when."""

from __future__ import annotations

import re
from datetime import date, datetime

import holidays
import pytest
from msgspec.structs import replace

from callscript.core.script.model import Script
from callscript.core.script.working_time import is_open
from callscript.packs import locate, read
from callscript.packs.holiday import known_years, wanting_year
from tests.packs.conftest import Bench


@pytest.fixture(scope="module")
def lv() -> Script:
    return read(locate("lv-lvrtc"))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-05-02", False),
        ("2025-05-10", True),
        ("2025-11-08", True),
        ("2025-11-17", False),
        ("2026-01-02", False),
        ("2026-01-17", True),
        ("2026-06-22", False),
        ("2026-06-27", True),
        ("2026-07-04", False),
        ("2028-07-10", False),
        ("2028-07-11", True),
    ],
)
def test_days_moved_by_order(lv: Script, day: str, works: bool) -> None:
    """The centre is closed on a day whose work was moved, and open on the Saturday to which it was."""
    assert is_open(lv, datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=lv.zone)) is works


def test_every_saturday_that_is_known_to_be_worked_is_in_the_pack(lv: Script) -> None:
    """What the holidays of the country name as moved to a Saturday is entered, for as long as the pack says."""
    hours = lv.pack.hours
    assert hours
    assert hours.known_until
    named = [
        found[0]
        for name in holidays.country_holidays("LV", years=range(2025, hours.known_until + 1), language="lv").values()
        if (found := re.search(r"pārcelta no (\d\d)\.(\d\d)\.(\d{4})", name))
    ]
    moved = [date(*map(int, reversed(each.removeprefix("pārcelta no ").split(".")))) for each in named]
    assert len(moved) >= 4
    assert set(moved) <= set(hours.working_days)


def test_until_when_days_are_known(lv: Script) -> None:
    """It is said; the year that should be entered by now is the next one, once its days have been ordered."""
    hours = lv.pack.hours
    assert hours
    pack = replace(lv.pack, hours=replace(hours, known_until=2026))
    assert "days moved by order until 2026" in known_years(pack.hours)
    assert [wanting_year(pack.hours, date(2026, month, 1)) for month in (1, 6, 7, 12)] == [None, None, 2027, 2027]
    assert wanting_year(pack.hours, date(2027, 1, 1)) == 2027
    unsaid = replace(pack, hours=replace(hours, known_until=None))
    assert "hours.known_until" in known_years(unsaid.hours)
    assert wanting_year(unsaid.hours, date(2026, 1, 1)) == 2026
    open_always = replace(pack, hours=None)
    assert known_years(open_always.hours) == ""
    assert wanting_year(open_always.hours, date(2026, 1, 1)) is None


@pytest.mark.parametrize(("due", "told"), [("today", False), ("1wd", True), ("1h", False), ("2d", False)])
def test_what_is_done_at_any_hour_is_due_by_the_clock(mini: Bench, due: str, told: bool) -> None:
    """Work that is done at any hour cannot be due by the hours of the centre."""
    mini.swap("pack.toml", 'due = "1wd" }', f'due = "{due}", any_hour = true }}')
    assert any("done at any hour" in each for each in mini.complaints) is told


def test_a_day_is_entered_once(mini: Bench) -> None:
    """A date that is there twice is a slip for another one."""
    mini.swap("pack.toml", "days_off = [2026-12-24]", "days_off = [2026-12-24, 2026-12-24]")
    assert mini.complaints == ["pack.toml: hours.days_off: 2026-12-24 is there twice"]


def test_a_grace_is_of_a_moment_that_is_named(mini: Bench) -> None:
    """What is due within a term is due then; a grace is counted by a clock."""
    mini.swap("pack.toml", 'due = "1wd" }', 'due = "1wd", grace = "1wd" }')
    assert [each.split("task.")[1] for each in mini.complaints] == [
        "grace: a grace cannot count working days: use s, m, h or d",
        "grace: only what is due at a moment that is named (at:<field>) has one",
    ]
