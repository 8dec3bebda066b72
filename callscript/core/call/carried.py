"""What is carried over: what a call knows from an earlier one at its beginning, as its first event carries it; what is
set aside of a matter while the call is about another one, and stands again once that is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from msgspec import json
from msgspec.structs import replace

from callscript.core.call.call import Call, Frame, Matter, Value, Values
from callscript.core.call.event import ERASED
from callscript.core.call.event_started import CallStarted

_Kept = TypeVar("_Kept")


def written(values: Values) -> str:
    """Return what is known as the event has it."""
    return json.encode({field: _written(value) for field, value in values.items()}).decode() if values else ""


def known(start: CallStarted) -> Values:
    """Return what is known at the beginning of a call; what was erased since is there all the same."""
    if start.values == ERASED:
        return {field: Value(ERASED) for field in start.fields}
    kept: Mapping[str, Any] = json.decode(start.values) if start.values else {}
    return {field: Value(**kept[field]) for field in start.fields}


def _written(value: Value) -> dict[str, object]:
    nobody = {"reaches_nobody": True} if value.reaches_nobody else {}
    return {"text": value.text, "absent": value.absent, **nobody}


def without(values: Mapping[str, _Kept], names: Collection[str]) -> Mapping[str, _Kept]:
    """Return a mapping without some of its names."""
    return {name: value for name, value in values.items() if name not in names}


def latest(matters: Mapping[int, Matter], detour: str) -> int:
    """Return the latest matter that began in a detour and was not taken back; 0: there is none."""
    return max((number for number, each in matters.items() if each.detour == detour and not each.taken_back), default=0)


def put_aside(matters: Mapping[int, Matter], number: int, values: Values) -> Mapping[int, Matter]:
    """Return the matters with these values set aside of one of them."""
    kept = matters[number]
    return {**matters, number: replace(kept, aside=replace(kept.aside, values=values))}


def as_before(call: Call, left: Call, frame: Frame) -> tuple[Mapping[int, Matter], Values]:
    """Return the matters, and what is recorded now, once a detour is taken back that was left: what it has begun is set
    aside, and its fields are about the one before it again, if there is one.
    """
    here = frame.matters[0]
    if here == left.matter:
        return call.matters, left.fields
    taken_back = {**call.matters, here: replace(call.about(here), taken_back=True)}
    earlier = latest(taken_back, frame.detour)
    own = taken_back[earlier].aside.values if earlier else frame.before.values
    if not own:
        return call.matters, left.fields
    typed = {name: call.fields[name] for name in frame.fields if name in call.fields}
    matters = put_aside(taken_back, here, typed)
    matters = put_aside(matters, earlier, {}) if earlier else matters
    return matters, {**without(left.fields, frame.fields), **own}
