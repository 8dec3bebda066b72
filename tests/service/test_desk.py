"""What the desk tells and when: of calls left open, of damage found on the way, of the time."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.runtime.paths import Folders
from callscript.runtime.shipped import data_folder
from callscript.service.open_calls import OpenCall
from callscript.store.journal import checksum, format2
from tests.service.conftest import PROFILE, Table, closed_call, id_of
from tests.store.samples import CALL, START, stamping, started


async def left_in_the_middle(home: Path, pack: str = "ua-court") -> str:
    """Leave a call open; return its id."""
    table = Table(home, pack)
    session = await table.desk.start_call("044 277 76 01")
    await session.do(c.Advance())
    table.desk.leave()
    return id_of(session)


def test_what_the_operator_is_asked_about_an_open_call(table: Table) -> None:
    """Only of a call that was cut short it is said that something is lost, and from when on."""
    for cut_short in (False, True):
        left = OpenCall(CALL, table.desk.script, [started()], Call(), cut_short)
        assert left.question.startswith("The call of 10:00 is still open.")
        assert ("after 10:00:00 cannot be read" in left.question) == cut_short
    table.desk.leave()


async def test_a_call_taken_up_goes_on_from_what_was_read(tmp_path: Path) -> None:
    """What the journal loses between the question and the answer is written to it again."""
    await left_in_the_middle(tmp_path)
    table = Table(tmp_path)
    left = await table.desk.left_open()
    assert left
    file = next(table.folders.journal.rglob("*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    session = await table.desk.resume(left)
    assert session.unsaved == 0
    assert table.store.journal.read_call(left.id).events == session.log
    table.desk.leave()


async def test_a_call_whose_script_is_missing_is_told_and_stays(tmp_path: Path) -> None:
    """It cannot be taken up, which is said; it stays open, for the version may come back, and hides no other call."""
    pack = tmp_path / "pack"
    shutil.copytree(data_folder() / "packs" / "ua-court", pack)
    with (pack / "pack.toml").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    home = tmp_path / "home"
    call_id = await left_in_the_middle(home, str(pack))
    other = await left_in_the_middle(home)

    table = Table(home)
    found = [await table.desk.left_open() for _ in range(2)]
    assert [left.id for left in found if left] == [other]
    (told,) = table.desk.notices.take()
    assert "the script that led it cannot be used" in told
    table.desk.leave()

    table = Table(home, str(pack))
    found = [await table.desk.left_open() for _ in range(3)]
    assert {left.id for left in found if left} == {call_id, other}
    assert table.desk.notices.take() == []
    table.desk.leave()


async def test_a_call_of_a_newer_release_is_told_by_its_time(tmp_path: Path) -> None:
    """One that only a newer release can take up is named by when it began, as far as that is known."""
    first = await left_in_the_middle(tmp_path)
    file = next(Folders.resolve(tmp_path).journal.rglob("*.jsonl"))
    newer = checksum.closed(b'{"v":3,"call":"20261123-17-0123abc","seq":1,"what":"ever"')
    file.write_bytes(file.read_bytes() + newer)
    table = Table(tmp_path)
    (table.folders.open_calls / "20261123-17-0123abc.open").touch()
    left = await table.desk.left_open()
    assert left
    assert left.id == first
    (told,) = table.desk.notices.take()
    assert "The call of 00:18 was recorded by a newer release" in told
    table.desk.leave()


async def test_an_event_of_a_newer_release_is_told_by_the_time_of_its_call(table: Table) -> None:
    """Where the id of the call does not say when it began, its first event does."""
    table.store.journal.append(CALL, [started()])
    table.store.journal.close()
    file = next(table.folders.journal.rglob("*.jsonl"))
    content = file.read_bytes()
    chain = format2.chain_of(content)
    file.write_bytes(content + format2.encode_plain(CALL, 2, START, {"type": "beamed_up"}, (), stamping(START), chain))
    (table.folders.open_calls / f"{CALL}.open").touch()
    assert await table.desk.left_open() is None
    (told,) = table.desk.notices.take()
    assert "The call of 10:00 was recorded by a newer release" in told
    table.desk.leave()


@pytest.mark.parametrize(("call_id", "at"), [("20261123-17-0123abc", "00:18"), (CALL, "?")])
async def test_a_marker_of_nothing_is_told_once(table: Table, tmp_path: Path, call_id: str, at: str) -> None:
    """A call of which the journal has not a line was begun and never recorded: that is said, and its marker is gone."""
    (table.folders.open_calls / f"{call_id}.open").touch()
    assert await table.desk.left_open() is None
    (told,) = table.desk.notices.take()
    assert f"A call was begun at {at}, and nothing of it can be read" in told
    assert not list(table.folders.open_calls.iterdir())
    table.desk.leave()
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert again.desk.notices.take() == []
    again.desk.leave()


async def test_a_call_that_brings_the_program_down_is_told_and_hides_no_other(tmp_path: Path) -> None:
    """After three attempts it is given up, in words; the call behind it is offered."""
    first = await left_in_the_middle(tmp_path)
    table = Table(tmp_path)
    second = await table.desk.start_call()
    table.desk.leave()
    marker = table.folders.open_calls / f"{first}.open"
    marker.rename(marker.with_suffix(".attempt-3"))
    table = Table(tmp_path)
    found = [await table.desk.left_open() for _ in range(2)]
    assert [left.id for left in found if left] == [id_of(second)]
    (told,) = table.desk.notices.take()
    assert f"call {first} could not be restored" in told
    table.desk.leave()


async def test_a_seat_that_cannot_be_looked_after_is_told_once(table: Table) -> None:
    """Where no lock can be had any more the call is recorded all the same, and the operator knows, once."""
    session = await table.desk.start_call()
    shutil.rmtree(table.folders.locks)
    table.folders.locks.touch()
    for _ in range(2):
        await session.do(c.Advance())
    assert session.unsaved == 0
    (told,) = table.desk.notices.take()
    assert "locks/17.lock" in told
    table.folders.locks.unlink()
    table.desk.leave()


async def test_damage_that_is_found_while_filing_is_told(table: Table) -> None:
    """The call is filed; what was found damaged on the way is told at the next occasion."""
    await table.desk.finish(await closed_call(table))
    next((table.folders.registers / "calls").rglob("*.json")).write_bytes(b"null")
    await table.desk.finish(await closed_call(table))
    assert ["not a register" in notice for notice in table.desk.notices.take()] == [True]
    table.desk.leave()


async def test_a_call_found_closed_is_filed(tmp_path: Path) -> None:
    """A program that ended between closing and filing a call files it at its next start, and the marker goes."""
    table = Table(tmp_path)
    session = await closed_call(table)
    table.desk.leave()
    assert table.filed() == []
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert [call.id for call in again.filed()] == [id_of(session)]
    assert not list(again.folders.open_calls.iterdir())
    again.desk.leave()


async def test_a_clock_that_was_set_counts_from_the_next_call_on(table: Table) -> None:
    """In a call the time never jumps; the next one begins by the clock as it is then."""
    began = table.clock.now()
    first = await table.desk.start_call()
    table.clock.jump(3600)
    await first.do(c.Advance())
    assert first.call.latest == began
    second = await table.desk.start_call()
    assert second.call.start
    assert second.call.start.at == began + timedelta(hours=1)
    table.clock.jump(3600)
    await table.desk.finish(second)
    assert table.desk.now() == began + timedelta(hours=2)
    table.desk.leave()


async def test_seconds_on_screen_go_by_what_runs(table: Table) -> None:
    """They change as the call's own second is over; of a clock that was started later, as that one's is."""
    session = await table.desk.start_call()
    table.clock.advance(0.3)
    assert table.desk.until_next_second(session.call) == pytest.approx(0.705)
    await session.do(c.TakeDetour("unclear"))
    assert session.call.running
    table.clock.advance(0.5)
    assert table.desk.until_next_second(session.call) == pytest.approx(0.505)
    for command in (c.TakeDetour("end"), c.Answer("caller")):
        await session.do(command)
    assert session.call.ended
    table.clock.advance(0.25)
    assert table.desk.until_next_second(session.call) == pytest.approx(0.755)
    table.desk.leave()


def test_what_stood_in_the_place_of_the_seats_lock_is_told(tmp_path: Path) -> None:
    """It was moved aside when the operator sat down."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    (folders.locks / "17.lock").mkdir()
    table = Table(tmp_path)
    (told,) = table.desk.notices.take()
    assert "locks/17.lock" in told
    table.desk.leave()


async def test_a_mark_that_cannot_be_removed_is_removed_later(table: Table) -> None:
    """That is told, and tried again with what is done next; once it is removed nobody sees to it any more."""
    session = await closed_call(table)
    for told in (True, False):
        aside = table.folders.open_calls.rename(table.folders.data / "aside")
        table.folders.open_calls.touch()
        await table.desk.finish(session) if told else await table.desk.catch_up()
        assert ("Not a directory" in str(table.desk.notices.take())) == told
        table.folders.open_calls.unlink()
        aside.rename(table.folders.open_calls)
        await table.desk.catch_up()
        assert not list(table.folders.open_calls.iterdir())
    table.desk.leave()


def test_the_bell(table: Table) -> None:
    """It rings unless the operator has turned it off."""
    rung: list[bool] = []
    for bell in (True, False):
        table.desk.profile = replace(PROFILE, bell=bell)
        table.desk.ring(lambda bell=bell: rung.append(bell))
    assert rung == [True]
    table.desk.leave()
