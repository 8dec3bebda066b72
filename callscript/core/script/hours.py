"""The hours of a centre, of its visitors, or of somebody in its directory, as a pack writes them.

Either they are the same on all days that are named, or `week` has a line for each sort of day, with a break or several.
Single dates can have hours of their own: the day before a holiday is a short one in many countries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from callscript.core.script.base import Identifier, Record, TimeOfDay

_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
TimeSpan = Annotated[str, Meta(pattern=f"^{_TIME}-{_TIME}$")]
"""`HH:MM-HH:MM` on the centre's clock, on one day."""

Weekdays = tuple[Annotated[int, Meta(ge=1, le=7)], ...]
"""Days of the week, of which Monday is 1."""

Wrong = tuple[str, str]
"""The key that something is wrong with, and what."""


class DayHours(Record, frozen=True, kw_only=True):
    """The hours of some days of the week."""

    days: Weekdays
    open: tuple[TimeSpan, ...]
    """In their order; between two of them there is a break."""


class DatedHours(Record, frozen=True, kw_only=True):
    """The hours of some dates, whatever the days of the week say: they are worked."""

    dates: tuple[date, ...]
    open: tuple[TimeSpan, ...]
    """In their order; between two of them there is a break."""


class DayPart(Record, frozen=True, kw_only=True):
    """A part of the day, from `starts` until the next one starts (round midnight)."""

    id: Identifier
    starts: TimeOfDay


def dates_of(dated: Iterable[DatedHours]) -> frozenset[date]:
    """Return the dates that have hours of their own."""
    return frozenset(day for line in dated for day in line.dates)


class WeekHours(Record, frozen=True, kw_only=True):
    """From when to when on which days of the week."""

    days: Weekdays = ()
    opens: TimeOfDay = ""
    closes: TimeOfDay = ""
    """Between the two on all these days, if `week` is empty."""
    week: tuple[DayHours, ...] = ()
    """In place of these three, where days differ or have a break."""
    dated: tuple[DatedHours, ...] = ()

    @property
    def dates(self) -> frozenset[date]:
        """The dates that have hours of their own."""
        return dates_of(self.dated)

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of the week that are named."""
        return frozenset(day for line in self.week for day in line.days) if self.week else frozenset(self.days)

    def of_weekday(self, weekday: int) -> tuple[str, ...]:
        """Return the spans of a day of the week; one that is not named, but worked, has those of the first line."""
        if not self.week:
            return (f"{self.opens}-{self.closes}",)
        return next((line.open for line in self.week if weekday in line.days), self.week[0].open)

    def on(self, day: date) -> tuple[tuple[time, time], ...]:
        """Return from when to when on a day, if it is one on which anybody is there."""
        own = next((line.open for line in self.dated if day in line.dates), None)
        spans = (span.split("-") for span in own or self.of_weekday(day.isoweekday()))
        return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)

    def wrong(self) -> Iterator[Wrong]:
        """Yield what cannot be so."""
        yield from _wrong_in_lines("dated", "date", (([*map(str, line.dates)], line.open) for line in self.dated))
        if self.week:
            said = ((name, getattr(self, name)) for name in ("days", "opens", "closes"))
            yield from ((name, "`week` stands in its place: leave one of them out") for name, value in said if value)
            days = (([f"day {day}" for day in line.days], line.open) for line in self.week)
            yield from _wrong_in_lines("week", "day", days)
            return
        if len(set(self.days)) < len(self.days):
            yield "days", "names a day twice"
        for name in ("opens", "closes"):
            if not getattr(self, name):
                yield name, "is missing: write `opens` and `closes`, or `week` where days differ"
        if self.closes and self.opens >= self.closes:
            yield "closes", f"must be later than {self.opens} on the same day"


def _wrong_in_lines(key: str, what: str, lines: Iterable[tuple[Sequence[str], tuple[str, ...]]]) -> Iterator[Wrong]:
    """Yield what cannot be so of lines that name days, or dates, with from when to when it is open on them."""
    stands: dict[str, int] = {}
    for number, (named, spans) in enumerate(lines, start=1):
        line = f"{key}[{number}]"
        if not named:
            yield f"{line}.{what}s", f"names no {what}: name one, or leave the line out"
        for day in named:
            if day in stands:
                yield f"{line}.{what}s", f"names {day}, which {key}[{stands[day]}] names already: each has one line"
            stands.setdefault(day, number)
        yield from _wrong_in_day(line, spans)


def _wrong_in_day(key: str, spans: tuple[str, ...]) -> Iterator[Wrong]:
    if not spans:
        yield f"{key}.open", "names no hours: name some, or leave out days on which it is closed"
    for at, span in enumerate(spans, start=1):
        opens, _, closes = span.partition("-")
        if opens >= closes:
            yield f"{key}.open[{at}]", f"must end later than {opens} on the same day, not at {closes}"
    for at, (one, other) in enumerate(pairwise(spans), start=2):
        if other.partition("-")[0] <= one.partition("-")[2]:
            yield f"{key}.open[{at}]", f"{other} must begin after {one} is over, with a break between them"


class Hours(WeekHours, frozen=True, kw_only=True):
    """When the centre is open, or somebody is there, on the centre's clock."""

    holidays: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | None = None
    """The country whose public holidays are days off."""
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    """Days worked against the weekly pattern or a holiday."""
    known_until: Annotated[int, Meta(ge=2000, le=2100)] | None = None
    """The last year of which the days are entered that an order moves or a law gives beyond the country's holidays."""

    @property
    def worked(self) -> frozenset[date]:
        """The dates that are worked, whatever day they are."""
        return self.dates.union(self.working_days)

    def wrong(self) -> Iterator[Wrong]:
        """Yield what cannot be so; a centre that no day is named for would never be open."""
        if not (self.days or self.week):
            yield "days", "names no day: the centre would never be open"
        for key, days in {"working_days": self.working_days, "dated": self.dates}.items():
            for day in sorted(set(self.days_off).intersection(days)):
                yield "days_off", f"{day} is among `{key}` too"
        yield from super().wrong()
