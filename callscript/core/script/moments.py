"""Reads days and moments as people say and type them: `30.11. 14:00`, `rīt plkst. 10`, `у понеділок о 9:30`.

A day may be a date, a day of the week or a day near by, in each of the languages that operators type. What is read is
on the centre's clock; an hour that a night with a clock change leaves out is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from callscript.core.script.model import Script

RECORDED = "%d.%m.%Y %H:%M"
"""How a moment stands in its field, on the centre's clock."""
_WRITTEN = re.compile(
    r"(?:(?P<day>[0-9]{2})\.(?P<month>[0-9]{2})\.(?P<year>[0-9]{4})|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}))"
    r"[ T](?P<time>[0-9]{2}:[0-9]{2})"
)

_DATE = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})(?:\. ?(?P<year>[0-9]{4}|[0-9]{2})?)?"
)
_TIME = re.compile(
    r"(?:(?P<day>\S.*?)[\s,]+)??(?P<word>(?:о|об|в|у|plkst\.?|at)\s*)?"
    r"(?P<hour>[0-9]{1,2})(?:(?P<sign>[:.])(?P<minute>[0-9]{2}))?",
    re.IGNORECASE,
)
"""Behind a day or a word for the hour, minutes may stand behind a full stop; behind such a word, be left out."""
_MINUTES = re.compile(r"[0-9]{1,3}")
_CENTURY = 2000
_YEAR = timedelta(days=366)
_LITTLE = timedelta(days=60)
"""How far a day without a year may lie on the other side of today and still be the one that is meant, not that of
another year: a slip by a day or a month is one, while `15.01.` in December and `1.3.` in November are to come.
"""
_MORNING = time(9)
"""When a day begins of a centre that never closes."""
_NEAR = (
    ("сьогодні", "šodien", "today"),
    ("завтра", "rīt", "tomorrow"),
    ("післязавтра", "parīt", "day after tomorrow"),
)
"""Days near by, from today on."""
_YESTERDAY = ("вчора", "vakar", "yesterday")
_WEEK = (
    ("понеділок|понеділка|пн", "pirmdien[aāu]?|pirmd", "monday|mon"),
    ("вівторок|вівторка|вт", "otrdien[aāu]?|otrd", "tuesday|tue"),
    ("серед[аиу]|ср", "trešdien[aāu]?|trešd", "wednesday|wed"),
    ("четвер|четверга|чт", "ceturtdien[aāu]?|ceturtd", "thursday|thu"),
    ("п'ятниц[яію]|пт", "piektdien[aāu]?|piektd", "friday|fri"),
    ("субот[аиу]|сб", "sestdien[aāu]?|sestd", "saturday|sat"),
    ("неділ[яію]|нд", "svētdien[aāu]?|svētd", "sunday|sun"),
)
"""The days of the week, from Monday, as they are said and as they are shown."""
_MONTHS = (
    *("січн|janvār|jan", "лют|februār|feb", "березн|mart|mar", "квітн|aprīl|apr", "травн|maij|may", "червн|jūnij|jun"),
    *("липн|jūlij|jul", "серпн|august|aug", "вересн|septembr|sep", "жовтн|oktobr|oct", "листопад|novembr|nov"),
    "грудн|decembr|dec",
)
"""How the names of the months begin, whatever their endings."""


def _folded(text: str) -> str:
    """Return a text as it is compared: small letters without their marks, of several apostrophes one."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub("[’ʼ`]", "'", plain)


_NEAR_BY = {_folded(word): days for days, words in enumerate(_NEAR) for word in words}
_WEEKDAY = re.compile(
    r"(?:(?:on|у|в)\s+)?(?:" + "|".join(f"({_folded('|'.join(names))})" for names in _WEEK) + r")\b\.?,?\s*(?P<rest>.*)"
)


_MONTH = re.compile(
    r"(?P<number>[0-9]{1,2})\.? (?:"
    + "|".join(f"({_folded(names)})" for names in _MONTHS)
    + r")\w*(?: (?P<year>[0-9]{4}))?(?: року| gada)?"
)


def named_day(script: Script, text: str, now: datetime) -> date | None:
    """Read a day: `14.12.2026`, `14.12.26`, `14.12.` for the next one, `2026-12-14`, `Monday`; None: it is none.

    It may be over: of a day without a year, the one that was a little while ago is meant before that of next year.
    """
    return next(_days(text, now.astimezone(script.zone).date()), None)


def day_to_come(script: Script, text: str, now: datetime) -> date | None:
    """Read a day as `named_day` does, from today on; None: it is none, or over."""
    day = named_day(script, text, now)
    return day if day and day >= now.astimezone(script.zone).date() else None


def moment_to_come(script: Script, text: str, now: datetime) -> datetime | None:
    """Read a moment as `appointed` does, and besides a day alone (as the centre opens), or in how many minutes.

    It may be over.
    """
    text = text.strip()
    if _MINUTES.fullmatch(text):
        return now + timedelta(minutes=int(text))
    if found := appointed(script, text, now):
        return found
    day = named_day(script, text, now)
    return datetime.combine(day, _opens(script, day), script.zone) if day else None


def appointed(script: Script, text: str, now: datetime) -> datetime | None:
    """Read a time of day on a day: `14:30` (today), `24.11. 10:00`, `tomorrow at 10`, `Monday 9:30`; None: it is none.

    It may be over: a time without a day is one of today, and a day of the week is today only while it is to come.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None or not _has_a_time(found):
        return None
    today = now.astimezone(script.zone).date()
    at = time(int(found["hour"]), int(found["minute"] or 0))
    days = _days(found["day"], today) if found["day"] else iter((today,))
    moments = [moment for day in days if (moment := _moment(script, day, at))]
    return next((moment for moment in moments if moment > now), moments[0] if moments else None)


def without_its_time(text: str) -> str:
    """Return what stands before the time of day in a text: `1. decembrī` of `1. decembrī plkst. 10`; empty: nothing."""
    found = _TIME.fullmatch(text.strip())
    return found["day"] if found and found["day"] and _has_a_time(found) else ""


def gone_by(script: Script, text: str, now: datetime) -> datetime | None:
    """Read a time of day on a day gone by, or today: `14:30`, `24.11. 10:00`, `yesterday at 10`; None: it is none.

    A day alone is meant as the centre opened, and not later than now. A time of today may be to come.
    """
    text, today = text.strip(), now.astimezone(script.zone).date()
    found = _TIME.fullmatch(text)
    if found and _has_a_time(found):
        day = _day_gone_by(found["day"], today) if found["day"] else today
        return _moment(script, day, time(int(found["hour"]), int(found["minute"] or 0))) if day else None
    day = _day_gone_by(text, today)
    return min(datetime.combine(day, _opens(script, day), script.zone), now) if day else None


def is_too_far(at: datetime, now: datetime) -> bool:
    """Tell whether a moment is more than a year ahead: nothing is appointed for so long, and a year was mistyped."""
    return at - now > _YEAR


def is_long_ago(at: datetime, now: datetime) -> bool:
    """Tell whether a moment is more than a year ago: what comes in is entered sooner, and a year was mistyped."""
    return now - at > _YEAR


def recorded_moment(script: Script, text: str) -> datetime | None:
    """Return the moment that stands in a field; None: what stands there is none."""
    moment = written_moment(text)
    return moment.replace(tzinfo=script.zone) if moment else None


def written_moment(text: str) -> datetime | None:
    """Read a moment that is written whole and can be read in no other way: `27.11.2026 10:00`, `2026-11-27 10:00`.

    It is one of a clock on a wall, wherever that hangs. None: it is none.
    """
    if found := _WRITTEN.fullmatch(text):
        day = found["iso"] or f"{found['year']}-{found['month']}-{found['day']}"
        with suppress(ValueError):
            return datetime.fromisoformat(f"{day} {found['time']}")
    return None


def on_the_clock(script: Script, wall: datetime) -> datetime | None:
    """Return when the centre's clock shows what a clock on a wall does; None: it passes that over."""
    return _moment(script, wall.date(), wall.time())


def _has_a_time(found: re.Match[str]) -> bool:
    """Tell whether what looks like a time of day is meant as one, and there is one."""
    by_name = found["day"] and not found["day"][-1:].isdecimal() and not found["day"].endswith(".")
    meant = found["sign"] == ":" or found["word"] or (found["sign"] and found["day"]) or by_name
    return bool(meant) and int(found["hour"]) < 24 and int(found["minute"] or 0) < 60


def _moment(script: Script, day: date, at: time) -> datetime | None:
    """Return a moment of the centre's clock; None: on that day the clock passes it over."""
    moment = datetime.combine(day, at, script.zone)
    return moment if moment.astimezone(UTC).astimezone(script.zone).time() == at else None


def day_gone_by(script: Script, text: str, now: datetime) -> date | None:
    """Read a day up to today; of a date without a year, the latest. None: it is none, or still to come."""
    return _day_gone_by(text, now.astimezone(script.zone).date())


def _days(text: str, today: date) -> Iterator[date]:
    """Yield the days that may be meant: one, or a day of the week and the same of the next week."""
    text = text.strip().rstrip(",")
    if (near := _NEAR_BY.get(_folded(text))) is not None:
        yield today + timedelta(days=near)
    elif weekday := _WEEKDAY.fullmatch(_folded(text)):
        number = next(at for at in range(7) if weekday[at + 1])
        if rest := weekday["rest"]:  # both are said: they agree, or neither is believed
            yield from (day for day in _dates(rest, today) if day.weekday() == number)
        else:
            first = today + timedelta(days=(number - today.weekday()) % 7)
            yield from (first, first + timedelta(days=7))
    else:
        yield from _dates(text, today)


def _day_gone_by(text: str, today: date) -> date | None:
    """Return the day that is meant, up to today; of a date without a year, the latest, unless one is to come soon."""
    if _folded(text.strip().rstrip(",")) in map(_folded, _YESTERDAY):
        return today - timedelta(days=1)
    if _NEAR_BY.get(_folded(text)) == 0:
        return today
    years = (today.year + 1, today.year, today.year - 1)
    day = next((day for day in _named(text, years) if day <= today + _LITTLE), None)
    return day if day and day <= today else None


def _dates(text: str, today: date) -> Iterator[date]:
    """Yield the day of a date; without a year, the next one, or the latest one if that was a little while ago."""
    found = _DATE.fullmatch(_in_figures(text))
    whole = found is not None and bool(found["iso"] or found["year"])
    years = (today.year - 1, today.year, today.year + 1)
    yield from islice((day for day in _named(text, years) if whole or day >= today - _LITTLE), 1)


def _named(text: str, years: Iterable[int]) -> Iterator[date]:
    """Yield the day that a date names; of several years, where it names none."""
    found = _DATE.fullmatch(_in_figures(text))
    if found is None:
        return
    number, month, year = (int(found[name] or 0) for name in ("day", "month", "year"))
    if found["iso"]:
        year, month, number = map(int, found["iso"].split("-"))
    elif 0 < len(found["year"] or "") < 4:
        year += _CENTURY
    for each in (year,) if year else years:
        with suppress(ValueError):
            yield date(each, month, number)


def _in_figures(text: str) -> str:
    """Write a date whose month is named in figures: `30 листопада` is `30.11.`; any other text stays as it is."""
    found = _MONTH.fullmatch(" ".join(_folded(text).split()))
    if found is None:
        return text.strip()
    month = next(at for at in range(1, len(_MONTHS) + 1) if found[at + 1])
    return f"{found['number']}.{month}.{found['year'] or ''}"


def _opens(script: Script, day: date) -> time:
    """Return when the centre opens on a day, or would open if it worked then."""
    hours = script.hours
    return hours.on(day)[0][0] if hours else _MORNING
