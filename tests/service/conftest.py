"""Desks on the store in files, with a clock that is told to move."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.records import CallSummary, Summarise, TaskRecord
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.service.delivery.office import way_of
from callscript.service.desk import Desk
from callscript.service.forms.wrap_up import WrapUp
from callscript.service.session import Session
from callscript.store.errors import Damaged, StoreError
from callscript.store.files import FileStore
from callscript.store.journal.stamp import Stamping
from callscript.store.ports import Journal, Rebuilt, Registers, Seat, Standing
from tests.checked import script_of

PROFILE = Profile(
    number="17", name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine", pack="ua-court", language="en"
)


class Stubborn:
    """Registers that take calls only when they are told to, and tell how often they were asked."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self.asked: list[str] = []
        self.works = True

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """File a call, or fail."""
        self.asked.append(summary.id)
        if not self.works:
            raise StoreError("the registers are away")
        self._registers.file_call(summary, tasks)

    def note_owed(self, summary: CallSummary) -> None:
        """Enter how a call stands."""
        self._registers.note_owed(summary)

    def rebuild(self, journal: Journal, summarise: Summarise, *, losing: bool = True) -> Rebuilt:
        """Make them again."""
        return self._registers.rebuild(journal, summarise, losing=losing)

    def incomplete(self) -> bool:
        """Tell whether they lack something."""
        return self._registers.incomplete()

    def standing(self, journal: Journal) -> Standing:
        """Compare them with the journal."""
        return self._registers.standing(journal)

    def wanting(self) -> list[StoreError]:
        """Look at all of them."""
        return self._registers.wanting()

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged."""
        return self._registers.take_notices()


class Table:
    """A desk, and what it stands on."""

    def __init__(
        self,
        home: Path,
        pack: str = "ua-court",
        stamping: Stamping | None = None,
        seat: Seat | None = None,
        clock: FakeClock | None = None,
    ) -> None:
        self.folders = folders = Folders.resolve(home)
        folders.make()
        self.clock = clock or FakeClock()
        self.store = FileStore(folders, stamping)
        self.registers = Stubborn(self.store.registers)
        script = script_of(pack)
        self.desk = Desk(
            PROFILE,
            script,
            Versions(folders, script),
            seat or self.store.seats.sit_down(PROFILE.number),
            self.clock,
            journal=self.store.journal,
            registers=self.registers,
            tasks=self.store.tasks,
            lookup=self.store.lookup,
            outbox=self.store.outbox,
            way=lambda: way_of(folders),
        )

    def filed(self) -> list[CallSummary]:
        """Return what is filed of the day."""
        return self.store.lookup.summaries(self.clock.now().date())


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A desk of operator 17."""
    return Table(tmp_path)


def id_of(session: Session) -> str:
    """Return the id of a call."""
    assert session.call.start
    return session.call.start.call


async def hang_up(session: Session) -> None:
    """Have the caller hang up."""
    await session.do(c.LoseLine())


async def close(desk: Desk, session: Session) -> None:
    """Finish the wrap-up."""
    wrap_up = WrapUp(session, desk.now)
    while not session.call.closed:
        await wrap_up.go("")


async def closed_call(table: Table) -> Session:
    """Lead a call to its end, but for what it asks for."""
    session = await table.desk.start_call("044 277 76 01")
    await hang_up(session)
    await close(table.desk, session)
    return session
