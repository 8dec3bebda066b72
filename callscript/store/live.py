"""The port of a board: how the operators stand now, wherever that comes from. On one host it is read off the journals
and the seats (`service/live.py`); of other hosts, where there are any, the relay tells (`relayed/live.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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


class WentOn(NamedTuple):
    """What went on at other hosts than one, and since when."""

    operators: Mapping[str, datetime]
    """Those who sit at another one, by their numbers."""
    calls: Mapping[str, datetime]

    def leaves(self, row: LiveRow) -> bool:
        """Tell whether a row of that host still tells how its operator stands.

        A call counts where something was recorded in it last; a session that another one took the place of does not.
        """
        if row.call:
            since = self.calls.get(row.call)
            return since is None or (row.latest is not None and row.latest > since)
        since = self.operators.get(row.operator)
        return since is None or (row.seated and row.seated_since is not None and row.seated_since > since)


class Others(NamedTuple):
    """How the operators of other hosts stand, and what of this one goes on there."""

    look: Look
    went_on: WentOn


class Live(Protocol):
    """Tells how the operators stand. May raise `StoreError`."""

    def look(self) -> Look:
        """Return a row for each operator of the day and of each open call, whoever sits there by now.

        It does no more than what has changed since the look before asks for.
        """
        ...


class OtherOperators(Protocol):
    """Tells how the operators of other hosts stand. May raise `StoreError`."""

    def look(self) -> Others:
        """Return a row for each of them, and what of this host goes on there."""
        ...

    def read(self, access: Access) -> list[Event]:
        """Return a call of theirs, once it is recorded who opens it; raise `StoreError`."""
        ...
