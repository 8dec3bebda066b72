"""The event that leaves a branch which lay ahead again, where the call ends without having come to it."""

from __future__ import annotations

from callscript.core.call.event import EventBase as _Event


class BranchLeft(_Event, frozen=True, kw_only=True, tag="branch_left"):
    """An answer that was changed leads to the end of the call: the branch behind the one before is left with it."""

    frame: int
    """Whose steps lay ahead again: 0 the main script's, else those of the detour that was taken so deep."""
