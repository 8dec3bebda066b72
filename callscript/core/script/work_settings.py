"""How a centre sees to work that outlives calls, as its settings say: until when, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration


class WorkSettings(Record, frozen=True, kw_only=True):
    """What scripts leave to the centre."""

    within: Mapping[Identifier, Duration] = {}
    """By kind of work that is due as the centre says: how long it may take."""
    ends: Literal["midnight", "close", "hour"] = "midnight"
    """When a term of days is over. The days run from the day after; the last one ends at midnight, or when the centre
    closes, if it is open on that day. `hour`: it is over at the hour at which it began.
    """
    day_off: Literal["next", "same"] = "next"
    """On which day it ends whose last calendar day is a day off: on the next working day, or on that one."""
    people: Mapping[Identifier, tuple[str, ...]] = {}
    """Who they are, by the numbers of operators."""

    def named(self, operator: str) -> Collection[str]:
        """Return which people an operator is one of."""
        return tuple(people for people, numbers in self.people.items() if operator in numbers)
