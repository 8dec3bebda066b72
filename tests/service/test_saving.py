"""What was entered is saved sometime and somewhere: again and again, in a second place, never over another's work."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call.events import Event
from callscript.packs import PackError
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk import Desk
from callscript.service.journey import Journey, Leave, TakeCall
from callscript.service.saving import put_elsewhere
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.store.errors import Locked, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.journal import checksum
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.stamp import of_this_machine
from tests.service.conftest import PROFILE, Table, close, hang_up, id_of
from tests.service.scripted import Act, Scripted


@contextmanager
def no_journal(folders: Folders) -> Generator[None]:
    """Let nothing be written to the journal of the day: a file stands in the place of its folder."""
    (day,) = folders.journal.glob("*/*")
    aside = day.rename(day.with_name("aside"))
    day.touch()
    yield
    day.unlink()
    aside.rename(day)


async def answer(session: Session) -> None:
    """Record something more."""
    await session.do(c.Fill("address", f"answer {session.call.seq}"))


def kept(folders: Folders) -> list[Path]:
    """Return what is in the second place."""
    return [file for folder in folders.spare for file in folder.glob("*")]


async def test_a_call_finished_while_saving_fails_is_tried_again(table: Table) -> None:
    """It stays with the desk, which says how much is not saved and why, until it is saved and filed."""
    session = await table.desk.start_call()
    with no_journal(table.folders):
        await hang_up(session)
        await close(table.desk, session)
        await table.desk.finish(session)
        unsaved = table.desk.unsaved
        assert unsaved == session.unsaved > 2
        assert "Not a directory" in str(table.desk.trouble)
        await table.desk.catch_up()
        assert table.desk.unsaved == unsaved
    await table.desk.catch_up()
    assert (table.desk.unsaved, table.desk.trouble) == (0, None)
    assert table.store.journal.read_call(id_of(session)).events == session.log
    assert not list(table.folders.open_calls.iterdir())
    assert [call.closed for call in table.filed()] == [True]


async def test_what_is_not_saved_is_put_elsewhere_and_taken_in(table: Table, tmp_path: Path) -> None:
    """A desk that is left puts it into a second place, for its owner alone; the next desk saves it in time."""
    session = await table.desk.start_call()
    with no_journal(table.folders):
        await hang_up(session)
        await close(table.desk, session)
        await table.desk.finish(session)
        left = table.desk.leave()
        (file,) = kept(table.folders)
        assert (left.kept, left.lost) == ([str(file)], [])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        assert "Not a directory" in str(again.desk.notices.take())
        again.desk.leave()
        assert kept(table.folders) == [file], "nothing is believed lost because the journal cannot be read"
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert again.desk.unsaved == 0
    assert "put aside" in str(again.desk.notices.take())
    found = again.store.journal.read_call(id_of(session))
    assert (found.events, found.problems, found.unsaved) == (session.log, [], 0)
    assert kept(table.folders) == []
    assert not list(table.folders.open_calls.iterdir())
    assert [call.closed for call in again.filed()] == [True]
    assert again.desk.leave().kept == []


async def test_an_open_call_goes_on_from_the_second_place(table: Table, tmp_path: Path) -> None:
    """What the journal had not taken is there when the call is taken up, and is saved with what comes next."""
    session = await table.desk.start_call()
    with no_journal(table.folders):
        await answer(session)
        await answer(session)
        table.desk.leave()
    again = Table(tmp_path)
    left = await again.desk.left_open()
    assert left
    assert list(left.log) == session.log
    taken_up = await again.desk.resume(left)
    await answer(taken_up)
    found = again.store.journal.read_call(id_of(session))
    assert (found.events, found.problems, kept(table.folders)) == (taken_up.log, [], [])
    again.desk.leave()


async def test_a_call_of_which_nothing_could_be_saved(table: Table, tmp_path: Path) -> None:
    """A call without a marker and without a line in the journal is found in the second place."""
    first = await table.desk.start_call()
    table.folders.open_calls.rename(tmp_path / "open-before")
    table.folders.open_calls.touch()
    with no_journal(table.folders):
        session = await table.desk.start_call()
        assert session.unsaved == len(session.log)
        table.desk.leave()
    table.folders.open_calls.unlink()
    again = Table(tmp_path)
    found = {left.id: left for left in (await again.desk.left_open(), await again.desk.left_open()) if left}
    assert list(found) == [id_of(first), id_of(session)]
    left = found[id_of(session)]
    assert list(left.log) == session.log
    await again.desk.resume(left)
    assert again.store.journal.read_call(id_of(session)).events[:-1] == session.log
    assert again.store.journal.read_call(id_of(first)).events == first.log
    again.desk.leave()


@pytest.mark.parametrize("place", ["{call}.jsonl", "17.jsonl"])
async def test_what_could_be_put_nowhere_is_named_once(table: Table, place: str) -> None:
    """The call is told with the reason, whether or not that names the call as well."""
    session = await table.desk.start_call()

    class Nowhere:
        def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
            assert events
            raise StoreUnavailable(place.format(call=call), "there is no room")

    with no_journal(table.folders):
        await answer(session)
        (told,) = put_elsewhere([(session, Nowhere())]).lost
    assert told.count(id_of(session)) == 1
    assert told.endswith("there is no room")


async def test_two_calls_in_one_file_are_kept_in_one_place(table: Table) -> None:
    """Where they are is told once."""
    sessions = [await table.desk.start_call(), await table.desk.start_call()]

    class Somewhere:
        def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
            assert call
            assert events
            return "desk-17.jsonl"

    with no_journal(table.folders):
        for session in sessions:
            await answer(session)
        assert put_elsewhere((session, Somewhere()) for session in sessions).kept == ["desk-17.jsonl"]


async def test_another_account_gets_nothing(table: Table) -> None:
    """A folder that somebody else put into the second place's name, or opened to others, is not used."""
    for folder in table.folders.spare:
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    try:
        session = await table.desk.start_call()
        with no_journal(table.folders):
            await answer(session)
            left = table.desk.leave()
        assert left.kept == []
        assert id_of(session) in left.lost[0]
        assert kept(table.folders) == []
    finally:
        table.folders.spare[1].rmdir()


async def test_what_the_journal_has_is_cleared_from_the_second_place(table: Table, tmp_path: Path) -> None:
    """A call that was put there and arrived in the journal all the same is no other one: its copy goes, untold."""
    session = await table.desk.start_call()
    table.desk.leave()
    (file,) = table.folders.journal.rglob("*.jsonl")
    place = table.folders.spare[0]
    place.mkdir(parents=True)
    place.chmod(0o700)
    shutil.copy(file, place / f"{id_of(session)}.jsonl")
    again = Table(tmp_path)
    assert await again.desk.left_open()
    assert not place.exists()
    assert again.desk.notices.take() == []
    again.desk.leave()


def test_what_lies_open_to_others_is_not_believed(table: Table) -> None:
    """What stands in a folder that others can change may be their words."""
    place = table.folders.spare[0]
    place.mkdir(parents=True)
    (place / "20261123-17-abc.jsonl").touch()
    for mode, found in ((0o700, ["20261123-17-abc"]), (0o770, [])):
        place.chmod(mode)
        assert table.store.journal.kept_elsewhere("17") == found
    table.desk.leave()


async def test_the_other_disk_is_used_where_the_first_is_full(table: Table) -> None:
    """Where the state folder takes nothing either, there is a folder below /var/tmp."""
    table.folders.spare[0].touch()
    session = await table.desk.start_call()
    with no_journal(table.folders):
        await answer(session)
        left = table.desk.leave()
    file = Path(left.kept[0])
    assert file.parent == table.folders.spare[1]
    assert FileStore(table.folders).journal.read_call(id_of(session)).events == session.log
    file.unlink()
    file.parent.rmdir()


async def test_a_markers_folder_that_is_not_there_stops_nothing(table: Table) -> None:
    """A call that cannot be marked as open is recorded all the same, that is told once, and marked once it can be."""
    table.folders.open_calls.rmdir()
    table.folders.open_calls.touch()
    session = await table.desk.start_call()
    await answer(session)
    await answer(session)
    assert session.unsaved == 0
    assert table.store.journal.read_call(id_of(session)).events == session.log
    (told,) = table.desk.notices.take()
    assert "cannot be marked as open" in told
    table.folders.open_calls.unlink()
    await answer(session)
    assert len(list(table.folders.open_calls.iterdir())) == 1


async def test_two_sessions_never_write_one_call(table: Table, tmp_path: Path) -> None:
    """A lock removed under a live session: the first one sees it before it writes and says so; both keep theirs."""
    session = await table.desk.start_call()
    (lock,) = table.folders.locks.glob("17*.lock")
    lock.unlink()
    other = Table(tmp_path)
    left = await other.desk.left_open()
    assert left
    theirs = await other.desk.resume(left)
    await answer(theirs)
    await answer(session)
    await answer(session)
    assert isinstance(session.trouble, Locked)
    assert session.unsaved
    await answer(theirs)
    assert theirs.trouble is None
    other.desk.leave()
    assert other.store.journal.read_call(id_of(session)).events == theirs.log

    await answer(session)
    assert session.trouble is None
    assert table.store.journal.read_call(id_of(session)).events == session.log
    told = " ".join(table.desk.notices.take())
    assert "removed while the session it belongs to is live" in told
    assert "written by another session" in told
    (aside,) = table.folders.journal.rglob("*.damaged-1")
    assert (
        FileJournal(table.folders.journal, of_this_machine(table.clock)).read(aside).calls[id_of(session)] == theirs.log
    )


async def test_two_sessions_one_of_which_was_put_elsewhere(table: Table, tmp_path: Path) -> None:
    """If the first one is left before the second, what it has is kept in the second place, and told of when found."""
    session = await table.desk.start_call()
    (lock,) = table.folders.locks.glob("17*.lock")
    lock.unlink()
    other = Table(tmp_path)
    left = await other.desk.left_open()
    assert left
    theirs = await other.desk.resume(left)
    await answer(session)
    assert table.desk.leave().kept
    await answer(theirs)
    other.desk.leave()
    again = Table(tmp_path)
    left = await again.desk.left_open()
    assert left
    assert list(left.log) == theirs.log
    assert "another session" in " ".join(again.desk.notices.take())
    (file,) = kept(table.folders)
    assert file.name.endswith(".damaged-1")
    again.desk.leave()


async def test_leaving_is_asked_about(tmp_path: Path) -> None:
    """With something unsaved the operator is asked before leaving, and told where it is when the program has ended."""
    before = Table(tmp_path)
    folders = before.folders
    await before.desk.start_call()
    before.desk.leave()
    shutdown = no_journal(folders)

    async def wrap_up(desk: Desk, session: Session) -> bool:
        shutdown.__enter__()
        await close(desk, session)
        return False

    async def call(_: Desk, session: Session) -> bool:
        await hang_up(session)
        return False

    face = Scripted(
        Act("open call", True),
        Act("call", call),
        Act("wrap-up", wrap_up),
        Act("drop"),
        Act("home", Leave()),
        Act("leave", False),
        Act("home", Leave()),
        Act("leave", True),
    )
    startup = Startup(folders, before.clock, PROFILE)
    await Journey(startup, face).go()
    assert face.left == []
    (file,) = kept(folders)
    assert str(file) in startup.last_words[0]
    shutdown.__exit__(None, None, None)
    face = Scripted(Act("home", TakeCall("")), Act("call", True), Act("drop"))
    startup = Startup(folders, before.clock, PROFILE)
    await Journey(startup, face).go()
    assert startup.last_words == []
    assert kept(folders) == []


@pytest.mark.parametrize("what", ["lost", "newer"])
async def test_a_journal_that_cannot_be_gone_on_from_is_told(table: Table, tmp_path: Path, what: str) -> None:
    """The question about the open call says that something is lost; new answers count, and old ones never come back."""
    session = await table.desk.start_call()
    for _ in range(3):
        await answer(session)
    table.desk.leave()
    (file,) = table.folders.journal.rglob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    newer = lines[2].replace(b'{"v":2,', b'{"v":3,')
    file.write_bytes(b"".join([*lines[:2], *([] if what == "lost" else [reclosed(newer)]), *lines[3:]]))
    again = Table(tmp_path)
    left = await again.desk.left_open()
    assert left
    assert list(left.log) == session.log[:2]
    assert "cannot be read" in left.question
    taken_up = await again.desk.resume(left)
    await answer(taken_up)
    again.desk.leave()
    found = again.store.journal.read_call(id_of(session))
    assert (found.events, found.problems) == (taken_up.log, [])
    assert any("kept as 17.jsonl.damaged-1" in notice for notice in again.desk.notices.take())


def reclosed(line: bytes) -> bytes:
    """Return a changed line with its checksum made right again."""
    return checksum.closed(line[: -checksum.LENGTH - 1])


@pytest.mark.parametrize("left_open", [True, False])
async def test_a_broken_pack_does_not_lock_out_an_open_call(tmp_path: Path, left_open: bool) -> None:
    """It goes on with the version that it began with, that is told, and no other call can be begun."""
    pack = shutil.copytree(packs.locate("ua-court"), tmp_path / "pack")
    profile = replace(PROFILE, pack=str(pack))
    clock = FakeClock()
    folders = Folders.resolve(tmp_path / "home")
    await Journey(Startup(folders, clock, profile), Scripted(Act("home", Leave()))).go()
    if left_open:
        acts = Act("home", TakeCall("")), Act("call", True), Act("drop")
        await Journey(Startup(folders, clock, profile), Scripted(*acts)).go()
    (pack / "pack.toml").write_text("[[[", encoding="utf-8")
    told: list[str] = []

    async def call(desk: Desk, session: Session) -> bool:
        told.extend(desk.notices.take())
        await hang_up(session)
        return False

    async def wrap_up(desk: Desk, session: Session) -> bool:
        await close(desk, session)
        return False

    acts = (Act("open call", True), Act("call", call), Act("wrap-up", wrap_up), Act("drop")) if left_open else ()
    face = Scripted(*acts)
    with pytest.raises(PackError, match=r"pack\.toml"):
        await Journey(Startup(folders, clock, profile), face).go()
    assert face.left == []
    assert any("goes on with the script as it was" in notice for notice in told) == left_open
    FileStore(folders).seats.sit_down(PROFILE.number).leave()
