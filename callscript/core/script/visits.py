"""In-person visits, as a pack writes them: which work is one, which field holds its time, when people are received."""

from __future__ import annotations

from callscript.core.script.base import Identifier
from callscript.core.script.hours import WeekHours


class Visits(WeekHours, frozen=True, kw_only=True):
    """A customer comes to the centre at a time that was appointed in a call.

    Visitors are received in its hours, on the days that the centre works; where no days of the week are named, on all
    of these.
    """

    task: Identifier
    """The kind of work that a visit is: due at the time appointed."""
    field: str
    """Holds that time."""
