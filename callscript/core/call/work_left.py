"""Work that a call leaves by how it ends: what the caller was still to be told, what is done in the place of a call."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from callscript.core.call import events as e
from callscript.core.call.decision import Decision
from callscript.core.call.fields import can_be_reached
from callscript.core.call.guards import holds
from callscript.core.call.meanwhile import as_known
from callscript.core.script.base import Ending, EndKind
from callscript.core.script.conditions import Guard
from callscript.core.script.steps import TaskSpec
from callscript.core.standard.record import Watches
from callscript.core.standard.verdicts import owed_to_the_caller


def leave_work_behind(decision: Decision, how: Ending, stood: Watches, *, ended: e.Ended | None = None) -> None:
    """Open the work that is left if the caller was cut off before all was told that was owed, or was never reached.

    Corrected to another end, the call leaves only what that one leaves.
    """
    if ended:
        _take_work_back(decision, how, ended)
    if how == "no_contact":
        _give_up(decision)
    if how in _CUT_OFF and can_be_reached(decision.script, decision.call, decision.call.fields, ("phone",)):
        for work, matter in owed_to_the_caller(decision.script, stood):
            left = as_known(decision.script, decision.call).tasks  # what somebody has closed tells the caller nothing
            if not any(task.kind == work.kind and task.matter in (0, matter) for task in left):
                decision.open_task("", work, matter=matter)


def _take_work_back(decision: Decision, how: Ending, ended: e.Ended) -> None:
    """Drop what an end left that is corrected to another one: all that a correction had opened, if the caller is not
    cut off, and what was to be done in the place of work that is not given up after all.
    """
    instead = {work.kind for _, work in _instead(decision) if how != "no_contact"}
    for task in decision.call.own_tasks:
        by_correction = task.opened > ended.seq and how not in _CUT_OFF
        if not task.step and (by_correction or (task.kind in instead and task.opened >= (ended.first or ended.seq))):
            decision.add(e.TaskDropped(seq=decision.seq, at=decision.now, task=task.id))


def _give_up(decision: Decision) -> None:
    """Open what is to be done in the place of work about which nobody was reached at the last attempt."""
    for done, work in _instead(decision):
        is_done = any(holds(Guard(happened=fact), decision.call) for fact in done)
        if not is_done and all(task.kind != work.kind for task in decision.call.tasks):
            decision.open_task("", work)


def _instead(decision: Decision) -> Iterator[tuple[Collection[str], TaskSpec]]:
    """Yield what is done in the place of the work that the call was begun for, if this is the last attempt; with the
    facts, any of which tells that it was done after all.
    """
    outgoing, call = decision.script.pack.outgoing, decision.call
    for kind, attempts in outgoing.attempts.items() if outgoing else ():
        begun_so = (f"continues:{kind}", "attempt:last")
        if outgoing and attempts.then and all(holds(Guard(happened=fact), call) for fact in begun_so):
            yield outgoing.done[kind], attempts.then


_CUT_OFF: tuple[EndKind, ...] = ("caller", "no_contact")
"""The ways of ending that cut off what the caller was still to be told."""
