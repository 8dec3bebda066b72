"""What a line of the journal says of where and when it was written, beside the time of the event."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from callscript.runtime.clock import Clock, SinceBoot


class Stamp(NamedTuple):
    """Where an event was recorded, and when by a clock that nobody sets."""

    boot: SinceBoot
    """The moment of the event."""
    host: str
    epoch: int = 0
    """Counts how often the operator's seat went to another host: a call that was taken over goes on in a higher one."""


Stamping = Callable[[datetime], Stamp]
"""Makes the stamp of an event that happened at a moment."""


def of_this_machine(clock: Clock, epoch: Callable[[], int] = int) -> Stamping:
    """Return what stamps the events that happened by `clock` on this machine, in an epoch of the operator's seat."""
    host = os.uname().nodename
    return lambda at: Stamp(clock.since_boot(at), host, epoch())
