"""A desk is left in order: the last event is written, the last marker renamed, and only then can another sit down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.store.errors import Locked
from callscript.store.files import FileStore
from callscript.store.journal.stamp import Stamp, of_this_machine
from callscript.store.ports import Seat
from tests.service.conftest import PROFILE, Table
from tests.service.gate import Gate, begun

Begin = Callable[[Table], Awaitable[object]]


class SlowSeat:
    """A seat that claims calls when it is let through."""

    def __init__(self, seat: Seat, gate: Gate) -> None:
        self._seat = seat
        self._gate = gate
        self.begin, self.confirm, self.done, self.leave = seat.begin, seat.confirm, seat.done, seat.leave
        self.hold, self.marked, self.given_up = seat.hold, seat.marked, seat.given_up
        self.take_notices, self.beside = seat.take_notices, seat.beside

    def claim(self, but: Collection[str] = ()) -> str | None:
        """Claim a call, after a while."""
        claimed = self._seat.claim(but)
        self._gate.look_up("claim")()
        return claimed


async def test_an_event_is_written_before_the_seat_is_free(tmp_path: Path) -> None:
    """While an event is being written the seat is taken, and the loop goes on."""
    gate, stamp = Gate(), of_this_machine(FakeClock())
    waits = False

    def stamping(at: datetime) -> Stamp:
        if waits:
            gate.look_up("write")()
        return stamp(at)

    table = Table(tmp_path, stamping=stamping)
    session = await table.desk.start_call()
    waits = True
    doing = asyncio.create_task(session.do(c.Advance()))
    await begun(gate, "write")
    await held(table, gate)
    await doing


async def test_a_call_is_claimed_before_the_seat_is_free(tmp_path: Path) -> None:
    """While a call that was left open is being claimed the seat is taken, even if nobody wants the call any more."""
    before = Table(tmp_path)
    await before.desk.start_call()
    before.desk.leave()
    gate, folders = Gate(), Folders.resolve(tmp_path)
    table = Table(tmp_path, seat=SlowSeat(FileStore(folders).seats.sit_down(PROFILE.number), gate))
    claiming = asyncio.create_task(table.desk.left_open())
    await begun(gate, "claim")
    claiming.cancel()
    await held(table, gate)
    (mark,) = folders.open_calls.iterdir()
    assert mark.suffix == ".open"


async def held(table: Table, gate: Gate) -> None:
    """Leave the desk while something is at work at it; hold that the seat is taken until that is done."""
    leaving = asyncio.create_task(asyncio.to_thread(table.desk.leave))
    until = time.monotonic() + 0.2
    while time.monotonic() < until:
        await asyncio.sleep(0.01)
        with pytest.raises(Locked):
            table.store.seats.sit_down(PROFILE.number)
    gate.open()
    await leaving
    table.store.seats.sit_down(PROFILE.number).leave()
