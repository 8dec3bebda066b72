"""Work that outlives a call, and what an event does to what is open: the one definition, for the call and for lists."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from msgspec import Struct

from callscript.core.call.events import TaskDone, TaskDropped, TaskOpened


class Task(Struct, frozen=True):
    """Work that a call has promised and that is still to be done."""

    id: str
    kind: str
    due: datetime
    step: str
    """The step at which it was promised."""
    opened: int
    """The number of the event that opened it."""
    matter: int = 0
    """The number of the matter of the caller's that it is about; 0: it is about the call."""


TaskEvent = TaskOpened | TaskDone | TaskDropped
"""The events that change which tasks are open."""


def tasks_after(tasks: tuple[Task, ...], event: TaskEvent) -> tuple[Task, ...]:
    """Return the open tasks as they are after `event`, in the order in which they were opened."""
    match event:
        case TaskOpened():
            return (*tasks, Task(event.task, event.kind, event.due, event.step, event.seq, event.matter))
        case TaskDone() | TaskDropped():
            return tuple(task for task in tasks if task.id != event.task)
        case _:
            assert_never(event)
