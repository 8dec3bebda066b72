"""What a call asks of the outside world is done at least once: at its end, before the next one, or on leaving."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.runtime.settings import Profile
from callscript.service import open_calls
from callscript.service import summary as summaries
from callscript.service.desk import Desk
from callscript.service.journey import Journey, Leave
from callscript.service.session import Session
from callscript.service.startup import Startup
from tests.packs.conftest import MINI
from tests.service.conftest import PROFILE, Table, close, closed_call, hang_up, id_of
from tests.service.scripted import Act, Scripted


async def test_a_closed_call_is_filed_once(table: Table) -> None:
    """Closing a call files it, with no event for the result; nothing is done again later."""
    session = await closed_call(table)
    await table.desk.finish(session)
    assert [(each.id, each.closed, each.phone) for each in table.filed()] == [(id_of(session), True, "+380442777601")]
    assert isinstance(table.store.journal.read_call(id_of(session)).events[-1], e.Closed)
    await table.desk.catch_up()
    await table.desk.finish(await closed_call(table))
    assert table.registers.asked.count(id_of(session)) == 1


async def test_a_call_that_is_left_open_is_filed(table: Table) -> None:
    """A call left in the middle is filed as not closed, and is still offered at the next start."""
    session = await table.desk.start_call()
    await table.desk.finish(session)
    assert [(each.id, each.closed, each.ended) for each in table.filed()] == [(id_of(session), False, None)]
    left = await table.desk.left_open()
    assert left
    assert left.id == id_of(session)


async def test_nothing_is_folded_again(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a call files the fold that the session has, and the work that stands in it."""
    session = await table.desk.start_call("044 277 76 01")
    await session.do(c.Fill("surname", "Шевченко"))
    await hang_up(session)
    await close(table.desk, session)
    for module in (open_calls, summaries):
        monkeypatch.delattr(module, "fold_all")
    await table.desk.finish(session)
    (filed,) = table.filed()
    assert (filed.name, filed.ended_by, filed.outcome) == ("Шевченко", "caller", session.call.outcome)


async def test_what_failed_is_done_before_the_next_call(table: Table) -> None:
    """A call that could not be filed is told of, stays pending, and is filed before the next call begins."""
    table.registers.works = False
    first = await closed_call(table)
    await table.desk.finish(first)
    assert table.desk.notices.take() == ["the registers are away"]
    second = await table.desk.start_call()
    assert not table.filed()
    table.registers.works = True
    await table.desk.finish(second)
    assert {each.id for each in table.filed()} == {id_of(first), id_of(second)}


async def test_what_failed_is_done_on_leaving(table: Table) -> None:
    """A call that could not be filed is filed when the desk is left."""
    table.registers.works = False
    session = await closed_call(table)
    await table.desk.finish(session)

    class AtTheTable(Startup):
        def open_desk(self, profile: Profile) -> Desk:
            assert profile == PROFILE
            return table.desk

    def home(_desk: Desk) -> Leave:
        table.registers.works = True
        return Leave()

    startup = AtTheTable(table.folders, table.clock, PROFILE)
    await Journey(startup, Scripted(Act("home", home))).go()
    assert [each.id for each in table.filed()] == [id_of(session)]


async def test_the_mark_of_a_call_stays_until_it_is_filed(table: Table, tmp_path: Path) -> None:
    """A program that ends before a closed call is filed has the next one file it, and asks nobody."""
    table.registers.works = False
    session = await closed_call(table)
    await table.desk.finish(session)
    table.desk.leave()
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert [(each.id, each.closed) for each in again.filed()] == [(id_of(session), True)]
    assert await again.desk.left_open() is None
    assert again.registers.asked == [id_of(session)]


async def test_each_call_has_its_own_mark(table: Table) -> None:
    """A call that is filed late loses its mark then, and the one that is open by then keeps its own."""
    table.registers.works = False
    first = await closed_call(table)
    await table.desk.finish(first)
    table.clock.advance(60)
    session = await table.desk.start_call()
    table.registers.works = True
    await table.desk.catch_up()
    filed = table.registers.asked.count(id_of(first))
    left = await table.desk.left_open()
    assert left
    assert left.id == id_of(session)
    assert table.registers.asked.count(id_of(first)) == filed


async def test_what_is_not_journalled_stays_pending(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is saved before it counts as filed: while that fails it is filed anew each time."""
    session = await closed_call(table)
    table.desk.notices.take()
    with monkeypatch.context() as broken:
        broken.setattr(Session, "unsaved", 1)
        await table.desk.finish(session)
        assert await table.desk.left_open() is None  # it is closed, and is filed once more
    await table.desk.catch_up()
    assert table.registers.asked == [id_of(session)] * 3
    await table.desk.catch_up()
    assert len(table.registers.asked) == 3


async def test_a_call_that_could_not_be_closed_is_offered_once(table: Table) -> None:
    """A call that is taken up and left again is not offered a second time by the same session."""
    await table.desk.finish(await table.desk.start_call())
    left = await table.desk.left_open()
    assert left
    session = await table.desk.resume(left)
    assert session.call.seq == left.call.seq + 1
    await table.desk.finish(session)
    assert await table.desk.left_open() is None
    assert await table.desk.left_open() is None


async def test_a_closed_call_is_never_given_up(table: Table, tmp_path: Path) -> None:
    """However many starts fail to file a closed call, it keeps its mark, and the start that can file it does."""
    table.registers.works = False
    session = await closed_call(table)
    await table.desk.finish(session)
    table.desk.leave()
    for _ in range(5):
        again = Table(tmp_path)
        again.registers.works = False
        assert await again.desk.left_open() is None
        assert again.desk.notices.take() == ["the registers are away"]
        again.desk.leave()
        assert [mark.name for mark in again.folders.open_calls.iterdir()] == [f"{id_of(session)}.open"]
    last = Table(tmp_path)
    assert await last.desk.left_open() is None
    assert [(each.id, each.closed) for each in last.filed()] == [(id_of(session), True)]
    assert not list(last.folders.open_calls.iterdir())


async def test_a_call_whose_script_is_missing_is_never_given_up(tmp_path: Path) -> None:
    """A call whose version of the script is nowhere is told of at each start, and taken up at the one that has it."""
    table = Table(tmp_path, str(MINI))
    session = await table.desk.start_call()
    table.desk.leave()
    for _ in range(5):
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        (told,) = again.desk.notices.take()
        assert f"({id_of(session)}) is still open and cannot be gone on with" in told
        again.desk.leave()
    left = await Table(tmp_path, str(MINI)).desk.left_open()
    assert left
    assert left.log == session.log


async def test_a_journal_that_is_away_uses_up_no_attempt(table: Table, tmp_path: Path) -> None:
    """A call is not given up because its journal could not be read for a while."""
    session = await table.desk.start_call()
    table.desk.leave()
    (journal,) = table.folders.journal.rglob("*.jsonl")
    away = journal.rename(journal.with_suffix(".gone"))
    journal.mkdir()
    for _ in range(5):
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        assert len(again.desk.notices.take()) == 1
        again.desk.leave()
    journal.rmdir()
    away.rename(journal)
    left = await Table(tmp_path).desk.left_open()
    assert left
    assert left.id == id_of(session)
