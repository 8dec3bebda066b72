"""The event that says that what a caller gave was erased: who did that, when, and why."""

from __future__ import annotations

from callscript.core.call.event import EventBase as _Event


class Erased(_Event, frozen=True, kw_only=True, tag="erased"):
    """What the caller gave, and what was said of them since, is gone everywhere; the events stay, and all that counts.

    It is the one event of a call's own log that stands behind its end.
    """

    ground: str
    """Why; it tells nothing of the caller."""
    by: str
    """The number of the operator who did it, or else the name of the account."""
