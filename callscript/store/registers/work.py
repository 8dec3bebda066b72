"""The work of one call as the registers know it: what the call left open, what became of that since, who is at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from callscript.core.call.events import TaskMove
from callscript.core.records import TaskHistory, TaskRecord, task_id
from callscript.core.tasks import Lease, in_order


class CallWork:
    """The work of a call, by the ids of tasks."""

    def __init__(self, call: str, histories: Iterable[TaskHistory], listed: Iterable[TaskRecord]) -> None:
        """Read it off histories and lists, of other calls too: what was never moved stands in a list only."""
        self.call = call
        self._opened: dict[str, TaskRecord] = {}
        self._moves: dict[str, Sequence[TaskMove]] = {}
        self._leases: dict[str, Lease] = {}
        for history in (each for each in histories if each.call == call):
            self._opened[history.id], self._moves[history.id] = replace(history.opened, lease=None), history.moves
            if history.opened.lease:
                self._leases[history.id] = history.opened.lease
        for task in (each for each in listed if each.call == call):
            if task.lease:
                self._leases[task.id] = task.lease
            if task.id not in self._opened:
                self._opened[task.id] = replace(task, lease=None)

    def leave(self, tasks: Iterable[TaskRecord]) -> None:
        """Have the call leave these tasks open, and no others."""
        self._opened = {task.id: task for task in tasks}

    def enter(self, tasks: Iterable[TaskRecord]) -> None:
        """Take in what the call owes before it is filed, besides what is known."""
        self._opened = {task.id: task for task in tasks} | self._opened

    def move(self, event: TaskMove) -> bool:
        """Take in what became of a task, whatever its number in a log; False: it is none that is known."""
        task, event = task_id(event.call, event.task), replace(event, seq=0)
        if task in self._opened and event not in (known := self._moves.get(task, ())):
            self._moves[task] = in_order((*known, event))
        return task in self._opened

    def lend(self, task: str, lease: Lease) -> None:
        """Note that an attempt was granted: no lower one than was granted before to somebody who may have died."""
        before = self._leases.get(task)
        if before is None or before.attempt <= lease.attempt:
            self._leases[task] = lease

    def of(self, task: str) -> TaskRecord | None:
        """Return a task as it stands."""
        return self._standing.get(task)

    @property
    def open_tasks(self) -> Sequence[TaskRecord]:
        """What is still to be done, with who is at it."""
        return [task for task in self._standing.values() if task.is_open]

    @property
    def histories(self) -> Sequence[TaskHistory]:
        """What was moved since the call was closed; of what is in no list, with who is at it."""
        standing = self._standing
        return [
            replace(each, opened=replace(each.opened, lease=standing[each.id].lease))
            if not standing[each.id].is_open
            else each
            for each in self._moved
        ]

    @property
    def moves(self) -> list[TaskMove]:
        """What became of all of it, in order."""
        return in_order(event for task in self._opened for event in self._moves.get(task, ()))

    @property
    def owners(self) -> set[str | None]:
        """Those whose it is, or has been, or who may have it now; None: the operator whose call it was."""
        events = [event for moves in self._moves.values() for event in moves]
        opened = (each.owner for each in self._opened.values())
        return {None, *opened, *(event.by for event in events), *(getattr(event, "to", event.by) for event in events)}

    @property
    def _moved(self) -> Sequence[TaskHistory]:
        return [
            TaskHistory(id=task, call=self.call, opened=opened, moves=tuple(moves))
            for task, opened in self._opened.items()
            if (moves := self._moves.get(task))
        ]

    @property
    def _standing(self) -> Mapping[str, TaskRecord]:
        stands = {each.id: each.stands for each in self._moved}
        found = {task: stands.get(task, opened) for task, opened in self._opened.items()}
        return {
            task: replace(record, lease=lease)
            if (lease := self._leases.get(task)) and lease.attempt > record.attempt
            else record
            for task, record in found.items()
        }
