"""The way of a call that the operator begins, as a pack writes it: what is done so, what is known, when it is done."""

from __future__ import annotations

from callscript.core.script.base import Record


class Outgoing(Record, frozen=True, kw_only=True):
    """A call in which the caller is rung up, about work that an earlier one has left to be done."""

    stage: str
    """Where it begins."""
    done: dict[str, tuple[str, ...]]
    """By each kind of work that is done so: the facts, any of which tells that it was done."""
    fields: tuple[str, ...] = ()
    """What is known at the beginning, where the earlier call has recorded it of the caller and of the matter."""
    notes: dict[str, str] = {}
    """By kind of work: the field whose value is noted with it once it is done, such as what somebody has advised."""
