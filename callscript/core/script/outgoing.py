"""The way of a call that the operator begins, as a pack writes it: what is done so, what is known, when it is done."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration
from callscript.core.script.steps import TaskSpec


class Attempts(Record, frozen=True, kw_only=True):
    """How often somebody is rung up about work, when again, and what comes of it that nobody was ever reached."""

    most: Annotated[int, Meta(ge=1, le=99)]
    """After so many calls in vain the work is given up."""
    apart: Duration
    """How long after one the next is made: until then the work is put off."""
    then: TaskSpec | None = None
    """What is to be done in its place; None: nothing."""


class Outgoing(Record, frozen=True, kw_only=True):
    """A call in which the caller is rung up, about work that an earlier one has left to be done."""

    stage: str
    """Where it begins."""
    done: dict[str, tuple[str, ...]]
    """By each kind of work that is done so: the facts, any of which tells that it was done."""
    fields: tuple[str, ...] = ()
    """What is known at the beginning, where the earlier call has recorded it of the caller and of the matter."""
    attempts: dict[Identifier, Attempts] = {}
    """By kind of work: how often it is tried; where nothing is said, it stays with the operator until it is done."""
    notes: dict[str, str] = {}
    """By kind of work: the field whose value is noted with it once it is done, such as what somebody has advised."""
