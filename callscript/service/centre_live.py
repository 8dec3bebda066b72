"""How the operators of all hosts of a centre stand: those of this one as they stand here, those of others as told."""

from __future__ import annotations

import time

from callscript.core.call.events import Event
from callscript.store.access import Access
from callscript.store.errors import StoreError
from callscript.store.live import Live, Look, OtherOperators, Others, WentOn

_NOTHING = WentOn({}, {})
_KEPT = 2.5
"""Seconds for which the last answer stands in for one that did not come: lines would come and go by it."""


class CentreLive:
    """The operators of all hosts."""

    def __init__(self, here: Live, others: OtherOperators) -> None:
        self._here = here
        self._others = others
        self._told = Others(Look((), ()), _NOTHING)
        """What was told of other hosts last."""
        self._until = 0.0

    def look(self) -> Look:
        """Return how they stand: those of this host alone, with the reason, where others cannot be asked about."""
        try:  # first: it tells what the time is
            self._told = self._others.look()
            self._until = time.monotonic() + _KEPT
        except StoreError as error:
            if time.monotonic() > self._until:
                self._told = Others(Look((), (error,)), _NOTHING)
        here = self._here.look()
        others, went_on = self._told
        rows = [row for row in here.rows if went_on.leaves(row)]
        return Look([*rows, *others.rows], [*here.troubles, *others.troubles])

    def read(self, access: Access) -> list[Event]:
        """Return a call of another host, once it is recorded there who opens it; raise `StoreError`."""
        return self._others.read(access)
