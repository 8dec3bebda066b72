"""The event that a call begins with: somebody rang, or the operator rings up about what an earlier call has left; and
that an entry begins with, which came without a call. And the one that tells what calls of the caller's went before.
"""

from __future__ import annotations

from callscript.core.call.event import EventBase as _Event
from callscript.core.call.event import Operator


class CallStarted(_Event, frozen=True, kw_only=True, tag="call_started"):
    given = ("phone", "values")
    later = ("continues", "work", "attempt", "tries", "fields", "values", "entry", "practice")
    call: str
    pack: str
    pack_hash: str
    operator: Operator
    language: str
    phone: str = ""
    """The caller's number, if the operator had it before answering, or rings it up."""
    open: bool
    day_part: str
    step: str
    """The first step of the script."""
    continues: str = ""
    """The work of an earlier call that the operator rings up about, `<call>/<task>`. Empty: somebody rang."""
    work: str = ""
    """The kind of that work."""
    attempt: int = 0
    """The number under which it was granted for this call."""
    tries: int = 0
    """How often nobody was reached about it before."""
    fields: tuple[str, ...] = ()
    """What is known at the beginning, since the earlier call has recorded it."""
    values: str = ""
    """Those fields as they were, a JSON object by field: `{"text": …, "absent": …}`."""
    entry: str = ""
    """It is no call: something that came without one is entered, of this kind. It has no step."""
    practice: bool = False
    """A caller was played: it counts as no call, and nobody is told of it."""

    @property
    def outgoing(self) -> bool:
        """Whether the operator rings up, to go on with what an earlier call has left to be done."""
        return bool(self.continues)


class EarlierFound(_Event, frozen=True, kw_only=True, tag="earlier_found"):
    """The earlier calls of the caller's number were looked up: what the script asks about them holds, or not."""

    later = ("found", "gone")
    found: tuple[str, ...] = ()
    """The conditions that hold now and did not before."""
    gone: tuple[str, ...] = ()
    """Those that held for another number, and do not for the one that is recorded now."""
