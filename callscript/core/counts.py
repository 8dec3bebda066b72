"""What a report counts: what one call, or one entry of what came without a call, adds to it.

Counted are those that are closed; those that are not closed yet, or were opened by mistake, are counted apart. Nothing
in here is about a caller, and operators go by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple, assert_never, get_args

from msgspec import Struct

from callscript.core.call.call import Call
from callscript.core.script.base import Finding
from callscript.core.script.entries import CALL
from callscript.core.script.model import Script
from callscript.core.script.steps import Tally
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import Verdict, verdicts
from callscript.core.tallied import tallied
from callscript.core.tasks import Task

Section = Literal[
    "calls",
    "entries",
    "clauses",
    "holds",
    "work",
    "visits",
    "results",
    "rating",
    "survey",
    "feedback",
    "channels",
    "complaint",
]
Dimension = Literal["operator", "channel", "year", "month", "week", "day"]
"""What figures can be told apart by: who took the call or made the entry, by which way it came, and when it began, on
the centre's clock."""
Measure = Literal[
    # of calls, and of entries: of all that began
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
    # of feedback: how the work stands that it has left, of all that has left any; `dropped` is above. Of what came of
    # work, `done`: of all of its kind of which that is said
    "open",
    "taken",
    "done",
]
Group = tuple[tuple[Dimension, str], ...]
"""What figures are told apart by, with its values; empty: all together."""

SECTIONS: tuple[Section, ...] = get_args(Section)
TALLIES: tuple[Tally, ...] = get_args(Tally)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_BY_MATTER: frozenset[Tally] = frozenset({"feedback", "complaint"})
"""Of these each matter has an answer of its own; of the others a call has one."""
_FOUND: Mapping[Finding, Measure] = {"met": "met", "breached": "breached", "open": "owed", "na": "na"}
_WENT: Mapping[str, Measure] = {"came": "came", "late": "came_late", "missed": "missed"}


class Mark(NamedTuple):
    """Something that is counted."""

    section: Section
    item: str
    """What it is about: a clause, a kind of work, an answer; empty: all of the section."""
    measure: Measure


class Counted(Struct, frozen=True):
    """What one call, or one entry, adds to a report, until something becomes of its work, or a moment comes."""

    operator: str
    """By number."""
    day: date
    """The day on which it began, on the centre's clock."""
    marks: tuple[Mark, ...]
    """Several of the same, where the call has several."""
    until: datetime | None = None
    """When something that is still owed, or still to be done, will be late."""
    channel: str = CALL
    """By which way it came: `CALL`, or as the pack calls it; empty: an entry does not say so yet."""


def counted(script: Script, call: Call, now: datetime) -> Counted | None:
    """Return what a call adds, with what became of it since, as it stands now; None: it has not begun."""
    if call.start is None:
        return None
    judged = verdicts(script, call.watches, now)
    owed = [each.limit for each in judged if each.verdict == "open" and each.limit]
    due = [task.latest for task in call.tasks if task.latest and task.latest >= now]
    return Counted(
        call.start.operator.number,
        local(script, call.start.at).date(),
        tuple(_marks(script, call, judged, now)),
        min((*owed, *due), default=None),
        channel_of(call),
    )


def channel_of(call: Call) -> str:
    """Return by which way something came: by a call, or, of an entry, as the pack calls it."""
    return (call.received.channel if call.received else "") if call.entry else CALL


def _marks(script: Script, call: Call, judged: Iterable[Verdict], now: datetime) -> Iterator[Mark]:
    state: Measure = "discarded" if call.discarded else "not_closed" if call.closed is None else "closed"
    yield Mark("entries", call.entry, state) if call.entry else Mark("calls", "", state)
    if state != "closed":
        return
    for verdict in judged:
        found = _FOUND.get(verdict.verdict)
        if found and not (call.entry and found == "na"):  # most of a standard is about calls
            yield Mark("clauses", verdict.clause, found)
    holds = call.runs_of(script.hold_timer)
    over = sum(run.overran for run in holds)
    yield from [Mark("holds", "", "given")] * len(holds)
    yield from [Mark("holds", "", "over_limit")] * over
    yield from [Mark("holds", "", "with_hold")] * bool(holds)
    yield from [Mark("holds", "", "with_over_limit")] * bool(over)
    for task in (*call.tasks, *call.tasks_done):
        yield from _of_visit(task) if task.visit else (Mark("work", task.kind, _became(task, now)),)
        if task.came_to:
            yield Mark("results", f"{task.kind}.{task.came_to}", "done")
    yield from _answers(script, call)
    if call.received and call.received.classed:
        yield from _feedback(script, call, call.received.classed, call.matter)


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
            return "late" if task.latest and task.since and task.since > task.latest else "in_time"
        case "dropped":
            return "dropped"
        case "open" | "taken":
            return "overdue" if task.latest and now > task.latest else "not_due"
        case _:
            assert_never(task.state)


def _answers(script: Script, call: Call) -> Iterator[Mark]:
    """Count the answers that stand: one of a call, or one of each matter."""
    tally_of, found = tallied(script), dict[tuple[Tally, int], str]()
    for each in (each for each in call.record if each.step):  # work that is done later answers nothing
        for tally, option in (tally_of[fact] for fact in each.facts if fact in tally_of):
            found[tally, each.matter if tally in _BY_MATTER else 0] = option
    for tally in TALLIES:
        if any(of == tally for of, _ in found):
            yield Mark(tally, "", "answered")
    for (tally, matter), option in found.items():
        if tally == "feedback":
            yield from _feedback(script, call, option, matter)
        else:
            yield Mark(tally, option, "given")


def _feedback(script: Script, call: Call, classed: str, matter: int) -> Iterator[Mark]:
    """Count feedback: its class, by which way it came, that it was registered, how the work stands that it left."""
    yield Mark("feedback", classed, "given")
    yield Mark("channels", channel_of(call), "given")
    if call.about(matter).registered:
        yield Mark("feedback", classed, "registered")
    kinds = {kind.task.kind for kind in script.pack.entries if kind.classes}
    for task in (*call.tasks, *call.tasks_done):
        if task.kind in kinds and task.matter == matter:
            yield Mark("feedback", classed, task.state)
            return
