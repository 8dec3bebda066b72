"""The centre's own hours and days, as its settings say: they stand before those of the pack, key by key."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict, replace

from callscript.core.script.base import Record, TimeOfDay
from callscript.core.script.hours import Hours


class CentreHours(Record, frozen=True, kw_only=True):
    """What of the centre's hours is said in its settings; of the rest, what the pack says holds."""

    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...] | UnsetType = UNSET
    opens: TimeOfDay | UnsetType = UNSET
    closes: TimeOfDay | UnsetType = UNSET
    holidays: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] | UnsetType = UNSET
    """Empty: no holiday is a day off."""
    days_off: tuple[date, ...] = ()
    """Besides those of the pack."""
    working_days: tuple[date, ...] = ()
    """Likewise."""
    known_until: Annotated[int, Meta(ge=2000, le=2100)] | UnsetType = UNSET

    def over(self, hours: Hours | None) -> Hours | None:
        """Return the hours of a pack with what is said here; None: together they are none yet."""
        said = {name: value for name, value in asdict(self).items() if value is not UNSET}
        days_off, working_days = said.pop("days_off"), said.pop("working_days")
        if "holidays" in said:
            said["holidays"] = said["holidays"] or None
        if hours is None and not {"days", "opens", "closes"} <= said.keys():
            return None
        hours = replace(hours, **said) if hours else Hours(**said)
        return replace(
            hours,
            days_off=_with(hours.days_off, days_off, working_days),
            working_days=_with(hours.working_days, working_days, days_off),
        )


def _with(known: tuple[date, ...], more: tuple[date, ...], less: tuple[date, ...]) -> tuple[date, ...]:
    """Return days with more of them, and without those that are the contrary now."""
    return tuple(sorted({*known, *more}.difference(less)))
