"""What an operator does to work that a call left open, as values; the event that comes of it, or why it cannot be."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, TypeVar, assert_never

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.fields import says_why
from callscript.core.operator_number import is_written_as
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.moments import is_too_far
from callscript.core.script.working_time import is_public_holiday, local, receives
from callscript.core.tasks import TOLD, VISITED, Act, TaskRefused

_Moved = TypeVar("_Moved", bound=e.TaskMoved)


class Take(Struct, frozen=True):
    """Be at it: nobody else is then."""

    through: str = ""
    """The call that it is taken for, if the caller is rung up at once."""


class GiveBack(Struct, frozen=True):
    """Have it as it was before it was taken: the call that it was taken for was opened by mistake."""

    through: str
    owner: str | None = None
    """Whose it was, as in `Standing`."""
    reminder: datetime | None = None


class Try(Struct, frozen=True):
    """Nobody was reached: it stays to be done."""

    note: str = ""
    through: str = ""
    """The call in which that was found."""
    until: datetime | None = None
    """Until when it is put off, by the rule of the script."""


class Finish(Struct, frozen=True):
    """It is done."""

    result: e.Result = "done"
    note: str = ""
    through: str = ""
    """The call in which it was done."""
    came_to: str = ""
    """What came of it, of what the pack names for this kind of work."""


class HandOver(Struct, frozen=True):
    """Let another operator have it, or anybody."""

    to: str = ""
    reason: str = ""


class Postpone(Struct, frozen=True):
    """Be reminded later. It is due when it is due."""

    until: datetime
    reason: str


class Drop(Struct, frozen=True):
    """It is not going to be done."""

    reason: str
    side: e.Side = ""
    """Of a visit: who has cancelled it."""
    through: str = ""
    """The call in which that was said."""
    said: datetime | None = None
    """When that call began, or a letter came: who has said it in time has, however late it is recorded."""
    tries: int = 0
    """By the rule of the script, for nobody was reached so often."""


class Move(Struct, frozen=True):
    """Have a visit at another time."""

    until: datetime
    side: e.Side
    reason: str = ""
    through: str = ""
    said: datetime | None = None
    """As in `Drop`."""


class Warn(Struct, frozen=True):
    """Note that somebody will be late for a visit."""

    side: e.Side
    note: str = ""
    through: str = ""
    until: datetime | None = None
    """When they are going to be there; None: they did not say."""
    said: datetime | None = None
    """As in `Drop`."""


class Reopen(Struct, frozen=True):
    """It was not done, or is to be done after all."""

    reason: str


class Free(Struct, frozen=True):
    """Take it from whoever has it, so that anybody can."""

    ground: str


Deed = Take | GiveBack | Try | Finish | HandOver | Postpone | Drop | Move | Warn | Reopen | Free


def act_of(deed: Deed) -> Act:
    """Return what an attempt is wanted for."""
    match deed:
        case Free():
            return "free"
        case Reopen():
            return "reopen"
        case Take() | GiveBack() | Try() | Finish() | HandOver() | Postpone() | Drop() | Move() | Warn():
            return "move"
        case _:
            assert_never(deed)


def event_of(task: TaskRecord, deed: Deed, by: str, attempt: int, at: datetime) -> e.TaskMove:
    """Return what is recorded of a deed; raise `TaskRefused` if it cannot be done."""

    def made(kind: type[_Moved]) -> _Moved:
        return kind(seq=0, at=at, task=task.task, kind=task.kind, call=task.call, by=by, attempt=attempt)

    match deed:
        case Take(through):
            return replace(made(e.TaskTaken), through=through)
        case GiveBack(through, owner, reminder):
            back = replace(made(e.TaskGivenBack), through=through, until=reminder)
            return replace(back, to=owner or "", anyone=owner == "")
        case Try(note, through, until):
            return replace(made(e.TaskTried), note=note, through=through, until=until)
        case Finish(result, note, through, came_to):
            unwarned = _unwarned(task, at) if _how_it_went(task, result, at) else False
            done = replace(made(e.TaskDone), result=result, note=note, through=through, came_to=came_to)
            return replace(done, unwarned=unwarned)
        case HandOver(to, reason):
            _must_be_another(task, to, by)
            return replace(made(e.TaskHandedOver), to=to, reason=reason)
        case Postpone(until, reason):
            if until <= at:
                raise TaskRefused("past")
            return replace(made(e.TaskPostponed), until=until, reason=_said(reason))
        case Drop(reason, side, through, said, tries):
            _must_have_come(task, said, at)
            unwarned = _by(task, side) == "customer" and _unwarned(task, said or at)
            dropped = replace(made(e.TaskDropped), reason=_said(reason), through=through, said=said)
            return replace(dropped, side=side, unwarned=unwarned, tries=tries)
        case Move(until, side, reason, through, said):
            _must_be_visit(task)
            if until <= at:
                raise TaskRefused("past")
            if is_too_far(until, at):
                raise TaskRefused("too_far")
            _must_have_come(task, said, at)
            unwarned = _by(task, side) == "customer" and _unwarned(task, said or at)
            rescheduled = replace(made(e.TaskRescheduled), until=until, was=task.due, reason=reason, through=through)
            return replace(rescheduled, side=side, unwarned=unwarned, said=said)
        case Warn(side, note, through, until, said):
            _must_be_visit(task)
            _must_have_come(task, said, at)
            _must_be_delay(task, until, said or at)
            warned = replace(made(e.TaskWarned), side=_by(task, side), note=note, through=through, until=until)
            return replace(warned, said=said)
        case Reopen(reason):
            return replace(made(e.TaskReopened), reason=_said(reason))
        case Free(ground):
            return replace(made(e.TaskHandedOver), reason=_said(ground))
        case _:
            assert_never(deed)


def must_suit(script: Script, task: TaskRecord, deed: Deed, at: datetime) -> None:
    """Raise `TaskRefused` if a deed does not suit the centre's calendar.

    Visitors are received in its hours; who comes early comes on the day appointed, who comes on another has it moved.
    """
    until = deed.until if isinstance(deed, Move | Warn) else None
    if until and not receives(script, until):
        holiday = is_public_holiday(script, local(script, until).date())
        raise TaskRefused("holiday", since=until) if holiday else TaskRefused("not_received")
    came = isinstance(deed, Finish) and deed.result == "came"
    if came and task.due and local(script, at).date() < local(script, task.due).date():
        raise TaskRefused("not_that_day", since=task.due)


class Came(NamedTuple):
    """What a call that the operator began has come to with the work that it was begun for."""

    deed: Try | Finish | GiveBack | Drop
    at: datetime


def _how_it_went(task: TaskRecord, result: e.Result, at: datetime) -> bool:
    """Tell whether the customer was not there at the time appointed; raise `TaskRefused` if it cannot have gone so."""
    visited = result in VISITED
    if visited:
        _must_be_visit(task)
    if not visited and (task.visit or (task.kind in TOLD and result not in ("reached", "informed"))):
        raise TaskRefused("result_wanted")
    if result in ("late", "missed") and not _is_over(task, at):
        raise TaskRefused("not_yet", since=task.due)
    return result in ("late", "missed")


def _must_be_another(task: TaskRecord, to: str, by: str) -> None:
    """Raise `TaskRefused` if work cannot be handed over: to no operator, or to whose it is already."""
    if to and not is_written_as(to, by):
        raise TaskRefused("no_number", to)
    if to == task.whose and task.state == "open" and not (to and task.theirs):
        raise TaskRefused("theirs", to)


def _must_be_visit(task: TaskRecord) -> None:
    if not task.visit:
        raise TaskRefused("no_visit")


def _must_have_come(task: TaskRecord, said: datetime | None, at: datetime) -> None:
    """Raise `TaskRefused` if what was said of a visit is said to have come later than now, or is of other work."""
    if said:
        _must_be_visit(task)
    if said and said > at:
        raise TaskRefused("ahead")


def _must_be_delay(task: TaskRecord, until: datetime | None, at: datetime) -> None:
    """Raise `TaskRefused` if somebody who is there then is not late, or it is over already."""
    if until and task.due and until <= task.due:
        raise TaskRefused("no_delay", since=task.due)
    if until and until <= at:
        raise TaskRefused("past")


def _by(task: TaskRecord, side: e.Side) -> e.Side:
    """Return who has warned, or has a visit moved or cancelled; raise `TaskRefused` if that is not said."""
    if task.visit and not side:
        raise TaskRefused("side_wanted")
    if side:
        _must_be_visit(task)
    return side


def _is_over(task: TaskRecord, at: datetime) -> bool:
    """Tell whether the time appointed has come."""
    return task.due is None or at >= task.due


def _unwarned(task: TaskRecord, at: datetime) -> bool:
    """Tell whether the time appointed is over, and the customer has not warned before."""
    return _is_over(task, at) and task.warned is None


def _said(reason: str) -> str:
    """Return a reason; raise `TaskRefused` if there is none."""
    if not says_why(reason):
        raise TaskRefused("reason_wanted")
    return reason
