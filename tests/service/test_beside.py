"""What a command has entered is corrected in a session by the same rule as what was entered there, in its own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.decide import carry_out
from callscript.core.call.fold import fold_all
from callscript.core.script.entries import CHANNEL, CLASS
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.service.desk import may_correct
from callscript.service.desk_log import DeskLog
from callscript.service.forms.corrections import Corrections
from callscript.service.session import Session
from callscript.service.summary import by_own_script
from callscript.service.summary import filed as as_filed
from callscript.store.errors import Locked
from callscript.store.files import FileStore
from callscript.store.names import beside, desk_log_of
from tests.clauses.entering import Entering
from tests.service.conftest import Table


def entered(table: Table) -> str:
    """Have a command enter feedback; return its id."""
    entry = Entering(table.desk.script, "feedback", "2026-11-23 09:00", aside=True)
    entry.came("post", "2026-11-20 10:00", "service_complaint").with_fields(feedback="x").registered()
    assert entry.call.start
    table.store.journal.append(entry.call.start.call, entry.log)
    found = as_filed(table.desk.script, entry.call)
    assert found
    table.store.registers.file_call(*found)
    return entry.call.start.call


def by_command(table: Table, entry: str, command: c.Command) -> None:
    """Have a command correct it, as it stands in the journal now."""
    store = FileStore(table.folders)
    seat = store.seats.sit_down("17", aside=True)
    log = store.journal.read_call(entry).whole
    events, _after = carry_out(table.desk.script, fold_all(table.desk.script, log), command, table.clock.now())
    DeskLog(store.journal).append(entry, events)
    store.journal.close()
    seat.leave()


async def opened(table: Table, entry: str) -> tuple[Session, Corrections]:
    """Open it to be corrected."""
    filed = await table.desk.lookups.filed(entry)
    assert may_correct(table.desk, filed)
    session = table.desk.take_filed(filed)
    return session, Corrections(session)


async def correct(form: Corrections, row: str, *answers: str) -> None:
    """Correct a line of it."""
    assert form.choose([line.id for line in form.lines].index(row) + 1)
    for each in answers:
        await form.draft(each)
        await form.go(each)


def table_of(home: Path, clock: FakeClock | None = None) -> Table:
    """Sit down at a desk of the Latvian centre."""
    return Table(home, "lv-lvrtc", clock=clock or FakeClock())


async def test_it_is_corrected_in_the_file_of_commands(tmp_path: Path) -> None:
    """In turns with commands: each goes on behind what the other has recorded; lists follow, and a rebuild agrees."""
    table = table_of(tmp_path)
    entry = entered(table)
    session, form = await opened(table, entry)
    await correct(form, CHANNEL, "1", "from the envelope")
    await table.desk.finish(session)
    by_command(table, entry, c.CorrectField("feedback", "y", "misread"))
    session, form = await opened(table, entry)
    await correct(form, CLASS, "1", "read again")
    await correct(form, "feedback", "z", "misread again")
    await table.desk.finish(session)
    assert not table.desk.unsaved
    log = table.store.journal.read_call(entry)
    made = [type(each) for each in log.corrections if not isinstance(each, e.Drafted)]
    assert made == [e.ReceivedCorrected, e.FieldCorrected, e.ReceivedCorrected, e.FieldCorrected]
    assert [each.seq for each in table.store.journal.read_call(desk_log_of(entry)).events] == list(
        range(1, len(log.corrections) + 1)
    )
    assert not log.problems
    assert {file.stem for file in table.folders.journal.rglob("*.jsonl")} == {beside("17")}
    call = fold_all(table.desk.script, log.whole)
    assert call.received
    assert (call.received.classed, call.fields["feedback"].text) == ("suggestion", "z")
    before = table.filed()
    assert [each.channel for each in before] == [call.received.channel]
    table.store.registers.rebuild(
        table.store.journal, by_own_script(Versions(table.folders, table.desk.script), table.store.outbox)
    )
    assert table.filed() == before
    assert not list(table.folders.open_calls.iterdir()), "nothing is left to be finished"
    table.desk.leave()


async def test_it_waits_for_a_command(tmp_path: Path) -> None:
    """While one is at work nothing is saved, and that is told; then it is, once. Left before, it is lost by nothing."""
    table = table_of(tmp_path)
    entry = entered(table)
    session, form = await opened(table, entry)
    seat = table.store.seats.sit_down("17", aside=True)
    assert form.choose(1)
    await form.go("1")
    assert isinstance(session.trouble, Locked)
    seat.leave()
    await form.go("from the envelope")
    assert (session.trouble, session.unsaved) == (None, 0)
    made = [each for each in table.store.journal.read_call(entry).corrections if isinstance(each, e.ReceivedCorrected)]
    assert len(made) == 1
    table.desk.leave()


async def test_what_could_not_be_saved_is_kept_and_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the second place, when the desk is left; who reads the entry has it, the next correction takes it in."""
    table = table_of(tmp_path)
    entry = entered(table)
    session, form = await opened(table, entry)
    with monkeypatch.context() as full:
        full.setattr(DeskLog, "append", no_room)
        await correct(form, CHANNEL, "1", "from the envelope")
        assert session.unsaved
        left = table.desk.leave()
    assert (len(left.kept), left.lost) == (1, [])
    again = table_of(tmp_path, table.clock)
    _session, form = await opened(again, entry)
    await correct(form, "feedback", "z", "misread")
    log = again.store.journal.read_call(entry)
    made = [type(each) for each in log.corrections if not isinstance(each, e.Drafted)]
    assert made == [e.ReceivedCorrected, e.FieldCorrected]
    assert (log.problems, log.unsaved) == ([], 0)
    again.desk.leave()


def no_room(*_given: object) -> None:
    """Refuse to save."""
    raise Locked("17")


async def test_what_a_session_that_died_could_not_file_is_filed_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was durable, and is marked for whoever comes next."""
    table = table_of(tmp_path)
    entry = entered(table)
    _session, form = await opened(table, entry)
    with monkeypatch.context() as killed:
        killed.setattr("callscript.service.beside.finish_left", no_room)
        await correct(form, CHANNEL, "1", "from the envelope")
    assert [each.channel for each in table.filed()] == ["post"]
    table.desk.leave()
    again = table_of(tmp_path, table.clock)
    assert await again.desk.left_open() is None
    assert [each.channel for each in again.filed()] != ["post"]
    assert not list(again.folders.open_calls.iterdir())
    again.desk.leave()
