"""What a call finds out from or about the caller, as a pack writes it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from callscript.core.script.base import Identifier, Number, Record
from callscript.core.script.durations import DayBound


class Field(Record, frozen=True, kw_only=True):
    """Something to find out from or about the caller."""

    id: Identifier
    kind: Literal["text", "name", "phone", "email", "date", "time", "number", "choice"] = "text"
    group: Literal["caller", "matter", "call"] = "caller"
    """On the caller's card (`caller`, `matter`), or shown only where it is asked (`call`)."""
    options: tuple[Identifier, ...] = ()
    several: bool = False
    """The values of a `choice`; whether more than one of them may be chosen: they are kept together, with commas."""
    absent: Literal["never", "none", "reason"] = "never"
    """May it be recorded that there is none: not at all, plainly, or only with a reason."""
    own: bool = False
    """It is the caller's own telephone number: at most one field of a pack is."""
    days: Literal["coming", "past", "any"] = "coming"
    """Of a `date`: a day from today on, one up to today, or whichever it is."""
    earliest: DayBound | None = None
    latest: DayBound | None = None
    """Of a `date` or a `time`: the first and the last day that it takes."""
    least: Number | None = None
    most: Number | None = None
    decimals: Annotated[int, Meta(ge=0, le=9)] = 0
    """Of a `number`: the smallest and the greatest that it takes, and how many digits behind the comma."""

    def chosen(self, value: str) -> tuple[str, ...]:
        """Return which of the values of a `choice` a recorded value names."""
        return tuple(value.split(",")) if self.several else (value,)
