"""The event that says of an entry, which comes without a call, by which way it came, when, and of which class it is."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call.event import EventBase as _Event


class Received(_Event, frozen=True, kw_only=True, tag="received"):
    """How it stands with that now: the latest one counts. Nothing of it is a text of whoever has sent it."""

    channel: str = ""
    """Empty: that is not recorded yet; so are the others."""
    received: datetime | None = None
    classed: str = ""
