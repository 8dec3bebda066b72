"""An example of how a day is typed is a day that could be typed now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callscript.core.script.coming import coming_day, day_before
from callscript.core.script.hours import Hours
from tests.core.scripts import make_script

RIGA = ZoneInfo("Europe/Riga")
WEEKDAYS = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00")


def riga(text: str) -> datetime:
    """Read a wall-clock time in Riga."""
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-23 10:00", "25.11."),
        ("2026-11-26 10:00", "30.11."),  # behind Saturday and Sunday
        ("2026-12-30 10:00", "01.01."),
    ],
)
def test_a_working_day_that_is_soon_to_come(now: str, day: str) -> None:
    """Two days ahead, or the next one that the centre works."""
    assert coming_day(make_script(hours=WEEKDAYS), riga(now)) == day


def test_a_day_where_there_is_no_better_one() -> None:
    """A centre that works on no day has one all the same; the last of the year is to come whatever day it is."""
    shut = make_script(hours=Hours(days=(), opens="09:00", closes="18:00"))
    assert coming_day(shut, riga("2026-11-27 10:00")) == "29.11."
    assert coming_day(shut, None) == "31.12."


def test_a_day_gone_by() -> None:
    """What came has come yesterday."""
    assert day_before(make_script(), riga("2026-12-01 00:30")) == "30.11."
