"""The events that correct what was recorded of a call: that it has not ended, how it ended, what is in a field.

Of an entry: by which way it came, when, of which class it is.
"""

from __future__ import annotations

from datetime import datetime

from callscript.core.call.event import EventBase as _Event
from callscript.core.script.base import Ending


class EndTakenBack(_Event, frozen=True, kw_only=True, tag="end_taken_back"):
    """The call had not ended: it goes on as if it had not."""

    given = ("reason",)
    reason: str


class EndCorrected(_Event, frozen=True, kw_only=True, tag="end_corrected"):
    """It ended in another way than was recorded."""

    given = ("reason",)
    how: Ending
    outcome: str
    """What it is filed under then; empty: that is to be chosen."""
    reason: str
    call: str = ""
    """The call, where this is recorded outside of it: it was closed."""


class FieldCorrected(_Event, frozen=True, kw_only=True, tag="field_corrected"):
    """After the call: a field should have had this value, or none; it meets nothing and owes nothing."""

    given = ("value", "reason")
    later = ("reaches_nobody", "matter", "tasks", "due")
    field: str
    value: str
    absent: bool = False
    reason: str
    call: str = ""
    """The call, where this is recorded outside of it: it was closed."""
    reaches_nobody: bool = False
    """As in `Filled`."""
    matter: int = 0
    """The number of the matter, if it is one that had been set aside."""
    tasks: tuple[str, ...] = ()
    """The open work that was promised by the day in this field, which was another one."""
    due: datetime | None = None
    """When that falls due now."""


class ReceivedCorrected(_Event, frozen=True, kw_only=True, tag="received_corrected"):
    """Of an entry that is registered: by which way it came, when, and of which class it is; all as it stands now."""

    given = ("reason",)
    later = ("tasks", "due")
    channel: str
    received: datetime
    classed: str
    reason: str
    call: str = ""
    """The entry: this is recorded outside of it."""
    tasks: tuple[str, ...] = ()
    """The work that it has left, which is due as reckoned from another moment."""
    due: datetime | None = None
    """When that is due now."""
