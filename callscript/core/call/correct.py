"""Corrects a call that has ended: that it has not ended, how it ended, what a field should have. Each with a reason."""

from __future__ import annotations

from typing import assert_never

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call import moves
from callscript.core.call.call import is_recorded
from callscript.core.call.decision import Decision
from callscript.core.call.fields import checked, matter_of, reaches_nobody, says_something
from callscript.core.call.guards import holds
from callscript.core.call.matters import due_by
from callscript.core.call.refusal import Refused
from callscript.core.call.work_left import leave_work_behind
from callscript.core.script.base import Ending
from callscript.core.script.durations import AT, BY
from callscript.core.script.steps import TaskSpec
from callscript.core.script.working_time import due_at

_END = "end"
"""The detour that ends a call: one that has not ended is not in it."""


def correct(decision: Decision, command: c.TakeEndBack | c.CorrectEnd | c.CorrectField) -> None:
    """Carry out a correction."""
    if decision.call.ended is None:
        raise Refused("not_over")
    with_reason(command.reason)
    match command:
        case c.TakeEndBack():
            _take_end_back(decision, command)
        case c.CorrectEnd():
            _correct_end(decision, command)
        case c.CorrectField():
            correct_field(decision, command)
        case _:
            assert_never(command)


def _take_end_back(decision: Decision, command: c.TakeEndBack) -> None:
    decision.add(e.EndTakenBack(seq=decision.seq, at=decision.now, reason=command.reason))
    if decision.call.frames and decision.frame.detour == _END:
        moves.leave(decision, cancelled=True)


def _correct_end(decision: Decision, command: c.CorrectEnd) -> None:
    call, script = decision.call, decision.script
    ended = call.ended
    if ended is None or all(command.how not in outcome.ended for outcome in script.pack.outcomes):
        raise Refused("no_such", command.how)
    if ended.how == command.how:
        raise Refused("not_changed")
    outcome = _outcome(decision, command.how)
    decision.add(
        e.EndCorrected(seq=decision.seq, at=decision.now, how=command.how, outcome=outcome, reason=command.reason)
    )
    if not call.closed and call.before_end:
        leave_work_behind(decision, command.how, call.before_end.watches, ended=ended)


def _outcome(decision: Decision, how: Ending) -> str:
    """Return what a call is filed under that ended in this way: of one that is closed, something."""
    call, script = decision.call, decision.script
    fitting = [each.id for each in script.pack.outcomes if how in each.ended and holds(each.when, call)]
    if call.outcome in fitting or not call.closed:
        return call.outcome if call.outcome in fitting else ""
    return fitting[0] if fitting else ""


def with_reason(reason: str) -> None:
    """Raise `Refused` if what is given as a reason says nothing."""
    if not says_something(reason):
        raise Refused("reason_wanted")


def correct_field(decision: Decision, command: c.CorrectField) -> None:
    """Record what a field should have, and when what was promised by it is due then."""
    script, call = decision.script, decision.call
    value, old = checked(script, call, command, decision.now), call.values_of(command.matter).get(command.field)
    if is_recorded(old, value, absent=command.absent):
        raise Refused("not_changed", command.field)
    promised = due_by(script, call, command.field, matter_of(script, call, command))
    how = AT if script.fields[command.field].kind == "time" else BY
    due = due_at(script, TaskSpec(kind="due", due=f"{how}{command.field}"), decision.now, value) if promised else None
    decision.add(
        e.FieldCorrected(
            seq=decision.seq,
            at=decision.now,
            field=command.field,
            value=value,
            absent=command.absent,
            reason=command.reason,
            reaches_nobody=reaches_nobody(script, command),
            matter=command.matter,
            tasks=tuple(task.id for task in promised),
            due=due,
        )
    )
