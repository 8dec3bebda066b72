"""Opening hours and due times counted day by day, in plain sums: what the recurrences of the core must agree with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from callscript.core.script.model import Script

YEAR = 366
UNITS = {"s": 1, "m": 60, "h": 3600}


def works(script: Script, day: date) -> bool:
    """Does the centre work on this day?"""
    hours = script.pack.hours
    if hours is None or day in hours.working_days:
        return True
    return day.isoweekday() in hours.days and day not in script.holidays and day not in hours.days_off


def span(script: Script, day: date) -> tuple[datetime, datetime] | None:
    """When it opens and closes on this day."""
    hours = script.pack.hours
    if hours is None or not works(script, day):
        return None
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    return datetime.combine(day, opens, script.zone), datetime.combine(day, closes, script.zone)


def is_open(script: Script, at: datetime) -> bool:
    """Is it open at this moment?"""
    found = span(script, at.astimezone(script.zone).date())
    return script.pack.hours is None or (found is not None and found[0] <= at < found[1])


def next_change(script: Script, at: datetime) -> datetime | None:
    """When it next opens or closes, within a year."""
    first = at.astimezone(script.zone).date()
    edges = [edge for offset in range(YEAR) for edge in span(script, first + timedelta(days=offset)) or ()]
    return next((edge for edge in edges if edge > at), None)


def due(script: Script, text: str, at: datetime) -> datetime:
    """When a promise of this length falls due."""
    here = at.astimezone(script.zone)
    if text == "today":
        return closing(script, at) or datetime.combine(here.date(), time(23, 59, 59), script.zone)
    if text.endswith("wd") and script.pack.hours is not None:
        return in_working_time(script, at, int(text[:-2]), timedelta())
    if text.endswith("d"):
        then = here.replace(tzinfo=None) + timedelta(days=int(text.rstrip("wd")))
        found = datetime.combine(then.date(), then.time(), script.zone)
        return found if is_open(script, found) else closing(script, found) or found
    if script.pack.hours is not None:
        return in_working_time(script, at, 0, timedelta(seconds=int(text[:-1]) * UNITS[text[-1]]))
    fixed = at.astimezone(timezone(at.utcoffset() or timedelta()))
    return (fixed + timedelta(seconds=int(text[:-1]) * UNITS[text[-1]])).astimezone(script.zone)


def closing(script: Script, at: datetime) -> datetime | None:
    """When it next closes, within a year."""
    first = at.astimezone(script.zone).date()
    found = [span(script, first + timedelta(days=offset)) for offset in range(YEAR)]
    return next((each[1] for each in found if each and each[1] > at), None)


def in_working_time(script: Script, at: datetime, days: int, more: timedelta) -> datetime:
    """Spend working time, and whole working days of it, from the first that is left."""
    first, left = at.astimezone(script.zone).date(), None
    for offset in range(YEAR + 2 * days):
        found = span(script, first + timedelta(days=offset))
        if found is None or found[1] <= at:
            continue
        begin = max(found[0], at)
        left = (found[1] - found[0]) * days + more if left is None else left
        if begin + left <= found[1]:
            return (begin + left).astimezone(script.zone)
        left -= found[1] - begin
    return at + timedelta(days=YEAR)


def end_of_days(script: Script, text: str, at: datetime) -> datetime:
    """When a term of days is over that the centre has set."""
    day, left = at.astimezone(script.zone).date(), int(text.rstrip("wd"))
    working = text.endswith("wd")
    while left:
        day += timedelta(days=1)
        left -= works(script, day) if working else 1
    while script.work.day_off == "next" and not works(script, day):
        day += timedelta(days=1)
    found = span(script, day)
    return found[1] if found and script.work.ends == "close" else datetime.combine(day, time(23, 59, 59), script.zone)
