"""What a step or an answer does to the work that its matter waits for: it is done with it, or is not owed; where an
answer was changed, the matter waits again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callscript.core.call import events as e
from callscript.core.call.decision import Decision
from callscript.core.call.meanwhile import in_vain
from callscript.core.tasks import Task


def close(decision: Decision, kind: str | None) -> None:
    """Note that the work of a kind that the current matter has waited for longest is done."""
    if done := next(_of_matter(decision, decision.call.own_tasks, kind), None):
        decision.add(e.TaskDone(seq=decision.seq, at=decision.now, task=done.id, kind=done.kind))


def reopen(decision: Decision, kind: str | None) -> None:
    """Open again what an answer that was changed had called done."""
    if done := next(_of_matter(decision, decision.call.tasks_done, kind), None):
        _open_again(decision, done, done.id)


def spare(decision: Decision, kind: str | None) -> None:
    """Drop the work of a kind that the current matter waits for: it is not owed."""
    for task in list(_of_matter(decision, decision.call.own_tasks, kind)):
        decision.add(e.TaskDropped(seq=decision.seq, at=decision.now, task=task.id))


def owe_again(decision: Decision, kind: str | None) -> None:
    """Open anew, as the step does that has opened it, work that an answer which was changed had called not owed."""
    if kind is None:
        return
    specs = ((id, step.task) for id, step in decision.script.steps.items() if id in decision.call.done)
    for step, spec in list(specs):
        if spec and spec.kind == kind:
            decision.open_task(step, spec)


def promise_anew(decision: Decision) -> None:
    """Open once more what the caller is now promised, where somebody has closed it since that was agreed with them: no
    promise stands on work that nobody is going to do. What was sent on, or worked on, is as promised.
    """
    call = decision.call
    start = call.start.call if call.start else ""
    for task in in_vain(call):
        agreed_here = task.step in decision.frame.trail and task.opened > decision.frame.since[0]
        if agreed_here and not decision.heard(task):
            _open_again(decision, task, f"{start}-{decision.seq}")


def _open_again(decision: Decision, task: Task, name: str) -> None:
    decision.add(
        e.TaskOpened(
            seq=decision.seq,
            at=decision.now,
            task=name,
            kind=task.kind,
            due=task.due,
            grace=task.grace,
            step=task.step,
            matter=task.matter,
            anyone=task.owner == "",
            people=task.people,
            visit=task.visit,
        )
    )


def _of_matter(decision: Decision, tasks: Iterable[Task], kind: str | None) -> Iterator[Task]:
    about = (0, decision.call.matter)
    return (task for task in tasks if task.kind == kind and task.matter in about)
