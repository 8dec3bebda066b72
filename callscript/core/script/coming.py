"""Days for examples: what is shown of how a day is typed is a day that could be typed now."""

from __future__ import annotations

from datetime import datetime, timedelta

from callscript.core.script.model import Script
from callscript.core.script.working_time import is_working_day, local

_ALWAYS = "31.12."
"""A day that is to come in any year, where it is not known which day it is."""
_FEW = 14
"""Days among which a working day is looked for."""


def coming_day(script: Script, now: datetime | None) -> str:
    """Write a working day that is soon to come, as one may be typed: `30.11.`; not tomorrow, which has a word."""
    if now is None:
        return _ALWAYS
    first = local(script, now).date() + timedelta(days=2)
    days = (first + timedelta(days=each) for each in range(_FEW))
    return f"{next((day for day in days if is_working_day(script, day)), first):%d.%m.}"


def day_before(script: Script, now: datetime) -> str:
    """Write the day before today, as it may be typed."""
    return f"{local(script, now).date() - timedelta(days=1):%d.%m.}"
