"""The sums over many calls, and over what came without a call: each figure a share of its whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from callscript.core.counts import SECTIONS, TALLIES, Counted, Dimension, Group, Mark, Measure, Section
from callscript.core.script.model import Script
from callscript.core.tallied import tallied

_STATES: tuple[Measure, ...] = ("closed", "not_closed", "discarded")
_APPLIES: tuple[Measure, ...] = ("met", "breached", "owed")
_WORK: tuple[Measure, ...] = ("in_time", "late", "overdue", "not_due", "dropped")
_VISITS: tuple[Measure, ...] = ("expected", "came", "came_late", "missed", "cancelled", "moved", "unwarned")
_STANDS: tuple[Measure, ...] = ("open", "taken", "done", "dropped")
BESIDE_THE_CALENDAR: frozenset[Dimension] = frozenset({"operator", "channel"})
"""The dimensions that say nothing of when."""
_OF_TALLIES: tuple[Section, ...] = (*TALLIES, "channels")
"""What is told apart by years, unless by something else of the calendar."""


class Figure(NamedTuple):
    """So many of so many."""

    section: Section
    item: str
    measure: Measure
    group: Group
    number: int
    of: int


class Sums:
    """The sums over the calls of a centre: all together, and told apart by some dimensions.

    Marks and feedback are told apart by years, unless by something else of the calendar.
    """

    def __init__(self, by: Iterable[Dimension] = ()) -> None:
        self._by = tuple(dict.fromkeys(by))
        self._by_of_tallies = self._by if set(self._by) - BESIDE_THE_CALENDAR else (*self._by, "year")
        self._sums: dict[Group, Counter[Mark]] = {}

    def add(self, call: Counted) -> None:
        """Add what a call counts."""
        for group in {(), self._group(call, self._by), self._group(call, self._by_of_tallies)}:
            self._sums.setdefault(group, Counter()).update(call.marks)

    def figures(self, script: Script) -> Iterator[Figure]:
        """Yield the figures, in the order of a script: of each item all together, then group by group.

        What would be of nothing is left out.
        """
        for section in SECTIONS:
            by = self._by_of_tallies if section in _OF_TALLIES else self._by
            groups = sorted((each for each in self._sums if _has(each, by)), key=_in_order)
            for item in self._items(script, section):
                for group in dict.fromkeys(((), *groups)):
                    sums = self._sums.get(group, Counter())
                    for measure, of in _measures(section, item, sums):
                        if of:
                            yield Figure(section, item, measure, group, sums[Mark(section, item, measure)], of)

    def _items(self, script: Script, section: Section) -> Iterable[str]:
        """Return what is counted in a section: what the script has, then what only older versions of it had."""
        found = {item for sums in self._sums.values() for of, item, _ in sums if of == section and item}
        match section:
            case "calls" | "holds" | "visits":
                return ("",)
            case "clauses":
                return dict.fromkeys((*(each.id for each in script.pack.clauses), *sorted(found)))
            case "work" | "results" | "channels":
                return sorted(found)
            case "entries":
                return dict.fromkeys((*script.entry_kinds, *sorted(found)))
            case "rating" | "survey" | "feedback" | "complaint":
                has = [option for tally, option in tallied(script).values() if tally == section]
                has += [each for kind in script.pack.entries for each in kind.classes if section == "feedback"]
                return dict.fromkeys(("", *has, *sorted(found))) if has or found else ()
            case _:
                assert_never(section)

    @staticmethod
    def _group(call: Counted, by: Iterable[Dimension]) -> Group:
        return tuple((dimension, _value(call, dimension)) for dimension in by)


def _value(call: Counted, dimension: Dimension) -> str:
    match dimension:
        case "operator":
            return call.operator
        case "channel":
            return call.channel
        case "year":
            return f"{call.day:%Y}"
        case "month":
            return f"{call.day:%Y-%m}"
        case "week":
            return "{}-W{:02}".format(*call.day.isocalendar())
        case "day":
            return call.day.isoformat()
        case _:
            assert_never(dimension)


def _has(group: Group, by: tuple[Dimension, ...]) -> bool:
    return tuple(dimension for dimension, _ in group) == by


def _in_order(group: Group) -> list[tuple[int, str]]:
    """Sort 2 before 17."""
    return [(len(value), value) for _, value in group]


def _measures(section: Section, item: str, sums: Counter[Mark]) -> Iterator[tuple[Measure, int]]:
    """Yield what is measured of an item, with the number that it is a share of."""

    def whole(*measures: Measure, of: str = item, within: Section = section) -> int:
        return sum(sums[Mark(within, of, measure)] for measure in measures)

    def all_of(measure: Measure, begins: str = "") -> int:
        marks = ((mark, number) for mark, number in sums.items() if (mark.section, mark.measure) == (section, measure))
        return sum(number for mark, number in marks if mark.item.startswith(begins))

    closed = whole("closed", of="", within="calls")
    match section:
        case "calls" | "entries":
            for measure in _STATES:
                yield measure, whole(*_STATES)
        case "clauses":
            for measure in _APPLIES:
                yield measure, whole(*_APPLIES)
            yield "na", whole(*_APPLIES, "na")
        case "holds":
            yield "with_hold", closed
            yield "over_limit", whole("given")
            yield "with_over_limit", whole("with_hold")
        case "work":
            for measure in _WORK:
                yield measure, whole(*_WORK)
        case "visits":
            for measure in _VISITS:
                yield measure, whole("given")
        case "channels" if whole("given"):
            yield "given", all_of("given")
        case "results" if whole("done"):
            yield "done", all_of("done", item.partition(".")[0] + ".")
        case "channels" | "results":
            return  # of neither there is a list in the script: what there is none of is not listed
        case "rating" | "survey" | "feedback" | "complaint":
            if not item:
                yield "answered", closed
                return
            yield "given", all_of("given")
            if section == "feedback":
                yield "registered", whole("given")
                for measure in _STANDS:
                    yield measure, whole(*_STANDS)
        case _:
            assert_never(section)
