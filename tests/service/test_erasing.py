"""What a caller gave can be erased: nothing of it is left anywhere, and everything that counts is as it was."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.dialogue.show.listing import call_line, task_row
from callscript.dialogue.show.sheets import filed
from callscript.dialogue.show.task_told import opened
from callscript.packs.versions import Versions
from callscript.screens.lists import call_rows, task_rows
from callscript.service.delivery.office import Office, way_of
from callscript.service.erasing import Eraser
from callscript.service.session import Session
from callscript.service.summary import by_own_script
from callscript.store.files import FileStore
from callscript.store.seat_lock import SeatLock
from tests.service.conftest import Table, id_of
from tests.service.erased import GROUND, PACKS, contents, events, stands
from tests.service.planted import BEGUN, Home, home_of, litter, text_of
from tests.store.test_closed_folders import closed


@pytest.fixture(scope="module", params=PACKS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home as it is before anything is erased: it is copied, never changed."""
    return home_of(tmp_path_factory.mktemp("made") / "home", request.param)


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    """A copy of it."""
    return made.at(tmp_path / "home")


def records(home: Home) -> dict[str, list[dict[str, Any]]]:
    """Return what the registers have, by file; of lists in which nothing is left, nothing."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(home.folders.registers.rglob("*.json")):
        (rows,) = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, dict[str, Any]]]).values()
        if rows:
            found[str(path.relative_to(home.folders.registers))] = sorted(rows.values(), key=lambda row: row["id"])
    return found


def lines_of(home: Home, call: str) -> dict[str, list[bytes]]:
    """Return the lines of all journals that do not speak of a call."""
    return {
        str(path.relative_to(home.folders.journal)): [
            line for line in path.read_bytes().splitlines() if call.encode() not in line
        ]
        for path in sorted(home.folders.journal.rglob("*.jsonl"))
    }


def test_nothing_that_was_planted_is_left(home: Home) -> None:
    """Wherever it stood, what the caller gave is gone; of somebody else nothing is."""
    litter(home)
    before, theirs = home.found(), home.found(home.neighbour)
    assert len({word for _, word in before}) >= 20
    places = {place.partition("/")[0] for place, _ in before}
    assert places >= {"journal", "registers", "unsaved", "registers.damaged-1", ".registers.new", "mail", "outbox"}
    assert home.eraser().erase(home.call, GROUND) == ""
    assert home.found() == set()
    sound = {(place, word) for place, word in theirs if "damaged" not in place and ".tmp" not in place}
    assert sound <= home.found(home.neighbour)
    assert not list(home.folders.erasing.iterdir())


def test_all_that_counts_is_as_it_was(home: Home) -> None:
    """Each verdict, then and now, the chain, the calls of others byte by byte, work; it says who did it and why."""
    before, theirs, others = stands(home, home.call), stands(home, home.other), lines_of(home, home.call)
    events_before, work = events(home, home.call), FileStore(home.folders).lookup.tasks()
    assert home.eraser().erase(home.call, GROUND) == ""
    assert stands(home, home.call) == before
    assert stands(home, home.other) == theirs
    assert lines_of(home, home.call) == others
    log = events(home, home.call)
    (erased,) = (event for event in log if isinstance(event, e.Erased))
    assert (erased.ground, erased.by, erased.at) == (GROUND, "17", home.clock.now())
    assert [(type(event), event.at) for event in log if event is not erased] == [
        (type(event), event.at) for event in events_before
    ]
    left = FileStore(home.folders).lookup.tasks()
    assert [(task.id, task.due, task.state, task.owner) for task in left] == [
        (task.id, task.due, task.state, task.owner) for task in work
    ]


def test_registers_made_again_are_the_same(home: Home) -> None:
    """What is filed of an erased call is what its journal says: a rebuild changes nothing."""
    assert home.eraser().erase(home.call, GROUND) == ""
    before, store = records(home), FileStore(home.folders)
    versions = home.eraser()._versions
    rebuilt = store.registers.rebuild(store.journal, by_own_script(versions, store.outbox))
    assert rebuilt.problems == []
    assert records(home) == before
    assert home.found() == set()


def test_files_stay_for_whom_they_are(home: Home) -> None:
    """Modes and owners of all files are as before; what is new is for its owner alone."""
    before = {path: path.stat() for path in home.folders.data.rglob("*")}
    assert home.eraser().erase(home.call, GROUND) == ""
    for path in home.folders.data.rglob("*"):
        found, old = path.stat(), before.get(path)
        if old:
            assert (found.st_mode, found.st_uid, found.st_gid) == (old.st_mode, old.st_uid, old.st_gid), path
        else:
            assert stat.S_IMODE(found.st_mode) & 0o077 == 0, path


def test_a_call_that_is_open_is_left_alone(tmp_path: Path) -> None:
    """It is still led, or was left open: what is being typed in it is its operator's; nothing is changed."""
    table = Table(tmp_path / "home")
    session = asyncio.run(begun(table))
    call, before = id_of(session), contents(table.folders.data)
    eraser = Eraser(table.folders, Versions(table.folders), table.clock, "17")
    assert eraser.erase(call, GROUND) == "operator 17 has a live session: leave that, and erase it then"
    table.desk.leave()
    before = contents(table.folders.data)
    assert eraser.erase(call, GROUND) == "still open: its operator goes on with it, and closes it"
    assert contents(table.folders.data) == before


async def begun(table: Table) -> Session:
    """Begin a call in which something is being typed."""
    session = await table.desk.start_call("+380501234567")
    await session.do(c.Draft("subject", "Чернетка"))
    return session


@pytest.mark.parametrize("sits", ["17", "18", "19_aside"])
def test_who_writes_of_it_is_not_disturbed(home: Home, sits: str) -> None:
    """While a session, or a command, may write of the call, it is left alone whole, and said whose session that is."""
    lock, before = SeatLock(home.folders.locks / f"{sits}.lock"), contents(home.folders.data)
    assert lock.take()
    assert f"operator {sits} has a live session" in home.eraser().erase(home.call, GROUND)
    assert contents(home.folders.data) == before
    lock.release()
    assert home.eraser().erase(home.call, GROUND) == ""


def test_a_folder_that_takes_nothing_is_told_as_that(home: Home) -> None:
    """It is no other account's: the remedy is another one."""
    day = home.folders.journal / "2026" / "2026-11-23"
    with closed(day, mode=0o500):
        before = contents(home.folders.data)
        left = home.eraser().erase(home.call, GROUND)
        assert left == "2026-11-23/17.jsonl lies in a folder that cannot be written: see callscript doctor"
        assert contents(home.folders.data) == before
    assert home.eraser().erase(home.call, GROUND) == ""


def test_once_is_enough(home: Home) -> None:
    """What is erased is not erased again: who did it, and why, stays as it is."""
    assert home.eraser().erase(home.call, GROUND) == ""
    before = contents(home.folders.data)
    assert "erased already, by 17, 23.11.2026" in home.eraser("18").erase(home.call, "ще раз")
    assert contents(home.folders.data) == before


def test_a_ground_tells_nothing_of_the_caller(home: Home) -> None:
    """It stays for good: with a number or a name of theirs in it, nothing is erased."""
    before = contents(home.folders.data)
    assert "the ground has words" in home.eraser().erase(home.call, f"просив {home.caller.typed}")
    assert "there is no call" in home.eraser().erase("20261123-17-zzzzzzz", GROUND)
    assert "there is no call" in home.eraser().erase("../x", GROUND)
    assert contents(home.folders.data) == before


def test_a_letter_that_was_not_delivered_goes_out_without_the_words(home: Home) -> None:
    """What management is told is that there was something, and of which call: UA-10 is met by that as before."""
    (mail,) = [file for file in (home.folders.mail / "new").iterdir() if home.call in file.name]
    (sent,) = home.folders.outbox.glob(f"sent/*/*/{home.call}.*")
    store = FileStore(home.folders)
    letter = store.outbox.sent(home.call)[0]
    sent.unlink()
    mail.unlink()
    waits = replace(
        letter, state="waiting", text=f"Телефон: {home.caller.typed}\n", subject="Звернення", delivered=None
    )
    assert store.outbox.put(waits)
    assert home.eraser().erase(home.call, GROUND) == ""
    assert home.found() == set()
    (left,) = store.outbox.open()
    assert (left.id, left.subject, left.since, left.begun) == (waits.id, waits.subject, waits.since, waits.begun)
    assert "[…]" in left.text
    assert home.call in left.text
    Office(store.outbox, lambda: way_of(home.folders), home.clock.now).deliver()
    assert store.outbox.open() == []
    (mail,) = [file for file in (home.folders.mail / "new").iterdir() if home.call in file.name]
    assert "[…]" in text_of(mail)
    assert home.found() == set()


def test_what_a_group_shares_stays_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals stay for their owner to write and the group to read; what is new is as all that the group shares."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    home = home_of(tmp_path / "home", "ua-court", group=True)
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in home.folders.data.rglob("*")}
    assert 0o640 in before.values()
    assert home.eraser().erase(home.call, GROUND) == ""
    assert home.found() == set()
    for path in home.folders.data.rglob("*"):
        new = 0o2770 if path.is_dir() else 0o660
        assert stat.S_IMODE(path.stat().st_mode) == before.get(path, new), path


def test_it_shows_as_erased(home: Home) -> None:
    """In lists, on both faces, in the filed call and in its work, with the day and the ground; it still counts."""
    assert home.eraser().erase(home.call, GROUND) == ""
    store, script, now = FileStore(home.folders), home.script, home.clock.now()
    calls = store.lookup.summaries(BEGUN.date(), "17")
    assert [call.id for call in calls] == [home.call, home.other]
    told, ground = "erased 23.11.2026", f"erased 23.11.2026, ground: {GROUND}"
    assert told in call_line(script, calls[0])
    assert told in next(iter(call_rows(script, calls, with_day=True))).forms[-1]
    log = events(home, home.call)
    recorded = filed(script, log, now)[0].lines
    assert f"What the caller gave: {ground}" in recorded
    work = [task for task in store.lookup.tasks() if task.call == home.call]
    assert work
    for task in work:
        assert told in task_row(script, task, now).phone
        (facts, *_others) = opened(script, log, task, "17", now)
        assert f"To ring: {ground}" in facts.lines
        assert any(told in form for form in next(iter(task_rows(script, [task], "17", now))).forms[0])


def test_a_damaged_journal_is_erased_too(home: Home) -> None:
    """The file is set aside as it is before anything else is written to it, and there too nothing is left."""
    (journal,) = home.folders.journal.rglob("17.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if home.call.encode() in line and "Абв".encode() in line)
    lines[at] = lines[at].replace(b'"epoch":0', b'"epoch":1')
    journal.write_bytes(b"".join(lines))
    store = FileStore(home.folders)
    readable = store.journal.read_call(home.call).events
    eraser = home.eraser()
    assert eraser.erase(home.call, GROUND) == ""
    assert any("kept as 17.jsonl.damaged-1" in told for told in eraser.notices.take())
    assert home.found() == set()
    left = store.journal.read_call(home.call)
    assert left.problems == []
    assert [*map(type, left.events)] == [*map(type, readable), e.Erased]
    assert home.found(home.neighbour)
    assert store.journal.read_call(home.other).problems == []


def test_work_of_an_erased_call_goes_on(home: Home) -> None:
    """What was promised is still owed: it is taken and done, and a rebuild knows the same of it."""
    assert home.eraser().erase(home.call, GROUND) == ""
    store = FileStore(home.folders)
    table = Table(home.folders.data, home.script.pack.id, clock=home.clock)
    (task, *_more) = [task for task in store.lookup.tasks() if task.call == home.call]
    asyncio.run(table.desk.move(task.id, acts.Take()))
    done = asyncio.run(table.desk.move(task.id, acts.Drop("нема кому відповісти")))
    table.desk.leave()
    assert (done.state, done.ground) == ("dropped", GROUND)
    before = records(home)
    rebuilt = store.registers.rebuild(store.journal, by_own_script(Versions(home.folders), store.outbox))
    assert rebuilt.problems == []
    assert records(home) == before
    assert home.found() == set()
