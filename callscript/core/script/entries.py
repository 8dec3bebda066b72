"""What comes without a call (by e-mail, by post, in person) and is entered, as a pack writes it: kinds of entries."""

from __future__ import annotations

from callscript.core.script.base import ClauseId, Identifier, Record
from callscript.core.script.steps import TaskSpec

CHANNEL, RECEIVED, CLASS = "channel", "received", "class"
"""What is recorded of an entry besides its fields, none of which is called so."""
CALL = "call"
"""The channel of what callers say: no channel of an entry is called so."""


class EntryKind(Record, frozen=True, kw_only=True):
    """Something that comes without a call. Its name is the text `entries.<id>`, a channel's `channel.<id>`."""

    id: Identifier
    channels: tuple[Identifier, ...]
    """The ways in which it comes."""
    fields: tuple[str, ...]
    """What is recorded of it, in the order in which it is asked for."""
    requires: tuple[str, ...] = ()
    """The fields without which it is not registered."""
    classes: tuple[Identifier, ...] = ()
    """It is one of these: a class of feedback. Empty: it is not classed."""
    what: Identifier
    """What it is registered as."""
    task: TaskSpec
    """The work that it leaves, due as reckoned from the moment at which it came."""
    clauses: tuple[ClauseId, ...] = ()
    """What it serves."""
