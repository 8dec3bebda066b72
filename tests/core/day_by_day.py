"""Opening hours and due times counted day by day, in plain sums: what the recurrences of the core must agree with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from callscript.core.script.model import Script

YEAR = 366
UNITS = {"s": 1, "m": 60, "h": 3600}
Spans = list[tuple[datetime, datetime]]


def works(script: Script, day: date) -> bool:
    """Does the centre work on this day?"""
    hours = script.pack.hours
    if hours is None or day in hours.working_days or any(day in line.dates for line in hours.dated):
        return True
    days = hours.days or [each for line in hours.week for each in line.days]
    return day.isoweekday() in days and day not in script.holidays and day not in hours.days_off


def spans(script: Script, day: date) -> Spans:
    """When it opens and closes on this day, and again behind each break."""
    hours = script.pack.hours
    if hours is None or not works(script, day):
        return []
    lines = [line.open for line in hours.dated if day in line.dates]
    lines += [line.open for line in hours.week if day.isoweekday() in line.days] + [
        line.open for line in hours.week[:1]
    ]
    found = [(span[:5], span[6:]) for span in lines[0]] if lines else [(hours.opens, hours.closes)]
    return [(_at(script, day, opens), _at(script, day, closes)) for opens, closes in found]


def _at(script: Script, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), script.zone)


def is_open(script: Script, at: datetime) -> bool:
    """Is it open at this moment?"""
    found = spans(script, at.astimezone(script.zone).date())
    return script.pack.hours is None or any(opens <= at < closes for opens, closes in found)


def next_change(script: Script, at: datetime) -> datetime | None:
    """When it next opens or closes, within a year."""
    first = at.astimezone(script.zone).date()
    found = (spans(script, first + timedelta(days=offset)) for offset in range(YEAR))
    return next((edge for day in found for each in day for edge in each if edge > at), None)


def due(script: Script, text: str, at: datetime) -> datetime:
    """When a promise of this length falls due."""
    here = at.astimezone(script.zone)
    if text == "today":
        return closing(script, at) or datetime.combine(here.date(), time(23, 59, 59), script.zone)
    hours = script.pack.hours
    if text.endswith("wd") and hours is not None:
        alike = not (hours.week or hours.dated)
        return (
            in_working_time(script, at, int(text[:-2]), timedelta()) if alike else days_on(script, at, int(text[:-2]))
        )
    if text.endswith("d"):
        then = here.replace(tzinfo=None) + timedelta(days=int(text.rstrip("wd")))
        found = datetime.combine(then.date(), then.time(), script.zone)
        if is_open(script, found):
            return found
        if is_open(script, at) and works(script, found.date()):
            return held(spans(script, found.date()), found)
        return closing(script, found) or found
    if script.pack.hours is not None:
        return in_working_time(script, at, 0, timedelta(seconds=int(text[:-1]) * UNITS[text[-1]]))
    fixed = at.astimezone(timezone(at.utcoffset() or timedelta()))
    return (fixed + timedelta(seconds=int(text[:-1]) * UNITS[text[-1]])).astimezone(script.zone)


def closing(script: Script, at: datetime) -> datetime | None:
    """When it next closes for the day, within a year."""
    first = at.astimezone(script.zone).date()
    found = (spans(script, first + timedelta(days=offset)) for offset in range(YEAR))
    return next((day[-1][1] for day in found if day and day[-1][1] > at), None)


def in_working_time(script: Script, at: datetime, days: int, more: timedelta) -> datetime:
    """Spend working time, and whole working days of it, from the first that is left: of days that are all alike."""
    first, left = at.astimezone(script.zone).date(), None
    for offset in range(YEAR + 2 * days):
        for opens, closes in spans(script, first + timedelta(days=offset)):
            if closes <= at:
                continue
            begin = max(opens, at)
            left = (closes - opens) * days + more if left is None else left
            if begin + left <= closes:
                return (begin + left).astimezone(script.zone)
            left -= closes - begin
    return at + timedelta(days=YEAR)


def days_on(script: Script, at: datetime, number: int) -> datetime:
    """Count working days one by one, whatever their hours; the first counts if nothing of it is over yet."""
    here, left, whole = at.astimezone(script.zone), number, False
    begin: datetime | None = None
    for offset in range(YEAR + 2 * number):
        found = spans(script, here.date() + timedelta(days=offset))
        if not found or found[-1][1] <= here:
            continue
        if begin is None:
            begin = next(max(opens, here) for opens, closes in found if closes > here)
            whole = begin == found[0][0]
            left += not whole
        left -= 1
        if not left:
            return found[-1][1] if whole else held(found, begin)
    return at + timedelta(days=YEAR)


def held(found: Spans, at: datetime) -> datetime:
    """The time of day of a moment on a day with these hours: while it is open, or when it last was."""
    then = datetime.combine(found[0][0].date(), at.time(), found[0][0].tzinfo)
    held_at = found[0][0]
    for opens, closes in found:
        if opens <= then:
            held_at = then if then < closes else closes
    return held_at


def end_of_days(script: Script, text: str, at: datetime) -> datetime:
    """When a term of days is over that the centre has set."""
    day, left = at.astimezone(script.zone).date(), int(text.rstrip("wd"))
    working = text.endswith("wd")
    while left:
        day += timedelta(days=1)
        left -= works(script, day) if working else 1
    while script.work.day_off == "next" and not works(script, day):
        day += timedelta(days=1)
    found = spans(script, day)
    return (
        found[-1][1] if found and script.work.ends == "close" else datetime.combine(day, time(23, 59, 59), script.zone)
    )
