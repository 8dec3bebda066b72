"""An operator's seat in the centre, as a session has it by way of the relay: taken once, then asked about when that is
due, so that a session learns within seconds that its operator went on at another host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf
from pathlib import Path

from callscript.runtime.i18n import _
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

    def __init__(self, socket: Path, watch: Callable[[], object]) -> None:
        self._socket = socket
        self._watch = watch
        """Has it asked about from now on, whenever that is due."""
        self._operator = ""
        self.epoch = 0
        """Of the seat; 0: it could not be asked for."""
        self.ahead = 0.0
        self.taken_over: SeatElsewhere | None = None
        self.heard: Callable[[], object] = nobody
        """Is called, from any thread, when it was taken over."""
        self._asked_at = inf
        """When it was asked about last (`time.monotonic`), as long as the operator sits there."""
        self._hurries = False

    def sit_down(self, operator: str, *, confirmed: bool = False) -> SeatElsewhere | None:
        """Take the seat; return who has it, unless it is `confirmed` that the operator is here now."""
        self._operator = file_name(operator)
        if found := self._seat(SitDown(self._operator, confirmed)):
            if not found.mine:
                return SeatElsewhere(found.host, found.since)
            self.epoch = found.epoch
        self._asked_at = time.monotonic()
        self._watch()
        return None

    def look_soon(self) -> None:
        """Have it asked about sooner: something was recorded."""
        self._hurries = True

    @property
    def due(self) -> float:
        """When it is to be asked about again."""
        return self._asked_at + (_SOON if self._hurries else _EACH)

    def ask_again(self) -> None:
        """Ask whether it is still this host's."""
        self._asked_at, self._hurries = time.monotonic(), False
        if not self.epoch:  # it could not be asked for: whoever sits elsewhere by now stays there
            found = self._seat(SitDown(self._operator))
            self.epoch = found.epoch if found and found.mine else 0
        elif (found := self._seat(StillSit(self._operator, self.epoch))) and not found.mine:
            self.taken_over = SeatElsewhere(found.host, found.since)
            self._asked_at = inf
            self.heard()

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
        self._asked_at = inf
        if self.epoch and not self.taken_over:
            self._seat(StillSit(self._operator, self.epoch, goes_on=False))

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
