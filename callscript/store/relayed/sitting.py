"""An operator's seat in the centre, as a session has it by way of the relay: taken once, then asked about on a thread
of its own, so that a session learns within seconds that its operator went on at another host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread

from callscript.runtime.i18n import _
from callscript.runtime.threads import start
from callscript.store.errors import StoreUnavailable
from callscript.store.names import file_name, is_desk_log
from callscript.store.others import OpenElsewhere, SeatElsewhere, nobody
from callscript.store.relayed.line import NotAnswered, ask, hold_unchanged
from callscript.store.relayed.questions import (
    PATIENCE_FOR_SEATS,
    Answer,
    LinesOf,
    SeatOf,
    SitDown,
    StillSit,
    TakeOver,
    WhatElsewhere,
)

_EACH, _SOON = 3.0, 1.0
"""Seconds after which it is asked about again; behind a save sooner."""
_TRIES = 3


class Sitting:
    """The seat of one operator."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._operator = ""
        self.epoch = 0
        """Of the seat; 0: it could not be asked for."""
        self.ahead = 0.0
        self.taken_over: SeatElsewhere | None = None
        self.heard: Callable[[], object] = nobody
        """Is called, from any thread, when it was taken over."""
        self._changing = Condition()
        self._hurries = self._left = False

    def sit_down(self, operator: str, *, confirmed: bool = False) -> SeatElsewhere | None:
        """Take the seat; return who has it, unless it is `confirmed` that the operator is here now."""
        self._operator = file_name(operator)
        if found := self._seat(SitDown(self._operator, confirmed)):
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

    def elsewhere(self) -> OpenElsewhere:
        """Return what other hosts have of the operator."""
        if not self.epoch:
            return OpenElsewhere()
        try:
            answer = self._asked(WhatElsewhere(self._operator))
        except StoreUnavailable:
            return OpenElsewhere()
        calls = {each.log: each.host for each in answer.elsewhere if not is_desk_log(each.log)}
        return OpenElsewhere(calls, [each.log for each in answer.elsewhere if is_desk_log(each.log)], answer.led)

    def lines(self, log: str) -> list[bytes]:
        """Return what is recorded of a log."""
        found = list[bytes]()
        while more := (answer := self._asked(LinesOf(self._operator, log, len(found)))).lines:
            hold_unchanged(log, answer)
            found += [line.encode() for line in more]
        return found

    def take_over(self, log: str) -> None:
        """Have this host go on with a log."""
        if not self._asked(TakeOver(self._operator, self.epoch, log)).taken:
            raise StoreUnavailable("relay", _("the seat is another host's by now"))

    def leave(self) -> None:
        """Leave the seat to whoever comes."""
        with self._changing:
            self._left = True
            self._changing.notify_all()
        if self.epoch and not self.taken_over:
            self._seat(StillSit(self._operator, self.epoch, goes_on=False))

    def _watch(self) -> None:
        while not self.taken_over and self._waited():
            if not self.epoch:  # it could not be asked for: whoever sits elsewhere by now stays there
                found = self._seat(SitDown(self._operator))
                self.epoch = found.epoch if found and found.mine else 0
            elif (found := self._seat(StillSit(self._operator, self.epoch))) and not found.mine:
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

    def _seat(self, question: SitDown | StillSit) -> SeatOf | None:
        try:
            found = ask(self._socket, question, PATIENCE_FOR_SEATS).seat
        except NotAnswered:
            return None
        self.ahead = found.ahead if found else self.ahead
        return found

    def _asked(self, question: WhatElsewhere | LinesOf | TakeOver) -> Answer:
        """Ask something that has an answer whenever there is somebody to ask, more than once if need be."""
        reason = _("other hosts cannot be asked")
        for _try in range(_TRIES):
            try:
                answer = ask(self._socket, question, PATIENCE_FOR_SEATS)
            except NotAnswered as error:
                reason = str(error)
            else:
                if answer.asked:
                    return answer
        raise StoreUnavailable("relay", reason)
