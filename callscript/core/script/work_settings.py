"""How a centre sees to work that outlives calls, as its settings say: until when, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration, length


class WorkSettings(Record, frozen=True, kw_only=True):
    """What scripts leave to the centre."""

    within: Mapping[Identifier, Duration] = {}
    """By kind of work that is due as the centre says: how long it may take."""
    ends: Literal["midnight", "close", "hour"] = "midnight"
    """When a term of days is over. The days run from the day after; the last one ends at midnight, or when the centre
    closes, if it is open on that day. `hour`: it is over at the hour at which it began.
    """
    day_off: Literal["", "next", "same"] = ""
    """On which day it ends whose last calendar day is a day off: on the next working day, said or not, or
    on that one.
    """
    any_hour: tuple[Identifier, ...] = ()
    """Kinds of work that are done while the centre is closed, too, and so can be promised for then."""
    people: Mapping[Identifier, tuple[str, ...]] = {}
    """Who they are, by the numbers of operators."""

    @property
    def needs_calendar(self) -> str:
        """The first key that means nothing without working days; empty: there is none."""
        terms = {kind: length(within) for kind, within in self.within.items()}
        in_working_days = next((kind for kind, term in terms.items() if term and term.unit == "wd"), "")
        if in_working_days:
            return f"within.{in_working_days}"
        return "ends" if self.ends == "close" else "day_off" if self.day_off else ""

    def named(self, operator: str) -> Collection[str]:
        """Return which people an operator is one of."""
        return tuple(people for people, numbers in self.people.items() if operator in numbers)
