"""Work that outlives a call, and what an event does to it: the one definition, for the call and for lists.

Whoever moves work is granted an attempt at it first, under a lock; the event that follows carries its number. The
highest attempt counts: what comes later of a lower one is kept in the history, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar, assert_never

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import event_of_tasks as e

VISITED = frozenset({"came", "late", "missed"})
"""How a visit can have gone."""
State = Literal["open", "taken", "done", "dropped"]

_EVER = datetime.min.replace(tzinfo=UTC)
LEASE = timedelta(minutes=15)
"""For how long what was granted keeps others away, if no event follows: who was granted it has died, it seems."""
HELD = timedelta(hours=12)
"""For how long work that was taken keeps others away: longer than a day's work."""
DISPATCH = "dispatch"
"""The kind of work that is done once a matter was sent on, on the day on which it was registered."""
ANSWER = "answer"
"""The kind of work that is done once a matter that was registered is answered."""
TOLD_HERE = frozenset({"callback", "inform", "apology", ANSWER})
"""The kinds of work that are done once the centre's operators have told the caller, whoever has advised them."""
TOLD = TOLD_HERE.union(("colleague", "escalation"))
"""The kinds of work that are done once the caller was told, by whomever."""


class Standing(Struct, frozen=True, kw_only=True):
    """How work stands that was opened once."""

    due: datetime | None
    """When it is due; of a visit, the time appointed. None: it has no term."""
    grace: int = 0
    """For how many seconds from then on it is in time still."""
    visit: bool = False
    """A customer comes to the centre at that time."""
    warned: datetime | None = None
    """When the customer warned, before the time appointed, that they will be late."""
    expected: datetime | None = None
    """When who has warned is going to be there; None: they did not say, or nobody has."""
    unwarned: bool = False
    """The customer was not there at the time appointed, and had not warned of that before."""
    unwarned_before: bool = False
    """That is so of a time from which it was moved: what it is closed by, or opened again, does not change that."""
    result: e.Result = ""
    """How it was done, or a visit went."""
    rescheduled: int = 0
    """How often it was moved to another time."""
    state: State = "open"
    owner: str | None = None
    """Whose it is, by number; empty: anybody's; None: that of the operator whose call has promised it."""
    by: str = ""
    """Who moved it last; empty: nobody but the call."""
    attempt: int = 0
    """The highest that an event has carried."""
    since: datetime | None = None
    """When it was moved last."""
    reminder: datetime | None = None
    """Until when it was postponed. It is due when it is due."""
    tries: int = 0
    """How often nobody was reached."""
    came_to: str = ""
    """What came of it, where it is done and the pack names what can."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("open", "taken")

    def is_with(self, by: str) -> bool:
        """Tell whether somebody has taken it."""
        return self.state == "taken" and self.by == by

    @property
    def latest(self) -> datetime | None:
        """Until when it is done in time; None: it has no term."""
        return self.due and self.due + timedelta(seconds=self.grace)


class Task(Standing, frozen=True):
    """Work that a call has promised."""

    id: str
    kind: str
    step: str
    """The step at which it was promised."""
    opened: int
    """The number of the event that opened it."""
    matter: int = 0
    """The number of the matter of the caller's that it is about; 0: it is about the call."""
    people: str = ""
    """The people of the centre who are to do it; empty: the operator of the call."""


Work = TypeVar("Work", bound=Standing)
TaskEvent = e.TaskOpened | e.TaskMove
"""The events that change which tasks are open."""


def tasks_after(tasks: tuple[Task, ...], event: TaskEvent) -> tuple[Task, ...]:
    """Return the tasks of a call as they are after `event`, in the order in which they were opened.

    One that the call itself drops was never promised, and is none of them any more.
    """
    if isinstance(event, e.TaskOpened):
        others = tuple(task for task in tasks if task.id != event.task)
        named = (event.task, event.kind, event.step, event.seq, event.matter, event.people)
        owner = "" if event.anyone else None
        return (*others, Task(*named, due=event.due, grace=event.grace, visit=event.visit, owner=owner))
    if isinstance(event, e.TaskDropped) and not event.by:
        return tuple(task for task in tasks if task.id != event.task)
    return tuple(moved(task, event) if task.id == event.task else task for task in tasks)


def counts(work: Standing, event: e.TaskMove) -> bool:
    """Tell whether an event changes how work stands."""
    if not (work.is_open or work.by):  # the call itself has done it
        return False
    if event.attempt == work.attempt:
        return work.is_open and event.by == work.by
    return event.attempt > work.attempt


def moved(work: Work, event: e.TaskMove) -> Work:
    """Return work as it stands after an event; as before, if it does not count."""
    if not counts(work, event):
        return work
    if not work.is_open:  # what it was closed by did not happen, and nothing else is taken back
        work = replace(work, result="", unwarned=work.unwarned_before)
    work = replace(work, by=event.by, attempt=event.attempt, since=event.at, reminder=None, came_to="")
    match event:
        case e.TaskTaken():
            return replace(work, state="taken", owner=event.by)
        case e.TaskGivenBack():
            return replace(work, state="open", owner="" if event.anyone else event.to or None, reminder=event.until)
        case e.TaskTried():
            return replace(work, state="open", owner=event.by, tries=work.tries + 1, reminder=event.until)
        case e.TaskDone():
            done = replace(work, state="done", result=event.result, came_to=event.came_to)
            return replace(done, unwarned=work.unwarned or event.unwarned)
        case e.TaskDropped():
            unwarned, tries = work.unwarned or event.unwarned, max(work.tries, event.tries)
            return replace(work, state="dropped", unwarned=unwarned, tries=tries)
        case e.TaskHandedOver():
            return replace(work, state="open", owner=event.to)
        case e.TaskPostponed():
            return replace(work, state="open", owner=event.by, reminder=event.until)
        case e.TaskRescheduled():
            times, unwarned = work.rescheduled + 1, work.unwarned or event.unwarned
            due = event.until or work.due
            anew = replace(work, state="open", due=due, warned=None, expected=None)
            return replace(anew, unwarned=unwarned, unwarned_before=unwarned, rescheduled=times)
        case e.TaskWarned():
            said = event.said or event.at
            beforehand = event.side == "customer" and work.due is not None and said < work.due
            warned, expected = said if beforehand else work.warned, event.until or work.expected
            return replace(work, state="open", warned=warned, expected=expected)
        case e.TaskReopened():
            return replace(work, state="open", owner=event.by)
        case _:
            assert_never(event)


def in_order(events: Iterable[e.TaskMove]) -> list[e.TaskMove]:
    """Return what became of work, in the order in which it happened."""
    return sorted(events, key=lambda event: (event.at, event.attempt, event.by))


def stands(opened: Work, events: Iterable[e.TaskMove]) -> Work:
    """Return work as it stands after all that became of it."""
    for event in in_order(events):
        opened = moved(opened, event)
    return opened


def before_taken(log: Iterable[object], moves: Iterable[e.TaskMove], through: str) -> Task | None:
    """Return the work of a call as it stood before it was taken for another call; None: it was not.

    `moves`: what became of the work of the first call since.
    """
    tasks: tuple[Task, ...] = ()
    for event in (*log, *in_order(moves)):
        if isinstance(event, e.TaskTaken) and event.through == through:
            return next((task for task in tasks if task.id == event.task), None)
        if isinstance(event, TaskEvent):
            tasks = tasks_after(tasks, event)
    return None


Act = Literal["move", "free", "reopen"]
"""What an attempt is wanted for; to free is to take work away from whoever has it."""


def latest(here: Work, there: Work) -> Work:
    """Return work as it stands by what is known in one place or another, whichever knows more of it."""
    known_here, known_there = ((work.attempt, work.since or _EVER) for work in (here, there))
    return there if known_there > known_here else here


class Lease(Struct, frozen=True):
    """An attempt that was granted, and of which no event has come yet."""

    by: str
    attempt: int
    since: datetime


Refusal = Literal[
    "unknown",
    "held",  # by whom, since when
    "in_call",  # who still leads the call that owes it
    "done",  # likewise
    "dropped",  # likewise
    "open",
    "not_held",
    "theirs",  # whose it is already
    "no_number",  # what is none of an operator
    "past",
    "too_far",
    "ahead",  # when it is said to have come
    "reason_wanted",
    "result_wanted",
    "side_wanted",  # of a visit: who has warned, or cancelled it
    "not_yet",  # the time appointed
    "not_that_day",  # on which it is appointed
    "no_delay",  # to a time that is not after it
    "not_received",
    "holiday",  # the time that lies on it
    "no_visit",
    "waits",  # for those who share work out among hosts
    "just_now",  # somebody else moves it
    "newer",  # only a newer release can read what was done to it
]


class TaskRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Says that work cannot be moved now, and who has it since when, or has closed it."""

    def __init__(
        self,
        code: Refusal,
        by: str = "",
        since: datetime | None = None,
    ) -> None:
        super().__init__(code, by, since)
        self.code: Refusal = code
        self.by = by
        self.since = since


def held(work: Standing, lease: Lease | None, at: datetime, *, stays: bool = False) -> Lease | None:
    """Return who keeps others away from work, and by which attempt; None: nobody does.

    `stays`: however long ago it was granted or taken.
    """
    if lease and lease.attempt > work.attempt and (stays or at < lease.since + LEASE):
        return lease
    if work.state == "taken" and work.since and (stays or at < work.since + HELD):
        return Lease(work.by, work.attempt, work.since)
    return None


def granted(work: Standing, lease: Lease | None, by: str, at: datetime, act: Act, *, stays: bool = False) -> Lease:
    """Return the attempt that somebody is granted at work; raise `TaskRefused` if it cannot be moved so now.

    `stays`: nobody loses it by the time that passes.
    """
    if act == "reopen":
        if work.is_open:
            raise TaskRefused("open")
    elif work.state == "done" or work.state == "dropped":
        raise TaskRefused(work.state, work.by, work.since)
    holds = held(work, lease, at, stays=stays)
    if act == "free" and holds is None:
        raise TaskRefused("not_held")
    if act != "free" and holds:
        if holds.by != by:
            raise TaskRefused("held", holds.by, holds.since)
        return Lease(by, holds.attempt, at)
    return Lease(by, max(work.attempt, lease.attempt if lease else 0) + 1, at)
