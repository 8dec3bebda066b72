"""The limits on waits, as a pack writes them."""

from __future__ import annotations

from callscript.core.script.base import Identifier, Record
from callscript.core.script.durations import Duration


class Timer(Record, frozen=True, kw_only=True):
    """A limit on a wait. Reaching it is recorded once; what follows from it, rules and guards say."""

    id: Identifier
    limit: Duration
    warn: Duration | None = None
    """How long before the limit to warn."""
    hold: bool = False
    """It measures how long the caller is on hold: at most one timer of a pack does."""
