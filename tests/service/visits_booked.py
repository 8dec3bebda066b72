"""Calls to the Latvian centre that have booked a visit each, and what came of the visits: every way there is."""

from __future__ import annotations

from datetime import datetime, timedelta

from callscript import packs
from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.records import task_id
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.summary import filed
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore
from tests.clauses.talk import Talk
from tests.clauses.ways import parted, welcomed

BEGUN = datetime(2025, 12, 30, 9, 0)  # noqa: DTZ001 - on the centre's clock
VISIT = datetime(2026, 1, 6, 10, 0)  # noqa: DTZ001 - likewise
BEFORE, AFTER = VISIT - timedelta(minutes=20), VISIT + timedelta(minutes=20)
WAYS: tuple[tuple[tuple[datetime, acts.Deed], ...], ...] = (
    (),
    ((AFTER, acts.Finish("came")),),
    ((AFTER, acts.Finish("late")),),
    ((BEFORE, acts.Warn("customer", "sastrēgums")), (AFTER, acts.Finish("late"))),
    ((AFTER, acts.Finish("missed")),),
    ((BEFORE, acts.Drop("slims", "customer")),),
    ((AFTER, acts.Drop("slims", "customer")),),
    ((AFTER, acts.Drop("avārija", "centre")),),
    ((AFTER, acts.Finish("missed")), (AFTER, acts.Reopen("cits klients")), (AFTER, acts.Finish("came"))),
)
"""What is done to each visit, and when."""
COUNTED = {"expected": 3, "came": 3, "came_late": 2, "missed": 1, "cancelled": 3, "moved": 3, "unwarned": 5}
"""What a report says of them all; three are moved besides."""
BOOKED = len(WAYS) + 3


def book_visits(store: FileStore, folders: Folders) -> FileStore:
    """Take these calls, and have operator 18 move the visits; three of them to another day, in time and too late."""
    script = packs.read(packs.locate("lv-lvrtc"))
    clock = FakeClock(BEGUN.replace(tzinfo=script.zone))
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
    work = Work("18", script, Versions(folders, script), clock, Notices(), kept, lambda: None)
    later = acts.Move((VISIT + timedelta(days=28)).replace(tzinfo=script.zone), "customer")
    there = AFTER + timedelta(days=28)
    slip = ((AFTER, acts.Drop("slims", "centre")), (AFTER, acts.Reopen("cits klients")), (there, acts.Finish("came")))
    for number, deeds in enumerate((*WAYS, ((BEFORE, later),), ((AFTER, later),), ((AFTER, later), *slip))):
        talk = _booked(welcomed(script, f"{BEGUN + timedelta(minutes=10 * number):%Y-%m-%d %H:%M}", need="visit"))
        assert talk.call.start
        store.journal.append(talk.call.start.call, talk.log)
        found = filed(script, talk.call)
        assert found
        store.registers.file_call(*found)
        for minutes, (at, deed) in enumerate(deeds):
            clock.set((at + timedelta(minutes=minutes)).replace(tzinfo=script.zone))
            work.do(task_id(talk.call.start.call, _visit(talk)), deed)
    store.journal.close()
    return store


def _booked(talk: Talk) -> Talk:
    """Book a visit, and close the call."""
    told = (("ask_visit_at", f"{VISIT:%d.%m. plkst. %H}"), ("ask_visit_place", "Rīgā"))
    talk.through(*told, ("ask_visit_given_name", "Jānis"), ("ask_visit_surname", "Ozols"))
    talk.through(("ask_visit_phone", "+37167108787"), "register_visit", "visit_told")
    talk.hang_up()
    parted(talk)
    talk.do(c.SetOutcome("follow_up"), c.Close())
    return talk


def _visit(talk: Talk) -> str:
    (task,) = (task for task in talk.call.tasks if task.visit)
    return task.id
