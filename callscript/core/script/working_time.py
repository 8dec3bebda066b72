"""When a centre is open, and when what it promises falls due, by its own clock and days off.

Sums are done on the centre's wall clock and handed back as aware times; opening hours never span a clock change.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import assert_never

from dateutil.relativedelta import relativedelta

from callscript.core.script.durations import length
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec

_YEAR = 366


def pinned(at: datetime) -> datetime:
    """Return the same moment with its offset pinned: sums in a zone go wrong by an hour across a clock change."""
    return at.astimezone(timezone(at.utcoffset() or timedelta()))


def local(script: Script, at: datetime) -> datetime:
    """Return a moment as the centre's clock shows it."""
    return at.astimezone(script.zone)


def day_part(script: Script, at: datetime) -> str:
    """Name the part of the day that the centre's clock is in."""
    now = local(script, at).strftime("%H:%M")
    parts = sorted(script.pack.day_parts, key=lambda part: part.starts)
    current = parts[-1]
    for part in parts:
        if part.starts <= now:
            current = part
    return current.id


def is_working_day(script: Script, day: date) -> bool:
    """Tell whether the centre works on this day."""
    hours = script.pack.hours
    if hours is None or day in hours.working_days:
        return True
    return day.isoweekday() in hours.days and day not in script.holidays and day not in hours.days_off


def is_open(script: Script, at: datetime) -> bool:
    """Tell whether the centre is open."""
    span = _hours_of(script, local(script, at).date())
    return script.pack.hours is None or (span is not None and span[0] <= at < span[1])


def next_opening_change(script: Script, at: datetime) -> datetime | None:
    """Return when the centre next closes or opens; None: it is open at any hour, or shut for a year."""
    if script.pack.hours is None:
        return None
    first = local(script, at).date()
    for offset in range(_YEAR):
        for edge in _hours_of(script, first + timedelta(days=offset)) or ():
            if edge > at:
                return edge
    return None


def due_at(script: Script, spec: TaskSpec, at: datetime) -> datetime:
    """Return when work promised at `at` falls due."""
    after = length(spec.due)
    if after is None:  # today
        return _wall(script, local(script, at).date(), time(23, 59, 59))
    match after.unit:
        case "wd":
            return _after_working_days(script, at, after.number)
        case "d":
            return _after_days(script, at, after.number)
        case "s" | "m" | "h":
            return local(script, pinned(at) + timedelta(seconds=after.seconds))
        case _:
            assert_never(after.unit)


def _after_days(script: Script, at: datetime, days: int) -> datetime:
    then = local(script, at) + relativedelta(days=days)
    return _wall(script, then.date(), then.time())


def _after_working_days(script: Script, at: datetime, days: int) -> datetime:
    """Add whole working days of working time; outside working time the clock starts at the next opening."""
    first = local(script, at).date()
    if script.pack.hours is None:
        return _after_days(script, at, days)
    left: timedelta | None = None
    for offset in range(_YEAR + 2 * days):
        span = _hours_of(script, first + timedelta(days=offset))
        if span is None or span[1] <= at:
            continue
        begin = max(span[0], at)
        left = (span[1] - span[0]) * days if left is None else left
        if begin + left <= span[1]:
            return begin + left
        left -= span[1] - begin
    return at + timedelta(days=_YEAR)


def _hours_of(script: Script, day: date) -> tuple[datetime, datetime] | None:
    hours = script.pack.hours
    if hours is None or not is_working_day(script, day):
        return None
    return (
        _wall(script, day, time.fromisoformat(hours.opens)),
        _wall(script, day, time.fromisoformat(hours.closes)),
    )


def _wall(script: Script, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, script.zone)
