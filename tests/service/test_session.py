"""A session saves what is new, once, and begins with what could not be saved before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call.events import Event
from callscript.core.call.refusal import Refused
from callscript.runtime.clock import FakeClock
from callscript.service.session import Session
from callscript.store.errors import StoreError
from tests.service.conftest import PROFILE

CALL = "20261123-17-abc"


class Disk:
    """What events are appended to, while it works."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        """The numbers of the events of each batch."""
        self.works = True

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Take a batch, or fail."""
        assert call == CALL
        self.batches.append([event.seq for event in events])
        if not self.works:
            raise StoreError("no room")


@pytest.fixture
def disk() -> Disk:
    """A disk that works."""
    return Disk()


@pytest.fixture
async def session(disk: Disk) -> Session:
    """A call that has begun."""
    session = Session(packs.read(packs.locate("ua-court")), FakeClock(), disk.append)
    await session.start(CALL, PROFILE.operator)
    assert disk.batches == [[1]]
    return session


async def test_nothing_new_is_not_saved(session: Session, disk: Disk) -> None:
    """A command that changes nothing, a refused one and a tick at which nothing is due ask nothing of the disk."""
    await session.do(c.Fill("address", "пані Олено"))
    del disk.batches[:]
    await session.do(c.Fill("address", "пані Олено"))
    with pytest.raises(Refused):
        await session.do(c.Answer("nonsense"))
    assert not session.wants_tick
    await session.tick()
    assert disk.batches == []


async def test_what_could_not_be_saved_comes_first(session: Session, disk: Disk) -> None:
    """The call goes on, and says why and how much is not saved; each later save has all of it, in its order."""
    del disk.batches[:]
    disk.works = False
    await session.do(c.Fill("address", "пані Олено"))
    await session.do(c.Advance())
    assert (str(session.trouble), session.unsaved) == ("no room", session.call.seq - 1)
    assert session.wants_tick
    disk.works = True
    await session.tick()
    assert (session.trouble, session.unsaved, session.wants_tick) == (None, 0, False)
    assert disk.batches[-1] == list(range(2, session.call.seq + 1))
    assert [event.seq for event in session.log] == list(range(1, session.call.seq + 1))
