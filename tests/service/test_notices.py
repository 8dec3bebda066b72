"""What the operator should be told reaches them, whichever thread found it, and soon."""

from __future__ import annotations

import sys
from collections.abc import Generator
from threading import Thread

import pytest

from callscript.service.notices import Notices
from tests.service.conftest import Table, close, hang_up


@pytest.fixture
def hasty() -> Generator[None]:
    """Have threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


class Told:
    """A notice that lets other threads go on while it is put into words."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __str__(self) -> str:
        return str(self._number)


@pytest.mark.usefixtures("hasty")
def test_no_notice_is_lost() -> None:
    """Of what one thread adds while another takes, everything is told, once and in order."""
    notices, most = Notices(), 100_000

    def add() -> None:
        for number in range(most):
            notices.add(Told(number))

    adding, told = Thread(target=add), list[str]()
    adding.start()
    while adding.is_alive():
        told += notices.take()
    told += notices.take()
    assert told == list(map(str, range(most)))


async def test_a_register_that_a_look_up_sets_aside_is_told_of(table: Table) -> None:
    """Whoever looks something up and finds a register damaged tells of it at once, not when the next call is filed."""
    session = await table.desk.start_call("044 277 76 01")
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    for register in table.folders.registers.glob("calls/*/*.json"):
        register.write_text("no register")
    assert table.desk.notices.take() == []
    assert await table.desk.lookups.today() == []
    (notice,) = table.desk.notices.take()
    assert "not a register" in notice
