"""What a step or an answer does to the work that its matter waits for: it is done with it, or is not owed; where an
answer was changed, the matter waits again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callscript.core.call import events as e
from callscript.core.call.decision import Decision
from callscript.core.tasks import Task


def close(decision: Decision, kind: str | None) -> None:
    """Note that the work of a kind that the current matter has waited for longest is done."""
    if done := next(_of_matter(decision, decision.call.own_tasks, kind), None):
        decision.add(e.TaskDone(seq=decision.seq, at=decision.now, task=done.id, kind=done.kind))


def reopen(decision: Decision, kind: str | None) -> None:
    """Open again what an answer that was changed had called done."""
    if done := next(_of_matter(decision, decision.call.tasks_done, kind), None):
        decision.add(
            e.TaskOpened(
                seq=decision.seq,
                at=decision.now,
                task=done.id,
                kind=done.kind,
                due=done.due,
                grace=done.grace,
                step=done.step,
                matter=done.matter,
                anyone=done.owner == "",
                people=done.people,
                visit=done.visit,
            )
        )


def spare(decision: Decision, kind: str | None) -> None:
    """Drop the work of a kind that the current matter waits for: it is not owed."""
    for task in list(_of_matter(decision, decision.call.own_tasks, kind)):
        decision.add(e.TaskDropped(seq=decision.seq, at=decision.now, task=task.id))


def owe_again(decision: Decision, kind: str | None) -> None:
    """Open anew, as the step does that has opened it, work that an answer which was changed had called not owed."""
    specs = ((id, step.task) for id, step in decision.script.steps.items() if id in decision.call.done)
    for step, spec in list(specs):
        if spec and spec.kind == kind:
            decision.open_task(step, spec)


def _of_matter(decision: Decision, tasks: Iterable[Task], kind: str | None) -> Iterator[Task]:
    about = (0, decision.call.matter)
    return (task for task in tasks if task.kind == kind and task.matter in about)
