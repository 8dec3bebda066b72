"""Whom a matter can go to: when they are there, and by what they are found."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from callscript.core.script.directory import DirectoryEntry
from callscript.core.script.hours import Hours
from callscript.core.script.working_time import is_there
from tests.core.scripts import make_script

HOURS = Hours(
    days=(1, 2, 3, 4),
    opens="09:00",
    closes="18:00",
    holidays="LV",
    days_off=(date(2026, 11, 24),),
    working_days=(date(2026, 11, 28), date(2026, 11, 18)),
)
COURT = DirectoryEntry(
    id="court",
    kind="body",
    name={"lv": "Tiesa", "en": "Court"},
    competence={"lv": "Lietas"},
    contact="caur lietvedību",
    phone="67000000",
    email="tiesa@example.lv",
    hours=HOURS,
)


@pytest.mark.parametrize(
    ("when", "there"),
    [
        ("2026-11-23 09:00", True),
        ("2026-11-23 08:59", False),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-24 10:00", False),  # a day off
        ("2026-11-25 10:00", False),  # a public holiday
        ("2026-11-27 10:00", False),  # a Friday
        ("2026-11-28 10:00", True),  # a Saturday that is worked
        ("2026-11-18 10:00", True),  # a holiday that is worked
    ],
)
def test_somebody_is_there_by_their_hours(when: str, there: bool) -> None:
    """On the centre's clock, with days off and days worked against the pattern."""
    script = make_script(frozenset({date(2026, 11, 25), date(2026, 11, 18)}))
    at = datetime.fromisoformat(when).replace(tzinfo=script.zone)
    assert is_there(script, COURT, at) is there


def test_holidays_of_a_country_are_days_off_only_of_who_has_them() -> None:
    """Who names no country works through them; whose hours are not known is taken to be there."""
    script = make_script(frozenset({date(2026, 11, 25)}))
    at = datetime(2026, 11, 25, 10, tzinfo=script.zone)
    assert not is_there(script, COURT, at)
    assert is_there(script, replace(COURT, hours=replace(HOURS, holidays=None)), at)
    assert is_there(script, replace(COURT, hours=None), at)


def test_somebody_is_found_by_all_that_is_known_of_them() -> None:
    """Names in every language, competence, number, address; what is not known leaves no gap."""
    assert COURT.all_words() == "Tiesa Court Lietas caur lietvedību 67000000 tiesa@example.lv"
