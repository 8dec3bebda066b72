"""In-person visits, as a pack writes them: which work is one, which field holds its time, when people are received."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from callscript.core.script.base import Identifier, Record, TimeOfDay


class Visits(Record, frozen=True, kw_only=True):
    """A customer comes to the centre at a time that was appointed in a call."""

    task: Identifier
    """The kind of work that a visit is: due at the time appointed."""
    field: str
    """Holds that time."""
    opens: TimeOfDay
    closes: TimeOfDay
    """Between the two visitors are received, on the days that the centre works."""
    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = ()
    """Only on these days of the week, 1 is Monday; empty: on every day that the centre works."""
