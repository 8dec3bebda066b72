"""The limits on waits, and clocks of their own, as a pack writes them."""

from __future__ import annotations

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration


class Timer(Record, frozen=True, kw_only=True):
    """A limit on a wait, or a clock of its own. Reaching it is recorded; what follows from it, rules and guards say."""

    id: Identifier
    limit: Duration
    warn: Duration | None = None
    """How long before the limit to warn."""
    hold: bool = False
    """It measures how long the caller is on hold: at most one timer of a pack does."""
    repeats: bool = False
    """It begins anew each time that its limit is reached."""
    starts: tuple[str, ...] = ()
    """It is a clock of its own, and no wait's: one of these facts starts it, unless it runs, whatever the step."""
    stops: tuple[str, ...] = ()
    """Of a clock of its own: one of these facts stops it; at the latest the end of the call does."""
