"""The board of a home: rows read off what sessions leave behind, calls opened once that is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.call.entries import begin_entry
from callscript.core.live import LiveRow
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.board import Board, open_board
from callscript.service.live import JournalLive
from callscript.store.access import AccessRecords
from callscript.store.errors import StoreError
from callscript.store.live import Look
from callscript.store.names import new_call_id
from tests.service.conftest import PROFILE, Table, close, hang_up, id_of


def board(table: Table) -> Board:
    """Return the board of a home, with the clock of its desk."""
    return open_board(table.folders, table.clock, "5")


_GREETING = 2
"""Steps behind which a caller can be put on hold."""


class TestRows:
    """A desk that is watched: the session under test, and what a board reads beside it."""

    @pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
    async def test_a_call_is_followed_under_either_standard(self, tmp_path: Path, pack: str) -> None:
        """From ready to ready again, each look reading on; the stage has its name in the centre's language."""
        table = Table(tmp_path, pack)
        live = JournalLive(table.folders, Versions(table.folders, table.desk.script), table.clock)

        def row() -> LiveRow:
            look = live.look()
            assert look.troubles == []
            (found,) = look.rows
            return found

        assert (row().state, row().call, row().since) == ("ready", "", None)
        session = await table.desk.start_call("050 123 45 67")
        found = row()
        assert (found.state, found.call, found.operator, found.phone) == ("call", id_of(session), "17", "•••67")
        assert found.stage_name == table.desk.script.texts[table.desk.script.own_language][f"stage.{found.stage}"]
        for _ in range(_GREETING):
            await session.do(c.Advance())
        await session.do(c.TakeDetour("hold"))
        await session.do(c.Answer("agrees"))
        assert (row().state, [clock.hold for clock in row().clocks]) == ("hold", [True])
        table.clock.advance(200)
        await session.tick()
        assert [clock.recorded for clock in row().clocks] == [True]
        await hang_up(session)
        assert (row().state, row().holds, row().held, row().holds_over) == ("after_call", 1, 200, 1)
        await close(table.desk, session)
        await table.desk.finish(session)
        assert (row().state, row().call, row().since) == ("ready", "", session.call.closed)
        again = await table.desk.start_call()
        assert row().call == id_of(again)

    async def test_whoever_left_is_not_listed_for_ever(self, table: Table) -> None:
        """Without a seat they are gone, with the call left open for as long as it is; without one, for a shift."""
        session = await table.desk.start_call()
        await hang_up(session)
        table.desk.leave()
        live = JournalLive(table.folders, Versions(table.folders, table.desk.script), table.clock)
        assert [(row.seated, row.call) for row in live.look().rows] == [(False, id_of(session))]
        table.clock.advance(5 * 24 * 3600)
        assert [(row.seated, row.call) for row in live.look().rows] == [(False, id_of(session))]

    async def test_a_journal_that_cannot_be_read_is_told(self, table: Table) -> None:
        """The operator is not shown as free."""
        session = await table.desk.start_call()
        await hang_up(session)
        live = JournalLive(table.folders, Versions(table.folders, table.desk.script), table.clock)
        (file,) = table.folders.journal.glob("*/*/*.jsonl")
        file.chmod(0o666)
        look = live.look()
        assert [row.state for row in look.rows] == ["unknown"]
        assert "others can write it" in str(look.troubles[0])
        file.chmod(0o600)
        assert [row.state for row in live.look().rows] == ["after_call"]

    async def test_the_call_that_is_led_counts_before_one_left_open(self, table: Table) -> None:
        """Of several open calls the one in which something happened last; after it is closed, the other."""
        first = await table.desk.start_call()
        await first.do(c.Advance())
        table.clock.advance(60)
        second = await table.desk.start_call()
        live = JournalLive(table.folders, Versions(table.folders, table.desk.script), table.clock)
        assert [row.call for row in live.look().rows] == [id_of(second)]
        await hang_up(second)
        await close(table.desk, second)
        await table.desk.finish(second)
        assert [row.call for row in live.look().rows] == [id_of(first)]

    async def test_whoever_enters_something_is_in_no_call(self, table: Table, tmp_path: Path) -> None:
        """Nor is whoever has set it aside, be it for days, in which calls are led."""
        entry = await table.desk.start_call(entry="feedback")
        await entry.do(c.Receive(channel="post"))

        def stands(of: Table) -> list[tuple[str, str]]:
            live = JournalLive(of.folders, Versions(of.folders, of.desk.script), of.clock)
            return [(row.state, row.call) for row in live.look().rows]

        assert stands(table) == [("ready", "")]
        table.desk.leave()
        again = Table(tmp_path, clock=FakeClock(table.clock.now() + timedelta(days=1)))
        assert await again.desk.left_open() is None
        assert stands(again) == [("ready", "")]
        session = await again.desk.start_call()
        assert stands(again) == [("call", id_of(session))]
        await hang_up(session)
        await close(again.desk, session)
        await again.desk.finish(session)
        assert stands(again) == [("ready", "")]
        begun = again.desk.begun_entry
        assert begun
        await begun.do(c.Discard())
        await again.desk.finish(begun)
        assert stands(again) == [("ready", "")]
        again.desk.leave()

    def test_what_a_command_that_died_was_entering_is_nobody(self, table: Table) -> None:
        """Its marker stands, and names the place beside an operator, which is none."""
        entry = new_call_id("17", table.clock.now(), aside=True)
        seat = table.store.seats.sit_down("17", aside=True)
        seat.begin(entry)
        log = begin_entry(table.desk.script, entry, PROFILE.operator, table.clock.now(), "feedback")
        table.store.journal.append(entry, log)
        seat.leave()
        live = JournalLive(table.folders, Versions(table.folders, table.desk.script), table.clock)
        assert [row.operator for row in live.look().rows] == ["17"]


class _Rows:
    """Rows that come from elsewhere: a board asks no more of them."""

    def __init__(self, rows: Sequence[LiveRow]) -> None:
        self._rows = rows

    def look(self) -> Look:
        """Return the rows."""
        return Look(self._rows, [])


def test_rows_may_come_from_elsewhere(table: Table) -> None:
    """They are shown in the order of their numbers, whoever collected them."""
    rows = [LiveRow(operator=number, host="b") for number in ("10", "9", "a2", "a10", "1")]
    versions = Versions(table.folders)
    records = AccessRecords(table.folders.access)
    elsewhere = Board(_Rows(rows), table.store, records, versions, FakeClock(), "")
    assert [each.row.operator for each in elsewhere.look().standings] == ["1", "9", "10", "a2", "a10"]


async def test_who_opens_a_call_is_recorded_before_it_is_read(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not it can be read then; and if it cannot be recorded, the call is not read at all."""
    session = await table.desk.start_call("050 123 45 67")
    call, opened = id_of(session), board(table)
    records = AccessRecords(table.folders.access)
    read = opened.open(LiveRow(operator="17", call=call))
    assert read.log[: len(session.log)] == session.log
    assert [(each.call, each.operator, each.by) for each in records.all()] == [(call, "17", "5")]
    with pytest.raises(StoreError, match="cannot be read"):
        opened.open(LiveRow(operator="17", call="20260101-17-none"))
    assert len(list(records.all())) == 2

    def unread(_call: str) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(opened._store.journal, "read_call", unread)
    for file in table.folders.access.iterdir():
        file.unlink()
    table.folders.access.rmdir()
    table.folders.access.write_text("")
    with pytest.raises(StoreError):
        opened.open(LiveRow(operator="17", call=call))


def test_an_account_without_a_name_is_recorded_by_its_number(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is empty then."""
    monkeypatch.setattr("os.getuid", lambda: 3_999_999)
    with pytest.raises(StoreError):
        board(table).open(LiveRow(operator="17", call="20261123-17-none"))
    (record,) = AccessRecords(table.folders.access).all()
    assert (record.account, record.uid) == ("", 3_999_999)


def test_the_home_of_nobody_has_nobody(tmp_path: Path) -> None:
    """A home in which nothing was recorded yet is empty, not wrong."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    assert open_board(folders, FakeClock(), "").look() == ([], [])
