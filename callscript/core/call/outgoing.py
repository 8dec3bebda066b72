"""Calls that the operator begins, to go on with what an earlier call has left to be done: what they know of it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call.call import Call, Value, Values
from callscript.core.call.event import ERASED
from callscript.core.call.matters import known_of
from callscript.core.script.model import Script


class Continued(Struct, frozen=True, kw_only=True):
    """Work that a call is begun for, and what is known of the caller and of the matter."""

    task: str
    """As it is registered: `<call>/<task>`."""
    kind: str
    attempt: int
    """The number under which it was granted."""
    tries: int = 0
    """How often nobody was reached about it before."""
    language: str = ""
    """The one that was spoken last."""
    values: Values = {}


def continued(script: Script, led_by: Script, earlier: Call, task: str, kind: str, attempt: int) -> Continued:
    """Return what a call goes on with by `script`: work of an earlier call, which was led by a script of its own."""
    work = earlier.task(task.partition("/")[2])
    outgoing = script.pack.outgoing
    recorded: Values = known_of(led_by, earlier, work.matter) if work else {}
    values = {
        field: replace(recorded[field], registered=False)
        for field in (outgoing.fields if outgoing else ())
        if field in recorded and _is_taken(script, field, recorded[field])
    }
    return Continued(task=task, kind=kind, attempt=attempt, language=earlier.language, values=values)


def _is_taken(script: Script, field: str, value: Value) -> bool:
    """Tell whether a field takes a value that may have been recorded by another version of the script."""
    if value.text == ERASED:
        return False
    if value.absent:
        return script.fields[field].absent != "never"
    if script.fields[field].options:
        return set(script.fields[field].chosen(value.text)) <= set(script.fields[field].options)
    return value.text in script.names_of.get(field, (value.text,))
