"""How a centre sees to work that outlives calls, as its settings say: until when, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration


class WorkSettings(Record, frozen=True, kw_only=True):
    """What scripts leave to the centre."""

    within: Mapping[Identifier, Duration] = {}
    """By kind of work that is due as the centre says: how long it may take."""
    people: Mapping[Identifier, tuple[str, ...]] = {}
    """Who they are, by the numbers of operators."""

    def named(self, operator: str) -> Collection[str]:
        """Return which people an operator is one of."""
        return tuple(people for people, numbers in self.people.items() if operator in numbers)
