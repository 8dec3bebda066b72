"""The centre's own hours and days, as its settings say: they stand before those of the pack, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict, replace

from callscript.core.script.base import Record, TimeOfDay
from callscript.core.script.hours import DatedHours, DayHours, Hours, Weekdays, dates_of

_ALIKE = ("days", "opens", "closes")
"""What says the hours of days that are alike; `week` says those of days that are not."""


class CentreHours(Record, frozen=True, kw_only=True):
    """What of the centre's hours is said in its settings; of the rest, what the pack says holds."""

    days: Weekdays | UnsetType = UNSET
    opens: TimeOfDay | UnsetType = UNSET
    closes: TimeOfDay | UnsetType = UNSET
    week: tuple[DayHours, ...] | UnsetType = UNSET
    """In place of these three, here and in the pack."""
    dated: tuple[DatedHours, ...] = ()
    """Before those of the pack."""
    holidays: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] | UnsetType = UNSET
    """Empty: no holiday is a day off."""
    days_off: tuple[date, ...] = ()
    """Besides those of the pack."""
    working_days: tuple[date, ...] = ()
    """Likewise."""
    known_until: Annotated[int, Meta(ge=2000, le=2100)] | UnsetType = UNSET

    @property
    def dates(self) -> frozenset[date]:
        """The dates that have hours of their own here."""
        return dates_of(self.dated)

    def unclear_over(self, hours: Hours | None) -> str:
        """Return the first key of those that say a part of what `week` says in a pack: of which day it is meant, nobody
        knows. Empty: there is none.
        """
        if hours is None or not hours.week or self.week is not UNSET or self._alike == _ALIKE:
            return ""
        return next(iter(self._alike), "")

    @property
    def _alike(self) -> tuple[str, ...]:
        return tuple(name for name in _ALIKE if getattr(self, name) is not UNSET)

    def over(self, hours: Hours | None) -> Hours | None:
        """Return the hours of a pack with what is said here; None: together they are none yet."""
        said: dict[str, Any] = {name: value for name, value in asdict(self).items() if value is not UNSET}
        days_off, working_days, dated = said.pop("days_off"), said.pop("working_days"), said.pop("dated")
        if "holidays" in said:
            said["holidays"] = said["holidays"] or None
        if "week" in said:
            said = {"days": (), "opens": "", "closes": ""} | said
        elif self._alike == _ALIKE:
            said["week"] = ()
        elif hours is None:
            return None
        elif hours.week:
            said = {name: value for name, value in said.items() if name not in _ALIKE}
        hours = replace(hours, **said) if hours else Hours(**said)
        return replace(
            hours,
            days_off=_with(hours.days_off, days_off, (*working_days, *self.dates)),
            working_days=_with(hours.working_days, working_days, days_off),
            dated=(*dated, *_without(hours.dated, self.dates.union(days_off))),
        )


def _without(dated: tuple[DatedHours, ...], dates: frozenset[date]) -> Iterator[DatedHours]:
    """Yield hours of dates, but of some that others are said of."""
    for line in dated:
        if kept := tuple(day for day in line.dates if day not in dates):
            yield replace(line, dates=kept)


def _with(known: tuple[date, ...], more: tuple[date, ...], less: tuple[date, ...]) -> tuple[date, ...]:
    """Return days with more of them, and without those that are the contrary now."""
    return tuple(sorted({*known, *more}.difference(less)))
