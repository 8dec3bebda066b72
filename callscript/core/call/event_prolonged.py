"""The event that gives the work after a call more time than the centre has for it."""

from __future__ import annotations

from callscript.core.call.event import EventBase as _Event


class AfterCallProlonged(_Event, frozen=True, kw_only=True, tag="after_call_prolonged"):
    """The limit of the work after the call was put off."""

    seconds: int
    """By how much, on top of what was added before."""
    operator: str
    """The number of who did it."""
