"""What others did to the work of a call, beside the call: while it was left open, or since it was closed.

The log of a call says nothing of that. So a call is folded without it, and judged and shown with it.
"""

from __future__ import annotations

from msgspec.structs import replace

from callscript.core.call.call import Call
from callscript.core.call.fold import moved_on
from callscript.core.call.matters import as_it_stands
from callscript.core.script.model import Script
from callscript.core.tasks import TOLD, Task


def as_known(script: Script, call: Call) -> Call:
    """Return a call as it is judged and shown: with what is known to have become of its work. Nothing is decided by
    it that goes into the log.
    """
    return replace(moved_on(script, call, call.became), became=()) if call.became else call


def is_being_done(call: Call) -> bool:
    """Tell whether somebody is at work of the call, so that what they come to is still to be heard of."""
    return bool(call.became) and any(as_it_stands(call, task).state == "taken" for task in call.tasks)


def in_vain(call: Call) -> tuple[Task, ...]:
    """Return the work of a call of which nothing is left that could still be promised: somebody has closed it."""
    return tuple(task for task in call.tasks if is_in_vain(as_it_stands(call, task))) if call.became else ()


def is_in_vain(task: Task) -> bool:
    """Tell whether work that is closed leaves nothing of a promise that is made only now."""
    return task.state == "dropped" or (task.state == "done" and task.kind in TOLD)
