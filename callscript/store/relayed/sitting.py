"""An operator's seat in the centre, as a session has it by way of the relay: taken once, then asked about on a thread
of its own, so that a session learns within seconds that its operator went on at another host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread

from callscript.runtime.threads import start
from callscript.store.names import file_name
from callscript.store.others import SeatElsewhere, nobody
from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.questions import PATIENCE_FOR_SEATS, SeatOf, SitDown, StillSit

_EACH, _SOON = 3.0, 1.0
"""Seconds after which it is asked about again; behind a save sooner."""


class Sitting:
    """The seat of one operator."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._operator = ""
        self.epoch = 0
        """Of the seat; 0: it could not be asked for."""
        self.taken_over: SeatElsewhere | None = None
        self.heard: Callable[[], object] = nobody
        """Is called, from any thread, when it was taken over."""
        self._changing = Condition()
        self._hurries = self._left = False

    def sit_down(self, operator: str, *, confirmed: bool) -> SeatElsewhere | None:
        """Take the seat; return who has it, unless it is `confirmed` that the operator is here now."""
        self._operator = file_name(operator)
        if found := self._asked(SitDown(self._operator, confirmed)):
            if not found.mine:
                return SeatElsewhere(found.host, found.since)
            self.epoch = found.epoch
        start(Thread(target=self._watch, name="seat", daemon=True))
        return None

    def look_soon(self) -> None:
        """Have it asked about sooner: something was recorded."""
        with self._changing:
            self._hurries = True
            self._changing.notify_all()

    def leave(self) -> None:
        """Leave the seat to whoever comes."""
        with self._changing:
            self._left = True
            self._changing.notify_all()
        if self.epoch and not self.taken_over:
            self._asked(StillSit(self._operator, self.epoch, goes_on=False))

    def _watch(self) -> None:
        while not self.taken_over and self._waited():
            if not self.epoch:  # it could not be asked for: whoever sits elsewhere by now stays there
                found = self._asked(SitDown(self._operator))
                self.epoch = found.epoch if found and found.mine else 0
            elif (found := self._asked(StillSit(self._operator, self.epoch))) and not found.mine:
                self.taken_over = SeatElsewhere(found.host, found.since)
                self.heard()

    def _waited(self) -> bool:
        """Wait until it is to be asked about again; False: it was left."""
        now = time.monotonic()
        with self._changing:
            self._changing.wait_for(lambda: self._left, _SOON)
            self._changing.wait_for(lambda: self._left or self._hurries, max(0.0, now + _EACH - time.monotonic()))
            self._hurries = False
            return not self._left

    def _asked(self, question: SitDown | StillSit) -> SeatOf | None:
        try:
            return ask(self._socket, question, PATIENCE_FOR_SEATS).seat
        except NotAnswered:
            return None
