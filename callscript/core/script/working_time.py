"""When a centre is open, and when what it promises falls due, by its own clock and days off.

Sums are done on the centre's wall clock and handed back as aware times; opening hours never span a clock change.
Working days are a recurrence: the days of the week that the centre works, without its days off, with the days that it
works against that pattern. `dateutil` is loaded where it is needed: a centre that never closes starts without it.

So many working days from a moment are over at the same time of day, so many working days later, held within the hours
of that day. Outside of working time they run from the next opening, and what begins as a day opens is over as the last
of these days closes, that one being the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from callscript.core.script.durations import AT, CENTRE, Length, due_field, length
from callscript.core.script.hours import WeekHours
from callscript.core.script.model import DirectoryEntry, Script
from callscript.core.script.moments import day_to_come, recorded_moment
from callscript.core.script.steps import TaskSpec

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta
    from dateutil.rrule import rruleset

_YEAR = 366
_LAST_SECOND = time(23, 59, 59)
"""Of a day; a moment later it is the next one."""
_Span = tuple[datetime, datetime]
"""When the centre opens and closes: on a day, or up to a break and behind it."""
_Day = tuple[_Span, ...]
"""The hours of a working day."""


def pinned(at: datetime) -> datetime:
    """Return the same moment with its offset pinned: sums in a zone go wrong by an hour across a clock change."""
    return at.astimezone(timezone(at.utcoffset() or timedelta()))


def local(script: Script, at: datetime) -> datetime:
    """Return a moment as the centre's clock shows it."""
    return at.astimezone(script.zone)


def day_part(script: Script, at: datetime) -> str:
    """Name the part of the day that the centre's clock is in."""
    now = local(script, at).strftime("%H:%M")
    from_the_last = sorted(script.pack.day_parts, key=lambda part: part.starts, reverse=True)
    return next((part for part in from_the_last if part.starts <= now), from_the_last[0]).id


def is_working_day(script: Script, day: date) -> bool:
    """Tell whether the centre works on this day."""
    return next(_working_days(script, day), None) == day


def is_public_holiday(script: Script, day: date) -> bool:
    """Tell whether the centre is closed on a day because it is a public holiday."""
    return day in script.holidays and not (script.hours and day in script.hours.worked)


def is_open(script: Script, at: datetime) -> bool:
    """Tell whether the centre is open."""
    return script.hours is None or any(opens <= at < closes for day in _coming(script, at) for opens, closes in day)


def is_there(script: Script, entry: DirectoryEntry, at: datetime) -> bool:
    """Tell whether somebody in the directory is there, as far as their hours are known."""
    hours, here = entry.hours, local(script, at)
    if hours is None:
        return True
    day = here.date()
    off = day in hours.days_off or (hours.holidays is not None and day in script.holidays)
    works = day in hours.worked or (here.isoweekday() in hours.weekdays and not off)
    return works and _are_in(hours, here)


def next_opening_change(script: Script, at: datetime) -> datetime | None:
    """Return when the centre next closes or opens; None: it is open at any hour, or shut for a year."""
    return next((edge for day in _coming(script, at) for span in day for edge in span if edge > at), None)


def due_at(script: Script, spec: TaskSpec, at: datetime, agreed: str = "") -> datetime:
    """Return when work promised at `at` falls due: not while the centre is closed, unless it is done at any hour.

    `agreed` is what is recorded in the field that the work is due by, or at, if it is due so.
    """
    from dateutil.relativedelta import relativedelta

    if spec.due.startswith(AT) and (moment := recorded_moment(script, agreed)):
        return moment
    any_hour = at_any_hour(script, spec)
    after, hours = length(spec.due), None if any_hour else script.hours
    if after is None:  # today, or a day that was agreed
        day = day_to_come(script, agreed, at)
        begin = max(at, datetime.combine(day, time.min, script.zone)) if day else at
        closes = None if any_hour else closing(script, begin)
        return closes or _on_the_clock(script, begin, relativedelta(hour=23, minute=59, second=59, microsecond=0))
    match after.unit:
        case "wd" if hours is not None:
            return _in_working_days(script, at, after.number)
        case "d" | "wd":
            due = _on_the_clock(script, at, relativedelta(days=after.number))
            return due if any_hour or is_open(script, due) else _when_there(script, at, due)
        case "s" | "m" | "h" if hours is not None:
            return _in_working_time(script, at, timedelta(seconds=after.seconds))
        case "s" | "m" | "h":
            return local(script, pinned(at) + timedelta(seconds=after.seconds))
        case _:
            assert_never(after.unit)


def falls_due(script: Script, spec: TaskSpec, at: datetime, day: str = "") -> datetime | None:
    """Return when work opened at `at` falls due; None: that is left to the centre, and its settings say nothing."""
    if spec.due != CENTRE:
        return due_at(script, spec, at, day)
    within = script.work.within.get(spec.kind, "")
    term = length(within)
    if term is None or (term.unit == "wd" and script.hours is None):  # no working days are known to count
        return None
    if term.unit in ("d", "wd") and script.work.ends != "hour":
        return _end_of_days(script, term, at)
    return due_at(script, replace(spec, due=within), at)


def at_any_hour(script: Script, spec: TaskSpec) -> bool:
    """Tell whether work is done while the centre is closed, too: by itself, or because the centre says so.

    Working days are counted all the same.
    """
    term = length(spec.due)
    return spec.any_hour or (spec.kind in script.work.any_hour and not (term and term.unit == "wd"))


def needs_hours(spec: TaskSpec | None) -> bool:
    """Tell whether this can be promised only while the centre is open long enough: `today`, or in so many minutes."""
    if spec is None or spec.any_hour or spec.due == CENTRE:
        return False
    after = length(spec.due)
    return after.unit in ("s", "m", "h") if after else not due_field(spec.due)


def can_be_promised(script: Script, spec: TaskSpec | None, at: datetime) -> bool:
    """Tell whether what would be said at `at` could be kept this day: while the centre is to close, or open so long."""
    if spec is None or script.hours is None or not needs_hours(spec) or at_any_hour(script, spec):
        return True
    after = length(spec.due)
    if after is None:
        return can_be_kept_on(script, local(script, at).date(), at)
    then = at + timedelta(seconds=after.seconds)
    return any(opens <= at and then < closes for day in _coming(script, at) for opens, closes in day)


def can_be_kept_on(script: Script, day: date, at: datetime) -> bool:
    """Tell whether what is promised at `at` by a day can be done on it: the centre works then, and is not shut yet."""
    begin = max(at, datetime.combine(day, time.min, script.zone))
    closes = closing(script, begin)
    return script.hours is None or (closes is not None and local(script, closes).date() == day)


def receives(script: Script, at: datetime) -> bool:
    """Tell whether visitors are received at a moment."""
    visits, here = script.pack.visits, local(script, at)
    if visits is None:
        return False
    on_such_days = not visits.weekdays or here.isoweekday() in visits.weekdays or here.date() in visits.dates
    return on_such_days and _are_in(visits, here) and is_working_day(script, here.date())


def _are_in(hours: WeekHours, here: datetime) -> bool:
    """Tell whether a moment, as the centre's clock shows it, lies in the hours of its day."""
    return any(opens <= here.time() < closes for opens, closes in hours.on(here.date()))


def opens_later_today(script: Script, at: datetime) -> bool:
    """Tell whether the centre is closed and opens on this same day: it is early, or there is a break."""
    change = next_opening_change(script, at)
    return change is not None and not is_open(script, at) and local(script, change).date() == local(script, at).date()


def _end_of_days(script: Script, term: Length, at: datetime) -> datetime:
    """Return the end of a term of days as the law counts them: from the day after, to the end of the last one."""
    settings, begun = script.work, local(script, at).date()
    if term.unit == "wd":
        day = next(islice(_working_days(script, begun + timedelta(days=1)), term.number - 1, None), begun)
    else:
        day = begun + timedelta(days=term.number)
        day = next(_working_days(script, day), day) if settings.day_off != "same" else day
    hours = script.hours if settings.ends == "close" and is_working_day(script, day) else None
    return datetime.combine(day, hours.on(day)[-1][1] if hours else _LAST_SECOND, script.zone)


def closing(script: Script, at: datetime) -> datetime | None:
    """Return when the centre next closes for the day, not for a break; None: it does not, within a year."""
    return next((day[-1][1] for day in _coming(script, at) if day[-1][1] > at), None)


def _when_there(script: Script, at: datetime, due: datetime) -> datetime:
    """Return when somebody is there for what would be due while it is closed: on the same day, if it was promised in
    working time for a working day, else when a working day next ends.
    """
    day = next(_days_from(script, due.date(), 1), None)
    return _held(day, due.time()) if day and is_open(script, at) else closing(script, due) or due


def _on_the_clock(script: Script, at: datetime, later: relativedelta) -> datetime:
    """Return a moment that is told by the clock and the calendar on the centre's wall: a day may have 23 hours."""
    return (local(script, at).replace(tzinfo=None) + later).replace(tzinfo=script.zone)


def _in_working_days(script: Script, at: datetime, number: int) -> datetime:
    """Return when so many working days are over: at the same time of day, held within the hours of the last one."""
    here, a_year_on = local(script, at), at + timedelta(days=_YEAR)
    coming = (day for day in _days_from(script, here.date(), _YEAR + 2 * number) if day[-1][1] > here)
    first = next(coming, None)
    if first is None:
        return a_year_on
    begin = next(max(opens, here) for opens, closes in first if closes > here)
    whole = begin == first[0][0]  # all of the first one is left, so it counts
    last = next(islice(chain((first,), coming) if whole else coming, number - 1, None), None)
    if last is None:
        return a_year_on
    return last[-1][1] if whole else _held(last, begin.time())


def _held(day: _Day, clock: time) -> datetime:
    """Return a time of a working day, held within its hours: as it opens, closes or has a break, if not then."""
    at = datetime.combine(day[0][0], clock, day[0][0].tzinfo)
    return max((min(at, closes) for opens, closes in day if opens <= at), default=day[0][0])


def _in_working_time(script: Script, at: datetime, left: timedelta) -> datetime:
    """Add working time; outside of it the clock starts at the next opening."""
    days = _days_from(script, local(script, at).date(), _YEAR)
    for opens, closes in chain.from_iterable(days):
        if closes <= at:
            continue
        begin = max(opens, at)
        if begin + left <= closes:
            return local(script, begin + left)
        left -= closes - begin
    return at + timedelta(days=_YEAR)


def _coming(script: Script, at: datetime) -> tuple[_Day, ...]:
    """Return the hours of today, if the centre works today, and of the working day or two after it, within a year."""
    return _coming_from(script, local(script, at).date())


@lru_cache(maxsize=8)
def _coming_from(script: Script, day: date) -> tuple[_Day, ...]:
    """Return the hours of the next two working days from a day on; kept, since they are asked for each second."""
    return tuple(islice(_days_from(script, day, _YEAR), 2))


def _days_from(script: Script, first: date, days: int) -> Iterator[_Day]:
    """Yield the hours of every working day among so many days; nothing of a centre that never closes."""
    hours = script.hours
    if hours is None:
        return
    for day in _working_days(script, first):
        if (day - first).days >= days:
            return
        edges = ((datetime.combine(day, edge, script.zone) for edge in span) for span in hours.on(day))
        yield tuple((opens, closes) for opens, closes in edges)


def _working_days(script: Script, first: date) -> Iterator[date]:
    """Yield the days that the centre works, from `first` on."""
    return (day.date() for day in _recurrence(script, first))


@lru_cache(maxsize=8)
def _recurrence(script: Script, first: date) -> rruleset:
    from dateutil.rrule import DAILY, WEEKLY, rrule, rruleset

    hours, found = script.hours, rruleset(cache=True)
    if hours is None:
        found.rrule(rrule(DAILY, dtstart=_midnight(first)))
        return found
    worked = {day for day in hours.worked if day >= first}
    if hours.weekdays:  # of no days, dateutil would make every day
        found.rrule(rrule(WEEKLY, dtstart=_midnight(first), byweekday=[day - 1 for day in sorted(hours.weekdays)]))
    for day in worked:
        found.rdate(_midnight(day))
    for day in script.holidays.union(hours.days_off) - worked:
        if day >= first:
            found.exdate(_midnight(day))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
