"""Reads a moment to come as it is typed: a time, a day with a time, a day, or in how many minutes."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from callscript.core.script.model import Script
from callscript.core.script.working_time import day_to_come, local

_TIME = re.compile(
    r"(?:(?P<day>\S.*?)\s+)??(?:(?:о|об|в|у|plkst\.?|at)\s+)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"[0-9]{1,3}")
_TOMORROW = ("завтра", "rīt", "rit", "tomorrow")
_MORNING = time(9)
"""When a day begins of a centre that never closes."""


def moment_to_come(script: Script, text: str, now: datetime) -> datetime | None:
    """Read `14:30`, `24.11. 10:00`, `tomorrow at 10:00`, `24.11.` (as the centre opens), `30` minutes; None: it is no
    moment.

    It is on the centre's clock, and may be over: a time without a day is one of today.
    """
    text = text.strip()
    if _MINUTES.fullmatch(text):
        return now + timedelta(minutes=int(text))
    found = _TIME.fullmatch(text)
    named = (found["day"] or "") if found else text
    day = local(script, now).date() if found and not named else _day(script, named, now)
    if day is None or (found and not (int(found["hour"]) < 24 and int(found["minute"]) < 60)):
        return None
    at = time(int(found["hour"]), int(found["minute"])) if found else _opens(script)
    return datetime.combine(day, at, script.zone)


def _day(script: Script, text: str, now: datetime) -> date | None:
    if text.casefold() in _TOMORROW:
        return local(script, now).date() + timedelta(days=1)
    return day_to_come(script, text, now)


def _opens(script: Script) -> time:
    hours = script.pack.hours
    return time.fromisoformat(hours.opens) if hours else _MORNING
