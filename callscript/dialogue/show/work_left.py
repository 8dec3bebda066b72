"""The work that a call has left, by its log alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from callscript.core.call.call import Call
from callscript.core.call.events import Event
from callscript.core.call.fold import fold_all
from callscript.core.call.matters import given_to, told
from callscript.core.call.registrations import number_of
from callscript.core.records import TaskRecord, task_record
from callscript.core.script.model import Script
from callscript.core.tasks import Standing


def left_by(script: Script, log: Sequence[Event]) -> list[TaskRecord]:
    """Return the work that a call has left when it was closed, as it stands by its log."""
    call = fold_all(script, log)
    found = (registered(script, call, task.id) for task in (*call.tasks, *call.tasks_done) if task.is_open or task.by)
    return [record for record in found if record]


def registered(script: Script, call: Call, name: str) -> TaskRecord | None:
    """Return work of a call as it would be registered; None: the call is not known, or has no such work."""
    task = call.task(name)
    if task is None or call.start is None:
        return None
    record = task_record(call.start.call, call.start.operator.number, task)
    stands_so = {name: getattr(task, name) for name in Standing.__struct_fields__}
    gone = call.erased
    return replace(
        record,
        matter=told(call, task.matter),
        number=number_of(script, call, task),
        to=given_to(script, call, task),
        erased=gone.at if gone else None,
        ground=gone.ground if gone else "",
        **stands_so,
    )
