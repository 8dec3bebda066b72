"""Days as a pack bounds them: a date, `2026-12-31`, or so far from today: `0d`, `30d`, `-6mo`, `-18y`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from callscript.core.script.durations import AWAY, DATE, DayBound


def day_of(bound: DayBound, today: date) -> date | None:
    """Return the day that a bound is; None: there is none. Of a month that is shorter it is the last one."""
    from dateutil.relativedelta import relativedelta  # a date that is given goes by itself

    with suppress(ValueError, OverflowError):
        if not (found := re.fullmatch(AWAY, bound)):
            return date.fromisoformat(bound)
        number = int(found[1])
        match found[2]:
            case "d":
                return today + relativedelta(days=number)
            case "mo":
                return today + relativedelta(months=number)
            case _:
                return today + relativedelta(years=number)
    return None


def is_within(text: str, earliest: DayBound | None, latest: DayBound | None, today: date) -> bool:
    """Tell whether a recorded day, or a time on one, is neither before the earliest nor behind the latest."""
    with suppress(ValueError):
        day = date(int(text[6:10]), int(text[3:5]), int(text[:2]))  # 31.12.2026, a time of it stands behind
        first, last = (day_of(bound, today) if bound else day for bound in (earliest, latest))
        return first is not None and last is not None and first <= day <= last
    return False


def has_shape(bound: str) -> bool:
    """Tell whether a text looks like a bound, of a day that there is or not."""
    return re.fullmatch(f"{DATE}|{AWAY}", bound) is not None


def is_from_today(bound: DayBound) -> bool:
    """Tell whether a bound goes by today."""
    return re.fullmatch(AWAY, bound) is not None
