"""Each port can be had from elsewhere without the others: a desk works over whatever it is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.records import CallSummary, Earlier, Query, TaskRecord
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.delivery.office import way_of
from callscript.service.desk import Desk
from callscript.store.files import FileStore
from callscript.store.ports import Lookup, Store
from tests.store.samples import log, summary
from tests.store.test_format1 import OLENA, close

ELSEWHERE = summary(log("20261120-99-abc", phone="+380501234567", number="99"))


class Elsewhere:
    """Answers for calls of which no journal is on this machine."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        self.asked.append(f"{day} {operator}")
        return [ELSEWHERE]

    def history(self, phone: str) -> list[Earlier]:
        self.asked.append(phone)
        return [Earlier(ELSEWHERE, sure=True)]

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        self.asked.append(str(operator))
        return []

    def closed(self) -> list[TaskRecord]:
        return []

    def find(self, query: Query, most: int) -> list[CallSummary]:
        self.asked.append(f"{query.name} {most}")
        return [ELSEWHERE][:most]


async def test_looking_up_elsewhere_touches_no_journal(folders: Folders) -> None:
    """Calls are recorded and filed in files as ever, while what the operator asks is answered by another place."""
    folders.make()
    script = packs.read(packs.locate(OLENA.pack))
    files, elsewhere = FileStore(folders), Elsewhere()
    lookup: Lookup = elsewhere
    store = Store(
        journal=files.journal,
        seats=files.seats,
        registers=files.registers,
        tasks=files.tasks,
        lookup=lookup,
        outbox=files.outbox,
    )
    clock = FakeClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    desk = Desk(
        OLENA,
        script,
        Versions(folders),
        store.seats.sit_down("17"),
        clock,
        journal=store.journal,
        registers=store.registers,
        tasks=store.tasks,
        lookup=store.lookup,
        outbox=store.outbox,
        way=lambda: way_of(folders),
    )
    session = await desk.start_call("+380441234567")
    await session.do(c.Advance())
    await close(session, clock)
    await desk.finish(session)

    assert await desk.lookups.today() == [ELSEWHERE]
    assert await desk.lookups.earlier("+380501234567") == [Earlier(ELSEWHERE, sure=True)]
    assert await desk.lookups.find("Іван", 200) == [ELSEWHERE]
    assert await desk.lookups.tasks() == []
    at_the_start = ["17"]  # on a thread of its own: what was done and not registered before
    assert sorted(elsewhere.asked) == sorted([*at_the_start, "2026-11-23 17", "+380501234567", "Іван 200", "17"])
    desk.leave()
    assert [call.phone for call in files.lookup.summaries(date(2026, 11, 23))] == ["+380441234567"]
    assert [len(events) for events in files.journal.read_day(date(2026, 11, 23)).calls.values()] == [len(session.log)]
