"""What a report counts: what one call adds to it, and the sums over many, each a share of its whole.

Counted are calls that are closed; those that are not closed yet, or were opened by mistake, are counted apart. Nothing
in here is about a caller, and operators go by their numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple, assert_never, get_args

from msgspec import Struct

from callscript.core.call.call import Call
from callscript.core.script.base import Finding
from callscript.core.script.model import Script
from callscript.core.script.steps import Tally
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import Verdict, verdicts
from callscript.core.tallied import tallied
from callscript.core.tasks import Task

Section = Literal["calls", "clauses", "holds", "work", "visits", "rating", "survey", "feedback", "complaint"]
Dimension = Literal["operator", "year", "month", "week", "day"]
"""What figures can be told apart by: who took the call, and when it began, on the centre's clock."""
Measure = Literal[
    # of calls: of all that began
    "closed",
    "not_closed",
    "discarded",
    # of a clause: of the calls to which it applies, and to which it does not, of those that are closed
    "met",
    "breached",
    "owed",
    "na",
    # of holds: calls that had one, of those that are closed; holds over the limit, and calls that had such a one
    "with_hold",
    "over_limit",
    "with_over_limit",
    # of work: of all of its kind that was promised
    "in_time",
    "late",
    "overdue",
    "not_due",
    "dropped",
    # of visits: of all that were booked
    "expected",
    "came",
    "came_late",
    "missed",
    "cancelled",
    "moved",
    "unwarned",
    # of marks and feedback: calls that had any, of those that are closed; answers of all answers; registered of these
    "answered",
    "given",
    "registered",
]
Group = tuple[tuple[Dimension, str], ...]
"""What figures are told apart by, with its values; empty: all together."""

SECTIONS: tuple[Section, ...] = get_args(Section)
TALLIES: tuple[Tally, ...] = get_args(Tally)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_BY_MATTER: frozenset[Tally] = frozenset({"feedback", "complaint"})
"""Of these each matter has an answer of its own; of the others a call has one."""
_STATES: tuple[Measure, ...] = ("closed", "not_closed", "discarded")
_APPLIES: tuple[Measure, ...] = ("met", "breached", "owed")
_WORK: tuple[Measure, ...] = ("in_time", "late", "overdue", "not_due", "dropped")
_VISITS: tuple[Measure, ...] = ("expected", "came", "came_late", "missed", "cancelled", "moved", "unwarned")
_WENT: Mapping[str, Measure] = {"came": "came", "late": "came_late", "missed": "missed"}
_FOUND: Mapping[Finding, Measure] = {"met": "met", "breached": "breached", "open": "owed", "na": "na"}


class Mark(NamedTuple):
    """Something that is counted."""

    section: Section
    item: str
    """What it is about: a clause, a kind of work, an answer; empty: all of the section."""
    measure: Measure


class Counted(Struct, frozen=True):
    """What one call adds to a report, until something becomes of its work, or a moment comes."""

    operator: str
    """By number."""
    day: date
    """The day on which it began, on the centre's clock."""
    marks: tuple[Mark, ...]
    """Several of the same, where the call has several."""
    until: datetime | None = None
    """When something that is still owed, or still to be done, will be late."""


class Figure(NamedTuple):
    """So many of so many."""

    section: Section
    item: str
    measure: Measure
    group: Group
    number: int
    of: int


def counted(script: Script, call: Call, now: datetime) -> Counted | None:
    """Return what a call adds, with what became of it since, as it stands now; None: it has not begun."""
    if call.start is None:
        return None
    judged = verdicts(script, call.watches, now)
    owed = [each.limit for each in judged if each.verdict == "open" and each.limit]
    due = [task.due for task in call.tasks if task.due and task.due >= now]
    return Counted(
        call.start.operator.number,
        local(script, call.start.at).date(),
        tuple(_marks(script, call, judged, now)),
        min((*owed, *due), default=None),
    )


def _marks(script: Script, call: Call, judged: Iterable[Verdict], now: datetime) -> Iterator[Mark]:
    if call.discarded or call.closed is None:
        yield Mark("calls", "", "discarded" if call.discarded else "not_closed")
        return
    yield Mark("calls", "", "closed")
    for verdict in judged:
        if found := _FOUND.get(verdict.verdict):
            yield Mark("clauses", verdict.clause, found)
    holds = call.runs_of(script.hold_timer)
    over = sum(run.overran for run in holds)
    yield from [Mark("holds", "", "given")] * len(holds)
    yield from [Mark("holds", "", "over_limit")] * over
    yield from [Mark("holds", "", "with_hold")] * bool(holds)
    yield from [Mark("holds", "", "with_over_limit")] * bool(over)
    for task in (*call.tasks, *call.tasks_done):
        yield from _of_visit(task) if task.visit else (Mark("work", task.kind, _became(task, now)),)
    yield from _answers(script, call)


def _of_visit(task: Task) -> Iterator[Mark]:
    """Say what came of a visit, whether it was moved, and whether the customer was not there without a warning."""
    yield Mark("visits", "", "given")
    if became := "expected" if task.is_open else "cancelled" if task.state == "dropped" else _WENT.get(task.result):
        yield Mark("visits", "", became)
    yield from [Mark("visits", "", "moved")] * bool(task.rescheduled)
    yield from [Mark("visits", "", "unwarned")] * task.unwarned


def _became(task: Task, now: datetime) -> Measure:
    match task.state:
        case "done":
            return "late" if task.due and task.since and task.since > task.due else "in_time"
        case "dropped":
            return "dropped"
        case "open" | "taken":
            return "overdue" if task.due and now > task.due else "not_due"
        case _:
            assert_never(task.state)


def _answers(script: Script, call: Call) -> Iterator[Mark]:
    """Count the answers that stand: one of a call, or one of each matter."""
    counts, found = tallied(script), dict[tuple[Tally, int], str]()
    for each in call.record:
        for tally, option in (counts[fact] for fact in each.facts if fact in counts):
            found[tally, each.matter if tally in _BY_MATTER else 0] = option
    for tally in TALLIES:
        if any(of == tally for of, _ in found):
            yield Mark(tally, "", "answered")
    for (tally, matter), option in found.items():
        yield Mark(tally, option, "given")
        if tally == "feedback" and call.about(matter).registered:
            yield Mark(tally, option, "registered")


class Sums:
    """The sums over the calls of a centre: all together, and told apart by some dimensions.

    Marks and feedback are told apart by years, unless by something else of the calendar.
    """

    def __init__(self, by: Iterable[Dimension] = ()) -> None:
        self._by = tuple(dict.fromkeys(by))
        self._by_of_tallies = self._by if set(self._by) - {"operator"} else (*self._by, "year")
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
            by = self._by_of_tallies if section in TALLIES else self._by
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
            case "work":
                return sorted(found)
            case "rating" | "survey" | "feedback" | "complaint":
                has = [option for tally, option in tallied(script).values() if tally == section]
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

    closed = whole("closed", of="", within="calls")
    match section:
        case "calls":
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
        case "rating" | "survey" | "feedback" | "complaint":
            if not item:
                yield "answered", closed
                return
            answers = (number for mark, number in sums.items() if (mark.section, mark.measure) == (section, "given"))
            yield "given", sum(answers)
            if section == "feedback":
                yield "registered", whole("given")
        case _:
            assert_never(section)
