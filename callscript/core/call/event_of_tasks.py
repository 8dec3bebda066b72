"""The events of work that outlives a call. The call opens it, and may close it; afterwards it is moved by events in the
desk log of whoever moves it, each of which names the call, who (`by`) and the attempt that was granted for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeVar

from callscript.core.call.event import EventBase as _Event

_Any = TypeVar("_Any")
Result = Literal["", "done", "reached", "informed", "came", "late", "missed"]
"""How work was done: done as it is; the caller was reached by telephone, or told in another way; of a visit: the
customer came at the time appointed, came later, or did not come.
"""
Side = Literal["", "customer", "centre"]
"""Who wanted that a visit is moved or cancelled, or has warned."""


class TaskOpened(_Event, frozen=True, kw_only=True, tag="task_opened"):
    """Work that outlives the call."""

    later = ("matter", "anyone", "people", "visit", "grace")
    task: str
    kind: str
    due: datetime | None
    """None: the centre has set no term."""
    step: str
    """Where it was promised; empty: nowhere, the caller was gone."""
    matter: int = 0
    """The number of the matter that it is about."""
    anyone: bool = False
    """It is anybody's, not the operator's whose call it is."""
    people: str = ""
    """The people of the centre who are to do it; empty: the operator of the call."""
    visit: bool = False
    """A customer is going to come, at the time when it is due."""
    grace: int = 0
    """For how many seconds from then on it is in time still: it is due at a moment that the caller named."""


class TaskMoved(_Event, frozen=True, kw_only=True):
    """What every event has that moves work which was opened before."""

    later = ("kind", "call", "by", "attempt", "through")
    task: str
    kind: str = ""
    call: str = ""
    """The call that promised it, where this is recorded outside of it."""
    by: str = ""
    """The number of the operator who moved it; empty: the call itself did."""
    attempt: int = 0
    """The number under which it was granted: of several, the highest counts."""
    through: str = ""
    """The call that was begun for it, and in which it was done."""


class TaskTaken(TaskMoved, frozen=True, kw_only=True, tag="task_taken"):
    """Somebody is at it: nobody else is."""


class TaskGivenBack(TaskMoved, frozen=True, kw_only=True, tag="task_given_back"):
    """It stands as before it was taken: the call that it was taken for was opened by mistake."""

    later = (*TaskMoved.later, "to", "anyone", "until")
    to: str = ""
    """The number of the operator whose it was; empty: it was anybody's, or nobody had moved it yet."""
    anyone: bool = False
    """It was anybody's."""
    until: datetime | None = None
    """Until when it was postponed."""


class TaskTried(TaskMoved, frozen=True, kw_only=True, tag="task_tried"):
    """Nobody was reached: it is still to be done."""

    given = ("note",)
    later = (*TaskMoved.later, "note", "until")
    note: str = ""
    until: datetime | None = None
    """Until when it is put off, by the rule of the script and nobody's doing; None: it is not."""


class TaskDone(TaskMoved, frozen=True, kw_only=True, tag="task_done"):
    """It was done: before the call was closed, or afterwards."""

    given = ("note",)
    later = (*TaskMoved.later, "result", "note", "unwarned", "came_to")
    result: Result = ""
    note: str = ""
    unwarned: bool = False
    """The customer did not come at the time appointed, and had not warned of that before."""
    came_to: str = ""
    """What came of it, of what the pack names for this kind of work."""


class TaskDropped(TaskMoved, frozen=True, kw_only=True, tag="task_dropped"):
    """In the call: the answer that had promised the work was changed. Afterwards: it is not going to be done."""

    given = ("reason",)
    later = (*TaskMoved.later, "reason", "side", "unwarned", "said", "tries")
    reason: str = ""
    side: Side = ""
    """Of a visit: who has cancelled it."""
    unwarned: bool = False
    """The customer cancelled it when it was over already."""
    said: datetime | None = None
    """When the call began in which that was said, or the letter came that says it; None: when it is recorded."""
    tries: int = 0
    """By the rule of the script, for nobody was reached so often; 0: somebody has dropped it."""


class TaskHandedOver(TaskMoved, frozen=True, kw_only=True, tag="task_handed_over"):
    """It is somebody else's; `to` nobody: anybody's."""

    given = ("reason",)
    later = (*TaskMoved.later, "to", "reason")
    to: str = ""
    """The number of an operator."""
    reason: str = ""


class TaskPostponed(TaskMoved, frozen=True, kw_only=True, tag="task_postponed"):
    """Who has it wants to be reminded later. When it is due does not change by that."""

    given = ("reason",)
    later = (*TaskMoved.later, "until", "reason")
    until: datetime | None = None
    reason: str = ""


class TaskRescheduled(TaskMoved, frozen=True, kw_only=True, tag="task_rescheduled"):
    """A visit is going to be at another time."""

    given = ("reason",)
    later = (*TaskMoved.later, "until", "was", "side", "reason", "unwarned", "said")
    until: datetime | None = None
    """When it is going to be."""
    was: datetime | None = None
    """When it was to be before."""
    side: Side = ""
    """Who wanted that."""
    reason: str = ""
    unwarned: bool = False
    """The customer asked for that when the time before was over already."""
    said: datetime | None = None
    """When the call began in which that was said, or the letter came that says it; None: when it is recorded."""


class TaskWarned(TaskMoved, frozen=True, kw_only=True, tag="task_warned"):
    """Somebody said that they will be late for a visit: it is still to come."""

    given = ("note",)
    later = (*TaskMoved.later, "side", "until", "note", "said")
    side: Side = ""
    until: datetime | None = None
    """When they are going to be there, if they have said so."""
    said: datetime | None = None
    """When the call began in which that was said, or the letter came that says it; None: when it is recorded."""
    note: str = ""


class TaskReopened(TaskMoved, frozen=True, kw_only=True, tag="task_reopened"):
    """What had been called done, or dropped, is still to be done."""

    given = ("reason",)
    later = (*TaskMoved.later, "reason")
    reason: str = ""


TaskMove = (
    TaskTaken
    | TaskGivenBack
    | TaskTried
    | TaskDone
    | TaskDropped
    | TaskHandedOver
    | TaskPostponed
    | TaskRescheduled
    | TaskWarned
    | TaskReopened
)
"""What can become of work once it was opened."""


def is_afterwards(event: object) -> bool:
    """Tell whether an event moves work outside of the call that had promised it."""
    return isinstance(event, TaskMoved) and bool(event.by)


def without_moves(log: Sequence[_Any]) -> Sequence[_Any]:
    """Return a log without what became of the call's work outside of it, which stands last."""
    length = len(log)
    while length and is_afterwards(log[length - 1]):
        length -= 1
    return log[:length]
