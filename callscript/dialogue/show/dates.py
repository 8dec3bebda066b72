"""Days in words: a date that somebody has to keep is told with its day of the week, and hours with theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from callscript.core.script.hours import WeekHours
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.values import minutes
from callscript.runtime.i18n import N_, _

_MINUTE, _HOUR = 60, 3600
_COUNTED = 600
"""Seconds that are counted one by one; beyond them `21:12` would be read as a time of day."""
_MONTH = timedelta(days=31)
_A_FEW = 2
"""Days that are named one by one."""
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def day_and_time(at: datetime, *, year: bool = False) -> str:
    """Write a moment of the centre's clock with its day of the week: `Mon 30.11. 09:00`."""
    return f"{_(_DAYS[at.weekday()])} {at.strftime('%d.%m.%Y %H:%M' if year else '%d.%m. %H:%M')}"


def days_of_week(days: Collection[int]) -> str:
    """Name days of the week, of which Monday is 1: `Mon–Fri`, or `Tue, Thu`."""
    named = [_(_DAYS[day - 1]) for day in sorted(days)]
    in_a_row = len(named) > _A_FEW and max(days) - min(days) + 1 == len(named)
    return f"{named[0]}–{named[-1]}" if in_a_row else ", ".join(named)


def hours_words(hours: WeekHours, today: date | None = None) -> str:
    """Write the hours of a week: `Mon–Fri 09:00–18:00`; `Mon–Thu 08:30–17:30, Fri 08:30–16:15, break 12:30–13:15`; with
    those that dates of the month from a day on have of their own: `Mon–Fri 09:00–18:00; 31.12. 09:00–13:00`.
    """
    return "; ".join((_of_week(hours), *(_of_dates(hours, today) if today else ())))


def _of_dates(hours: WeekHours, today: date) -> Iterator[str]:
    for day in sorted(hours.dates):
        if today <= day <= today + _MONTH:
            spans = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.on(day))
            yield f"{day:%d.%m.} {spans}"


def _of_week(hours: WeekHours) -> str:
    alike: dict[tuple[str, ...], list[int]] = {}
    for day in sorted(hours.weekdays):
        alike.setdefault(hours.of_weekday(day), []).append(day)
    breaks = [_break(spans) for spans in alike]
    told = [f"{days_of_week(days)} {spans[0][:5]}–{spans[-1][-5:]}" for spans, days in alike.items()]
    if len(set(breaks)) == 1:
        return ", ".join(filter(None, (*told, breaks[0])))
    return ", ".join(f"{words} ({pause})" if pause else words for words, pause in zip(told, breaks, strict=True))


def _break(spans: tuple[str, ...]) -> str:
    """Tell when a day has a break, or more than one; empty: it has none."""
    times = [f"{spans[at - 1][-5:]}–{spans[at][:5]}" for at in range(1, len(spans))]
    return _("break {times}").format(times=", ".join(times)) if times else ""


def due_until(script: Script, due: datetime | None) -> str:
    """Say until when something is due, on the centre's clock; or that it has no term."""
    return _("due {due}").format(due=day_and_time(local(script, due), year=True)) if due else _("without a term")


def promised(at: datetime, now: datetime) -> str:
    """Write until when something is promised, on the centre's clock: `16:00` today, else with the day of the week."""
    return f"{at:%H:%M}" if at.date() == now.date() else day_and_time(at, year=at.year != now.year)


def past(at: datetime, now: datetime) -> str:
    """Write when something was, on the centre's clock: the time if it was today, else the day."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d.%m.}" if at.year == now.year else f"{at:%d.%m.%Y}"


def hours(seconds: int) -> str:
    """Write a length of time in hours and minutes by their names: of `0:55` nobody could tell which they are."""
    whole, rest = divmod(seconds, _HOUR)
    if not whole:
        return _("{minutes} min").format(minutes=rest // _MINUTE)
    return _("{hours} h {minutes} min").format(hours=whole, minutes=rest // _MINUTE)


def left_words(seconds: int, *, brief: bool = False) -> str:
    """Say how much time is left, or by how much it is over: `still 2 h 48 min`, `still 2:59`, `+0:20`; in brief,
    without that word."""
    length = minutes(seconds) if abs(seconds) < _COUNTED else hours(abs(seconds))
    if seconds < 0:
        return f"+{length}"
    return length if brief else _("still {time}").format(time=length)
