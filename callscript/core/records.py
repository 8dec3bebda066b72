"""What the registers hold: derived from the journal, so that people can look calls and open work up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call.events import Event, TaskMove
from callscript.core.tasks import Lease, Standing, Task, stands


class CallSummary(Struct, frozen=True, kw_only=True):
    """A call at a glance."""

    id: str
    day: date
    """The day on which it started, on the centre's clock."""
    operator: str
    """The operator's number."""
    pack: str
    language: str
    phone: str = ""
    """The caller's: E.164 if it is a valid number, otherwise as it was typed."""
    phones: tuple[str, ...] = ()
    """The numbers that it is found by, each E.164, short, or the digits of an incomplete one."""
    name: str = ""
    """The caller's."""
    as_addressed: bool = False
    """It is only how the caller wanted to be addressed: in the vocative, maybe."""
    started: datetime
    ended: datetime | None = None
    ended_by: str = ""
    outcome: str = ""
    summary: str = ""
    closed: bool = False
    discarded: bool = False
    """It was opened by mistake, and counts as no call."""
    continues: str = ""
    """The work of an earlier call that the operator rang up about, `<call>/<task>`. Empty: somebody rang."""
    registered: tuple[str, ...] = ()
    """What was registered in it, each once."""
    owed: int = 0
    """How many clauses are breached or still open."""
    breached: int | None = None
    """How many of these are breached; None: it was filed by a release that did not say."""
    holds: int = 0
    """How often the caller was put on hold, in a call that is closed."""
    holds_over: int = 0
    """How many of these lasted longer than the limit of the script."""
    limits: tuple[datetime, ...] = ()
    """Until when those that are still open can be met, where there is such a moment: the earliest first."""
    erased: datetime | None = None
    """When what the caller gave was erased."""
    ground: str = ""
    """Why it was."""
    entry: str = ""
    """It is no call: something of this kind came without one, and was entered."""
    channel: str = ""
    """By which way it came."""
    received: datetime | None = None
    """When it came."""

    def standing_as(self, other: CallSummary) -> CallSummary:
        """Return it with how another one says that the call stands with the clauses."""
        return replace(self, owed=other.owed, breached=other.breached, limits=other.limits)

    def as_of(self, now: datetime) -> CallSummary:
        """Return it as it stands now: what could be met until a moment that is over is breached since."""
        over = sum(limit < now for limit in self.limits)
        return replace(self, breached=(self.breached or 0) + over, limits=self.limits[over:]) if over else self


class TaskRecord(Standing, frozen=True, kw_only=True):
    """Work that a call left behind."""

    id: str
    call: str
    operator: str
    kind: str
    people: str = ""
    """The people of the centre who are to do it; empty: the operator of its call."""
    matter: int = 0
    """The number of the caller's matter that it is about; 0: it is about the call."""
    number: str = ""
    """What that matter was registered under; empty: it was not."""
    to: str = ""
    """Whom of the directory that matter goes to: a body, a colleague. Empty: nobody, or it is not known."""
    phone: str = ""
    name: str = ""
    as_addressed: bool = False
    erased: datetime | None = None
    """When what the caller gave was erased."""
    ground: str = ""
    """Why it was."""
    lease: Lease | None = None
    """Who was granted an attempt at it just now."""
    in_call: str = ""
    """The number of the operator who leads the call that owes it, at this moment; empty: nobody does. No register
    says so: it is seen when work is looked up.
    """
    host: str = ""
    """The host of the centre that its call was taken on; empty: this one. No register says so either."""

    @property
    def task(self) -> str:
        """Its id in its call."""
        return self.id.partition("/")[2]

    @property
    def whose(self) -> str:
        """The number of the operator whose it is; empty: it is anybody's."""
        return self.operator if self.owner is None else self.owner

    @property
    def theirs(self) -> str:
        """The people of the centre whose it is; empty: it is an operator's, or anybody's."""
        return "" if self.owner else self.people

    def is_for(self, operator: str) -> bool:
        """Tell whether it is an operator's, or anybody's."""
        return self.owner == "" or self.whose == operator

    def is_listed_for(self, operator: str, people: Collection[str]) -> bool:
        """Tell whether an operator has it in their list: theirs, anybody's, or that of people whom they are one of."""
        return self.theirs in people if self.theirs else self.is_for(operator)

    def is_put_off(self, now: datetime) -> bool:
        """Tell whether whoever has it is to be reminded later, and it is not overdue."""
        return self.reminder is not None and now < min(self.reminder, self.due or self.reminder)

    def is_reminded_of(self, now: datetime) -> bool:
        """Tell whether the moment has come at which whoever has it wanted to be reminded; it is due when it is due."""
        return self.is_open and self.reminder is not None and self.reminder <= now

    def place(self, now: datetime) -> int:
        """Return where it stands in a list of what is open, before what is due first: what is overdue; what a reminder
        has come of; the rest; what is put off.
        """
        if self.is_overdue(now):
            return 0
        return 1 if self.is_reminded_of(now) else 3 if self.is_put_off(now) else 2

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether it is overdue at a moment: what is due at a time that was named is in time for a grace, too."""
        return self.latest is not None and self.latest < at


class TaskHistory(Struct, frozen=True, kw_only=True):
    """Work that was moved since its call was closed."""

    id: str
    call: str
    opened: TaskRecord
    """As the call left it."""
    moves: tuple[TaskMove, ...]

    @property
    def stands(self) -> TaskRecord:
        """The work as it stands after all that."""
        return stands(self.opened, self.moves)


class Granted(NamedTuple):
    """Work that somebody may move, by this attempt."""

    task: TaskRecord
    attempt: int


class Earlier(NamedTuple):
    """A call that the same caller made before: surely, or maybe."""

    summary: CallSummary
    sure: bool
    host: str = ""
    """The host of the centre that it was taken on; empty: this one."""


class Promise(NamedTuple):
    """Open work that an earlier call left behind, for the same caller: surely, or maybe."""

    task: TaskRecord
    sure: bool
    words: str = ""
    """In which words it was promised, as far as they were looked up."""


class Caller(NamedTuple):
    """What is known of a caller by the numbers of a call."""

    told: Sequence[str] = ()
    """The texts that the numbers were read from; empty: no number is known."""
    earlier: Sequence[Earlier] = ()
    """Their calls before, the latest first: no more of them than are worth listing."""
    promises: Sequence[Promise] = ()
    """What those calls left open, the most urgent first: no more than is worth listing."""
    sure: int = 0
    """How many of all calls before are surely theirs."""
    older: int = 0
    """How many calls are not listed."""
    less_urgent: int = 0
    """How many promises are not listed."""
    complete: bool = True
    """Whether that is all there is, as far as is known."""
    others_asked: bool = True
    """Whether the other hosts of the centre were asked, if it has any."""
    conditions: tuple[str, ...] | None = None
    """What the script asks about calls before and holds for the caller's own number; None: that is not known."""


class Query(Struct, frozen=True, kw_only=True):
    """What to look for; what is empty does not matter."""

    first: date | None = None
    last: date | None = None
    operator: str = ""
    phones: tuple[str, ...] = ()
    """Any of these numbers: E.164, short, or incomplete."""
    name: str = ""
    """Words, or parts of them, in any order."""
    outcome: str = ""
    call: str = ""
    """The id of the one that is meant."""


class Filed(NamedTuple):
    """What the registers get of a call."""

    summary: CallSummary
    tasks: Sequence[TaskRecord]


Summarise = Callable[[Sequence[Event]], Filed | None]
"""Makes what is filed of a call out of its events, behind which stands what became of its work since; None: it cannot
be made. The work is that which the call itself has left open.
"""


def task_id(call: str, task: str) -> str:
    """Return the id under which the work of a call is registered."""
    return f"{call}/{task}"


def task_record(call: str, operator: str, task: Task) -> TaskRecord:
    """Return work that an operator's call has promised, as it is registered when the call is closed."""
    return TaskRecord(
        id=task_id(call, task.id),
        call=call,
        operator=operator,
        kind=task.kind,
        due=task.due,
        grace=task.grace,
        matter=task.matter,
        owner=task.owner,
        people=task.people,
        visit=task.visit,
    )


def task_records(
    summary: CallSummary,
    tasks: Iterable[Task],
    numbers: Mapping[str, str] = MappingProxyType({}),
    to: Mapping[str, str] = MappingProxyType({}),
) -> list[TaskRecord]:
    """Return the work that a call leaves open as the registers hold it, with the numbers of what it is about, and whom
    that goes to.
    """
    return [
        replace(
            task_record(summary.id, summary.operator, task),
            phone=summary.phone,
            name=summary.name,
            as_addressed=summary.as_addressed,
            erased=summary.erased,
            ground=summary.ground,
            number=numbers.get(task.id, ""),
            to=to.get(task.id, ""),
        )
        for task in tasks
    ]
