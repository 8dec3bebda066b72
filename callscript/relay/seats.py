"""Operators' seats, in all of the centre: which host has one, and since when."""

from __future__ import annotations

from functools import partial
from typing import Any, assert_never

from callscript.relay.asked import Asking, midway
from callscript.relay.fencing import SCHEMA
from callscript.relay.going_on import lines_of, take_over, what_elsewhere
from callscript.relay.postgres import Connected
from callscript.relay.scripts import Bringing
from callscript.runtime.clock import SystemClock
from callscript.store.relayed.questions import (
    Answer,
    LinesOf,
    OfSeat,
    SeatOf,
    SitDown,
    StillSit,
    TakeOver,
    WhatElsewhere,
)

_SEAT = "select granted, at_host, at_epoch, at_since, clock_timestamp() from callscript."


def of_seat(asked: OfSeat, host: str, scripts: Bringing) -> Asking:
    """Return how PostgreSQL is asked, for a host, what whoever sits there asks."""
    match asked:
        case SitDown():
            return sit_down(asked)
        case StillSit():
            return still_sit(asked)
        case WhatElsewhere():
            return what_elsewhere(asked, host)
        case LinesOf():
            return lines_of(asked, scripts)
        case TakeOver():
            return take_over(asked)
        case _:
            assert_never(asked)


def sit_down(asked: SitDown) -> Asking:
    """Return how a seat is taken for the host that asks."""
    return Asking(SCHEMA, partial(_seat, function="take_seat(%s, %s)", given=(asked.operator, asked.confirmed)))


def still_sit(asked: StillSit) -> Asking:
    """Return how a seat is held on to, or left."""
    given = (asked.operator, asked.epoch, asked.goes_on)
    return Asking(SCHEMA, partial(_seat, function="hold_seat(%s, %s, %s)", given=given))


def _seat(connection: Connected, function: str, given: tuple[Any, ...]) -> Answer:
    clock = SystemClock()
    asked = clock.now()
    row = connection.execute(f"{_SEAT}{function}".encode(), given).fetchone()
    if row is None:
        return Answer(connected=True, asked=True)
    granted, host, epoch, since, there = row
    ahead = (there - midway(clock, asked)).total_seconds()
    return Answer(connected=True, asked=True, seat=SeatOf(granted, host, epoch, since, ahead))
