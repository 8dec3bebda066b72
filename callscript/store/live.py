"""The port of a board: how the operators stand now, wherever that comes from. On one host it is read off the journals
and the seats (`service/live.py`); of other hosts, where there are any, the relay tells (`relayed/live.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from callscript.core.call.events import Event
from callscript.core.live import LiveRow
from callscript.store.access import Access
from callscript.store.errors import StoreError


class Look(NamedTuple):
    """How the operators stand, as far as it can be told."""

    rows: Sequence[LiveRow]
    troubles: Sequence[StoreError]
    """Why there may be more to tell."""


class Live(Protocol):
    """Tells how the operators stand. May raise `StoreError`."""

    def look(self) -> Look:
        """Return a row for each operator of the day and of each open call, whoever sits there by now.

        It does no more than what has changed since the look before asks for.
        """
        ...


class OtherOperators(Live, Protocol):
    """Tells how the operators of other hosts stand."""

    def read(self, access: Access) -> list[Event]:
        """Return a call of theirs, once it is recorded who opens it; raise `StoreError`."""
        ...
