"""A line of the journal as it was read, whatever its format."""

from __future__ import annotations

from msgspec import Struct

from callscript.core.call.events import Event
from callscript.runtime.clock import SinceBoot


class Line(Struct, frozen=True, kw_only=True, gc=False):
    """What a sound line says."""

    raw: bytes
    """All of it, without its end."""
    call: str
    """The id of the call, or of the desk log, that it belongs to."""
    seq: int
    version: int
    """The number of the format."""
    event: Event | None
    """None: the format is newer than this release."""
    epoch: int = 0
    boot: SinceBoot | None = None
    """What the boot clock said; None: the format does not tell."""
    covered: bytes = b""
    """What the chain goes over; empty in format 1, which has none."""
    chain: str = ""
    values: int = 0
    """How many values of a caller stand in it."""
    false_values: tuple[str, ...] = ()
    """The fields whose text is not the one that was recorded."""

    def repeats(self, other: Line) -> bool:
        """Tell whether it is the same event, written twice; values may have been erased in one of the two."""
        if self.version != other.version or self.chain != other.chain or self.covered != other.covered:
            return False
        return self.event == other.event if self.version == 1 else True
