"""The hours of a centre, or of somebody in its directory, as a pack writes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from callscript.core.script.base import Record, TimeOfDay


class Hours(Record, frozen=True, kw_only=True):
    """When the centre is open, or somebody is there, on the centre's clock."""

    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...]
    """1 is Monday."""
    opens: TimeOfDay
    closes: TimeOfDay
    holidays: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | None = None
    """The country whose public holidays are days off."""
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    """Days worked against the weekly pattern or a holiday."""
    known_until: Annotated[int, Meta(ge=2000, le=2100)] | None = None
    """The last year of which the days are entered that an order moves or a law gives beyond the country's holidays."""
