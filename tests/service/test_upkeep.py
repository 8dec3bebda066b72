"""Registers that lack something are made again while calls are taken, or the operator is told, in each session."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

import pytest

from callscript.service.desk import Desk
from callscript.service.journey import FindCall, Leave, TakeCall
from callscript.service.upkeep import Upkeep
from tests.powers import no_powers
from tests.service.conftest import Table, close, hang_up
from tests.service.scripted import Act
from tests.service.test_journey import HOME_LEFT, WHOLE_CALL, Place
from tests.service.test_journey import place as place

PHONE = "044 277 76 01"


async def take_call(place: Place) -> Path:
    """Take a call that leaves work open; return the folder of the registers."""
    await place.go(Act("home", TakeCall(PHONE)), *WHOLE_CALL, HOME_LEFT)
    assert len(place.filed()) == 1
    return place.folders.registers


async def made_again(desk: Desk) -> bool:
    """Look all up, have what is missing made again, look once more; tell whether all is there then."""
    for _ in range(2):
        await desk.lookups.today()
        await desk.lookups.tasks()
        await desk.lookups.earlier(PHONE)
        desk.upkeep.wait()
    await desk.lookups.today()
    return desk.lookups.complete


FILES = {"calls file": "calls/*/17.json", "phones file": "phones/*.json"}


@pytest.mark.parametrize("damage", ["calls", "phones", "registers", "journal day", "one", *FILES])
async def test_what_is_missing_is_made_again_and_told(place: Place, damage: str) -> None:
    """Whatever was lost of the registers, the next session has it again, without anybody's doing, and says so."""
    registers = await take_call(place)
    match damage:
        case "registers":
            shutil.rmtree(registers)
        case "journal day":
            shutil.rmtree(next((registers / "calls").iterdir()))
            (place.folders.journal / "2030" / "2030-01-01").mkdir(parents=True)
        case "one":
            next((registers / "calls").rglob("*.json")).write_bytes(b"null")
        case file if file in FILES:
            next(registers.glob(FILES[file])).unlink()
        case folder:
            shutil.rmtree(registers / folder)

    async def look(desk: Desk) -> Leave:
        assert await made_again(desk)
        assert len(await desk.lookups.today()) == len(await desk.lookups.earlier(PHONE)) == 1
        told = " ".join(desk.notices.take())
        assert "The lists were damaged and were made again: 1 call." in told
        assert damage != "one" or "not a register" in told
        return Leave()

    await place.go(Act("home", look))
    face = await place.go(HOME_LEFT)
    assert "made again" not in str(face.told)


async def test_a_list_that_is_being_made_again_is_not_called_empty(place: Place) -> None:
    """While something is missing, and until it is there, whoever looks something up knows that it is not all."""
    registers = await take_call(place)
    shutil.rmtree(registers)

    async def look(desk: Desk) -> Leave:
        assert await desk.lookups.today() == []
        assert not desk.lookups.complete
        assert await made_again(desk)
        return Leave()

    await place.go(Act("home", look))


@pytest.mark.parametrize("name", ["calls/*/17.json", "calls/*", "tasks"])
async def test_a_list_that_cannot_be_read_is_not_called_empty(place: Place, name: str) -> None:
    """Whichever of the lists at home is closed, they are not complete until it can be read again."""
    registers = await take_call(place)
    closed = next(registers.glob(name))

    async def look(desk: Desk) -> Leave:
        mode = closed.stat().st_mode
        closed.chmod(0)
        with no_powers():
            for _ in range(2):
                await desk.lookups.today()
                await desk.lookups.tasks()
                assert not desk.lookups.complete
                assert "Permission denied: see callscript doctor" in " ".join(desk.notices.take())
        closed.chmod(mode)
        await desk.lookups.tasks()
        assert len(await desk.lookups.today()) == 1
        assert desk.lookups.complete
        return Leave()

    await place.go(Act("home", look))


async def test_a_journal_that_cannot_be_listed_is_told_at_the_start(place: Place) -> None:
    """The lists are not called complete then, for nobody knows; once it can be listed they are made again."""
    registers = await take_call(place)
    shutil.rmtree(registers)
    (year,) = place.folders.journal.iterdir()
    year.chmod(0)

    async def look(desk: Desk) -> FindCall:
        assert not await made_again(desk)
        return FindCall()

    with no_powers():
        face = await place.go(Act("home", look), Act("history"), HOME_LEFT)
    assert "journal/2026: Permission denied: see callscript doctor" in str(face.told)
    year.chmod(0o700)

    async def again(desk: Desk) -> Leave:
        assert await made_again(desk)
        assert len(await desk.lookups.today()) == 1
        return Leave()

    await place.go(Act("home", again))


async def test_journals_that_are_gone_are_told_in_each_session(place: Place) -> None:
    """What only the registers know stays there; that its journals are gone is said until they are back."""
    await take_call(place)
    place.folders.journal.rename(place.folders.data / "away")
    shutil.rmtree(place.folders.registers / "tasks")
    for number in range(2):

        async def look(desk: Desk) -> FindCall:
            await made_again(desk)
            assert len(await desk.lookups.today()) == 1
            return FindCall()

        face = await place.go(Act("home", look), Act("history"), HOME_LEFT)
        told = str(face.told)
        assert "The journal of 1 day is missing (23.11.2026)" in told
        assert ("journal: was gone" in told) == (number == 0)
    shutil.rmtree(place.folders.journal)
    (place.folders.data / "away").rename(place.folders.journal)
    face = await place.go(HOME_LEFT)
    assert "missing" not in str(face.told)


async def test_registers_that_would_lose_calls_are_left_and_told(place: Place) -> None:
    """Nobody has asked for a rebuild: one that would lose a call is not made, and the lists say so."""
    registers = await take_call(place)
    day = next(place.folders.journal.glob("*/*"))
    day.rename(place.folders.data / "away")
    (day.parent / "2026-11-24").mkdir()
    (registers / "incomplete").touch()
    for _ in range(2):

        async def look(desk: Desk) -> FindCall:
            assert not await made_again(desk)
            assert len(await desk.lookups.today()) == 1
            return FindCall()

        face = await place.go(Act("home", look), Act("history"), HOME_LEFT)
        assert (
            str(face.told).count("The lists are not complete and could not be made again: registers: calls that") == 1
        )


async def test_a_rebuild_stops_when_the_program_is_left(table: Table) -> None:
    """Whoever leaves waits for the call at hand, not for all of them; the registers stay as they were."""
    for _ in range(2):
        session = await table.desk.start_call()
        await hang_up(session)
        await close(table.desk, session)
        await table.desk.finish(session)
    (table.folders.registers / "incomplete").touch()
    begun, go_on, asked = Event(), Event(), list[object]()

    def summarise(log: Sequence[object]) -> None:
        asked.append(log)
        begun.set()
        assert go_on.wait(10)

    upkeep = Upkeep(table.store.journal, table.store.registers, summarise, table.desk.notices)
    upkeep.see_to()
    assert begun.wait(10)
    leaving = Thread(target=upkeep.leave)
    leaving.start()
    leaving.join(0.2)
    assert leaving.is_alive()
    go_on.set()
    leaving.join(10)
    assert not upkeep.at_work
    assert len(asked) == 1
    assert table.store.registers.incomplete()
    assert len(table.filed()) == 2
    assert table.desk.notices.take() == []
    table.desk.leave()


async def test_nothing_is_made_again_once_the_program_is_left(table: Table) -> None:
    """What is found damaged by a look-up that comes late is left to the next session."""
    (table.folders.registers / "incomplete").touch()
    table.desk.leave()
    table.desk.upkeep.see_to()
    assert not table.desk.upkeep.at_work
    assert table.registers.incomplete()
