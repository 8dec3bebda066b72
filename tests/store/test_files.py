"""The files of the store: for their owner alone, and never emptied in silence."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from callscript.contacts.phones import bucket
from callscript.core.call import events as e
from callscript.core.records import Query
from callscript.runtime.paths import Folders
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged, StoreFull, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.registers.locks import Locks
from tests.in_the_way import IN_THE_WAY, put_in_the_way
from tests.store.samples import CALL, START, log, records, summarise, summary, task
from tests.store.test_journal import size_limit

PHONE = "+380501234567"
EVENTS = [*log(phone=PHONE), task(6)]


@pytest.fixture
def filed(tiny: FileStore) -> FileStore:
    """A store with one call, journalled and filed."""
    tiny.journal.append(CALL, EVENTS)
    tiny.registers.file_call(*records(EVENTS))
    return tiny


@pytest.fixture
def no_umask() -> Iterator[None]:
    """A umask that forbids nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_umask")
def test_nobody_else_can_read(filed: FileStore, folders: Folders) -> None:
    """Folders are 0700 and files 0600 whatever the umask: the registers, the journal, locks, markers, kept files."""
    seat = filed.seats.sit_down("17")
    seat.begin(CALL)
    next((folders.registers / "calls").rglob("17.json")).write_text("garbage")
    filed.lookup.summaries(START.date())
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [folders.data, *folders.data.rglob("*")]}
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in found.items() if path.is_file()} == {0o600}
    assert {path.name for path in found} >= {"17.jsonl", "17.lock", "all.lock", "17.json.damaged-1", "incomplete"}
    seat.leave()


DAMAGE = [
    b"",
    b"null",
    b"{}",
    b"[]",
    b'{"records":{"1":{}}}',
    b'{"_default":{}}',
    b"\x00" * 50,
    b"\xff",
    b'{"records":{"1":{"id":"\xff"}}}',
    b'{"records":{"1"',
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_register_is_never_taken_for_an_empty_one(filed: FileStore, folders: Folders, damage: bytes) -> None:
    """It is set aside, the operator is told to rebuild, what is filed next is kept, and a rebuild brings all back."""
    files = list(folders.registers.rglob("*.json"))
    assert len(files) == 3
    for path in files:
        path.write_bytes(damage)
    assert filed.lookup.summaries(START.date()) == []
    assert filed.lookup.history(PHONE) == []
    assert filed.lookup.tasks("17") == []
    notices = filed.take_notices()
    assert {notice.place for notice in notices} == {f"{path.parent.name}/{path.name}" for path in files}
    assert all("callscript rebuild" in str(notice) and notice.kept for notice in notices)
    assert filed.registers.incomplete()

    other = log("20261123-17-other", phone=PHONE)
    filed.journal.append("20261123-17-other", other)
    filed.registers.file_call(*records(other))
    assert filed.registers.incomplete()
    assert filed.registers.rebuild(filed.journal, summarise).calls == 2
    assert not filed.registers.incomplete()
    assert len(filed.lookup.summaries(START.date())) == len(filed.lookup.history(PHONE)) == 2
    assert len(filed.lookup.tasks("17")) == 1
    assert len(list(folders.registers.rglob("*"))) == 3 + len({"calls", "2026-11-23", "phones", "tasks", "files"})


@pytest.mark.parametrize("folder", ["calls", "phones", "tasks"])
def test_damage_found_while_filing(filed: FileStore, folders: Folders, folder: str) -> None:
    """Filing a call works even if a register is damaged; that it is, is told."""
    path = next((folders.registers / folder).rglob("*.json"))
    path.write_bytes(b"null")
    filed.registers.file_call(*records(EVENTS))
    assert len(filed.take_notices()) == 1
    assert filed.registers.incomplete()
    assert filed.lookup.history(PHONE)[0].summary == summary(EVENTS)


def test_a_register_is_replaced_whole_or_not_at_all(filed: FileStore, folders: Folders) -> None:
    """Without room a call is not filed, and the error says so; what was filed before is untouched."""
    before = content(folders.registers)
    other = log("20261123-17-other", phone=PHONE)
    with size_limit(100), pytest.raises(StoreFull):
        filed.registers.file_call(*records(other))
    assert content(folders.registers) == before
    filed.registers.file_call(*records(other))
    assert len(filed.lookup.history(PHONE)) == 2


def test_a_rebuild_cut_short_changes_nothing(filed: FileStore, folders: Folders) -> None:
    """The registers are made beside those that are used, which stay as they are until all of the new ones is there."""
    (folders.registers / "incomplete").touch()
    before = content(folders.registers)
    with size_limit(100), pytest.raises(StoreFull):
        filed.registers.rebuild(filed.journal, summarise)
    assert content(folders.registers) == before
    assert filed.registers.incomplete()
    filed.registers.rebuild(filed.journal, summarise)
    assert not filed.registers.incomplete()
    assert set(folders.data.iterdir()) == {folders.journal, folders.registers, folders.locks}


def content(folder: Path) -> dict[Path, bytes]:
    """Return what every file below a folder says."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_rebuild_deletes_nothing_behind_a_link(filed: FileStore, folders: Folders, tmp_path: Path) -> None:
    """A link among the registers, or in their place, leads nowhere: what is behind it stays, and is not looked up."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("kept")
    for place in ("link", "calls/link", "calls/2026-11-24", "phones/link.json", "tasks/18.json"):
        (folders.registers / place).symlink_to(elsewhere)
    filed.registers.rebuild(filed.journal, summarise)
    assert (elsewhere / "precious").read_text() == "kept"
    assert filed.lookup.summaries(START.date()) == [summary(EVENTS)]
    (folders.registers).rename(elsewhere / "registers")
    folders.registers.symlink_to(elsewhere / "registers")
    result = filed.registers.rebuild(filed.journal, summarise)
    assert "is not a folder" in str(result.problems[0])
    assert not folders.registers.is_symlink()
    assert (folders.data / "registers.damaged-1").is_symlink()
    assert (elsewhere / "registers" / "tasks" / "17.json").is_file()
    assert filed.lookup.summaries(START.date()) == [summary(EVENTS)]


@pytest.mark.parametrize("gone", ["folder", "day", "unreadable"])
def test_a_rebuild_that_would_lose_calls_keeps_what_knew_them(filed: FileStore, folders: Folders, gone: str) -> None:
    """With the journal gone the registers are the last that know: they are set aside, which is told, never deleted."""
    before = content(folders.registers)
    day = next(folders.journal.glob("*/*"))
    if gone == "unreadable":
        next(day.iterdir()).write_bytes(b"garbage")
    else:
        (folders.journal if gone == "folder" else day).rename(folders.data / "away")
    assert filed.registers.standing(filed.journal).gone == ([] if gone == "unreadable" else [START.date()])
    result = filed.registers.rebuild(filed.journal, summarise)
    problem = result.problems[-1]
    assert (result.calls, problem.place) == (0, "registers")
    assert CALL in problem.reason
    assert problem.kept
    kept = Path(problem.kept)
    assert {kept / path.relative_to(folders.registers): data for path, data in before.items()} == content(kept)
    assert filed.lookup.summaries(START.date()) == []
    again = filed.registers.rebuild(filed.journal, summarise)
    assert all(problem.place == f"{day.name}/17.jsonl" for problem in again.problems)
    assert kept.is_dir()


def test_a_rebuild_keeps_what_a_damaged_register_still_names(filed: FileStore, folders: Folders) -> None:
    """A register that cannot be read may be the last that speaks of a call: its bytes are looked through for that."""
    stray = log("20261123-17-stray")
    filed.registers.file_call(*records(stray))
    register = folders.registers / "calls" / "2026-11-23" / "17.json"
    register.write_bytes(register.read_bytes()[:-1])
    filed.lookup.summaries(START.date())
    result = filed.registers.rebuild(filed.journal, summarise)
    assert "20261123-17-stray" in result.problems[0].reason
    assert list(folders.data.rglob("17.json.damaged-1"))


def test_what_a_killed_rebuild_has_left_is_tidied_up(filed: FileStore, folders: Folders) -> None:
    """What it had made goes; had it been killed between two steps, what was used before is kept if needed."""
    left = folders.data / ".registers.new"
    shutil.copytree(folders.registers, left)
    assert filed.registers.rebuild(filed.journal, summarise) == (1, [])
    assert not list(folders.data.glob(".registers*"))
    filed.registers.file_call(*records(log("20261123-17-stray")))
    folders.registers.rename(left)
    result = filed.registers.rebuild(filed.journal, summarise)
    assert "20261123-17-stray" in result.problems[0].reason
    assert (folders.data / "registers.damaged-1" / "calls" / "2026-11-23" / "17.json").is_file()
    assert not list(folders.data.glob(".registers*"))


def test_two_folders_are_swapped_where_there_is_no_such_step(
    filed: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system without an exchange of names takes two steps, and ends the same."""
    monkeypatch.delattr("ctypes.CDLL")
    filed.registers.file_call(*records(log("20261123-17-stray")))
    filed.registers.rebuild(filed.journal, summarise)
    assert filed.lookup.summaries(START.date()) == [summary(EVENTS)]
    assert set(folders.data.iterdir()) == {
        folders.journal,
        folders.registers,
        folders.locks,
        folders.data / "registers.damaged-1",
    }


@pytest.mark.parametrize("gone", ["calls", "phones", "tasks", ""])
def test_registers_that_are_gone_are_never_taken_for_empty_ones(filed: FileStore, folders: Folders, gone: str) -> None:
    """A folder that was taken away while the program ran is missing, though the next call makes it anew."""
    assert not filed.registers.incomplete()
    shutil.rmtree(folders.registers / gone)
    assert filed.registers.incomplete()
    assert not filed.registers.standing(filed.journal).complete
    assert not FileStore(folders).registers.standing(filed.journal).complete
    filed.registers.file_call(*records(log("20261123-17-next")))
    assert filed.registers.incomplete()
    assert filed.registers.rebuild(filed.journal, summarise, losing=False).calls == 1
    filed.journal.append("20261123-17-next", log("20261123-17-next"))
    assert filed.registers.rebuild(filed.journal, summarise).calls == 2
    assert not filed.registers.incomplete()


def test_the_first_call_of_all_is_not_missing_until_it_is_over(tiny: FileStore) -> None:
    """A home whose only calls are open has no registers yet, and lacks none."""
    tiny.journal.append(CALL, EVENTS)
    assert tiny.registers.standing(tiny.journal) == (True, [])
    tiny.journal.append(CALL, [e.Closed(seq=len(EVENTS) + 1, at=START)])
    assert tiny.registers.standing(tiny.journal) == (False, [])
    tiny.registers.file_call(*records(EVENTS))
    assert tiny.registers.standing(tiny.journal) == (True, [])


@pytest.mark.parametrize("kind", IN_THE_WAY)
@pytest.mark.parametrize("place", ["registers/calls/2026-11-23/17.json", "registers/tasks/17.json"])
def test_what_stands_in_a_registers_place_is_set_aside(
    filed: FileStore, folders: Folders, tmp_path: Path, place: str, kind: str
) -> None:
    """Nothing is followed or waited for; it is told like damage, and a rebuild brings back what is missing."""
    put_in_the_way(kind, folders.data / place, tmp_path)
    filed.lookup.summaries(START.date(), "17")
    filed.lookup.tasks("17")
    told = filed.take_notices()
    assert [notice.kept and Path(notice.kept).name for notice in told] == ["17.json.damaged-1"]
    assert filed.registers.incomplete()
    filed.registers.file_call(*records(EVENTS))
    assert filed.registers.rebuild(filed.journal, summarise) == (1, [])
    assert not filed.registers.incomplete()
    assert filed.lookup.summaries(START.date()) == [summary(EVENTS)]
    assert len(filed.lookup.tasks("17")) == 1
    assert kind != "link" or (tmp_path / "target").read_text() == "kept"


@pytest.mark.parametrize("kind", [kind for kind in IN_THE_WAY if kind != "folder"])
@pytest.mark.parametrize("place", ["calls", "calls/2026-11-23", "phones", "tasks"])
@pytest.mark.parametrize("do", ["look", "file"])
def test_what_stands_in_the_place_of_a_folder_of_registers_is_set_aside(
    filed: FileStore, folders: Folders, tmp_path: Path, place: str, kind: str, do: str
) -> None:
    """It is not looked behind, holds up neither looking nor filing, and is told."""
    put_in_the_way(kind, folders.registers / place, tmp_path)
    if do == "file":
        filed.registers.file_call(*records(EVENTS))
    else:
        filed.lookup.find(Query(name="nobody"), 5)
        filed.lookup.history(PHONE)
        filed.lookup.tasks("17")
    assert [notice.place.rpartition("/")[2] for notice in filed.take_notices()] == [place.rpartition("/")[2]]
    assert filed.registers.incomplete()
    filed.registers.rebuild(filed.journal, summarise)
    assert filed.lookup.summaries(START.date()) == [summary(EVENTS)]


@pytest.mark.parametrize("kind", IN_THE_WAY)
@pytest.mark.parametrize("name", ["all", "operator-17", f"phones-{bucket(PHONE)}"])
def test_what_stands_in_a_locks_place_is_set_aside(
    tiny: FileStore, folders: Folders, tmp_path: Path, name: str, kind: str
) -> None:
    """Filing goes on under a lock that is one; a link's target is neither locked nor emptied."""
    put_in_the_way(kind, folders.locks / "registers" / f"{name}.lock", tmp_path)
    tiny.registers.file_call(*records(EVENTS))
    assert [notice.place for notice in tiny.take_notices()] == [f"registers/{name}.lock"]
    assert tiny.lookup.summaries(START.date()) == [summary(EVENTS)]
    assert kind != "link" or (tmp_path / "target").read_text() == "kept"


@pytest.mark.parametrize("kind", IN_THE_WAY)
def test_what_stands_in_the_place_of_a_temporary_file_holds_nothing_up(
    filed: FileStore, folders: Folders, tmp_path: Path, kind: str
) -> None:
    """A file is written beside its place first; whatever is there is not written into."""
    put_in_the_way(kind, folders.registers / "tasks" / ".17.json.tmp", tmp_path)
    filed.registers.file_call(*records([*EVENTS, task(8, "t2")]))
    assert len(filed.lookup.tasks("17")) == 2
    assert kind != "link" or (tmp_path / "target").read_text() == "kept"


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o666])
def test_a_register_that_others_can_write_is_refused(filed: FileStore, folders: Folders, mode: int) -> None:
    """What it says may be somebody else's words; the remedy is named, and nothing is set aside or lost."""
    register = folders.registers / "tasks" / "17.json"
    register.chmod(mode)
    with pytest.raises(StoreUnavailable, match=r"others can write it.*callscript doctor --fix"):
        filed.lookup.tasks("17")
    register.chmod(0o600)
    register.parent.chmod(0o700 | mode & 0o022)
    with pytest.raises(StoreUnavailable, match=r"others can write it.*callscript doctor --fix"):
        filed.lookup.tasks("17")
    register.parent.chmod(0o700)
    assert len(filed.lookup.tasks("17")) == 1
    assert filed.take_notices() == []


def test_rebuild_reports_damaged_journals_and_leaves_them(filed: FileStore, folders: Folders) -> None:
    """Rebuilding only reads the journals: repairing them is for the session that writes them."""
    path = next(folders.journal.rglob("*.jsonl"))
    path.write_bytes(b"garbage\n" + path.read_bytes())
    before = path.read_bytes()
    result = filed.registers.rebuild(filed.journal, summarise)
    assert (result.calls, len(result.problems)) == (1, 1)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"null", b"{}", b'{"call": "../x"}', b'{"call": 5}', b"\xff", b'{"call":"\xff"}']
)
def test_a_damaged_marker_of_the_release_before_is_set_aside_once(
    tiny: FileStore, folders: Folders, content: bytes
) -> None:
    """It is said where it is kept and how to find the call; the next start is free of it."""
    folders.make()
    seat = tiny.seats.sit_down("17")
    marker = folders.open_calls / "17.json"
    marker.write_bytes(content)
    with pytest.raises(Damaged, match="callscript calls") as damage:
        seat.claim()
    assert damage.value.kept
    assert Path(damage.value.kept).read_bytes() == content
    assert seat.claim() is None
    seat.leave()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Where a file is in the way, every part of the store says that it is unavailable, in words."""
    (tmp_path / "home").write_text("")
    store = FileStore(Folders.resolve(tmp_path / "home"))
    for attempt in (
        lambda: store.journal.append(CALL, EVENTS),
        lambda: store.registers.file_call(*records(EVENTS)),
        lambda: store.seats.sit_down("17"),
    ):
        with pytest.raises(StoreUnavailable, match="Not a directory"):
            attempt()


def test_registers_keep_words_as_they_are(filed: FileStore, folders: Folders) -> None:
    """A hostile name is data on its way in and out."""
    text = next((folders.registers / "calls").rglob("*.json")).read_bytes()
    assert b"\x1b" not in text
    assert msgspec.json.decode(text)
    assert filed.lookup.summaries(START.date())[0].name == "Іван [/red] \x1b[c"


def test_a_filed_call_lasts(filed: FileStore, folders: Folders, synced: set[str]) -> None:
    """The name of every file that filing, or a rebuild, has made is made to last, in the folder that it is in."""
    synced.clear()
    filed.registers.file_call(*records([*EVENTS, task(8, "t2")]))
    parts = (f"calls/{START.date()}", "tasks", "phones")
    assert {str(folders.registers / part) for part in parts} <= synced
    synced.clear()
    filed.registers.rebuild(filed.journal, summarise)
    assert {str(folders.data / ".registers.new" / part) for part in parts} <= synced


def test_waiting_for_the_registers_has_an_end(
    tiny: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that does not let go of what a call is filed in does not hang the call: filing is tried again later."""
    monkeypatch.setattr("callscript.store.registers.locks.PATIENCE", 0.05)
    tiny.registers.file_call(*records(EVENTS))
    locks = sorted((folders.locks / "registers").iterdir())
    assert [lock.name for lock in locks] == ["all.lock", "operator-17.lock", f"phones-{bucket(PHONE)}.lock"]
    for lock in locks:
        with FileLock(lock), pytest.raises(StoreUnavailable, match="locked for too long"):
            tiny.registers.file_call(*records(EVENTS))
    tiny.registers.file_call(*records(EVENTS))


def test_operators_do_not_wait_for_each_other(
    filed: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one operator's call of a caller is being filed, another's call of another caller is filed at once."""
    monkeypatch.setattr("callscript.store.registers.locks.PATIENCE", 0.05)
    other = log("20261123-18-other", phone="+380671111111", number="18")
    held = Locks(folders.locks / "registers", Untold())
    with held.share(), held.lanes(["operator-17", f"phones-{bucket(PHONE)}"]):
        filed.registers.file_call(*records(other))
    assert len(filed.lookup.summaries(START.date())) == 2


def test_a_rebuild_has_the_registers_to_itself(
    filed: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not begin while a call is being filed, and says so; then it begins."""
    monkeypatch.setattr("callscript.store.registers.locks.PATIENCE", 0.05)
    with (
        Locks(folders.locks / "registers", Untold()).share(),
        pytest.raises(StoreUnavailable, match="locked for too long"),
    ):
        filed.registers.rebuild(filed.journal, summarise)
    assert filed.registers.rebuild(filed.journal, summarise).calls == 1


def test_no_operators_seat_locks_the_registers(filed: FileStore) -> None:
    """Operators' numbers are words as well: one called as our own locks are takes a seat like any other."""
    seats = [filed.seats.sit_down(number) for number in ("registers", "all", "incomplete")]
    filed.registers.file_call(*records(EVENTS))
    for seat in seats:
        seat.leave()


@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace", "mkdir", "fchmod"])
def test_filing_is_cut_short_anywhere(
    tiny: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Let the first, the second, … call to the system fail: filed again, a call is there once, and nothing else is."""
    moved = [*log(phone="+380671111111"), task(7)]
    for failing in range(1, 40):
        tiny.registers.file_call(*records(EVENTS))
        seen, real = 0, getattr(os, name)

        def fail(*arguments: object, real: Callable[..., object] = real, at: int = failing, **named: object) -> object:
            nonlocal seen
            seen += 1
            if seen == at:
                raise OSError(errno.EIO, "input/output error")
            return real(*arguments, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with suppress(StoreUnavailable):
                tiny.registers.file_call(*records(moved))
        tiny.registers.file_call(*records(moved))
        found = [each.summary for each in tiny.lookup.history("+380671111111")]
        assert tiny.lookup.summaries(START.date()) == found == [summary(moved)]
        assert tiny.lookup.history(PHONE) == []
        assert [each.id for each in tiny.lookup.tasks("17")] == [f"{CALL}/t1"]
        names = {path.name for path in folders.registers.rglob("*") if path.is_file() and path.suffix != ".json"}
        assert names == {"files"}
        assert tiny.registers.wanting() == []
        assert tiny.take_notices() == []
        if seen < failing:
            return
    pytest.fail("it never came to an end")


def test_a_day_of_which_nothing_can_be_listed_is_not_missing(tiny: FileStore) -> None:
    """After a rebuild it is known to have been looked at: it is not made again at every start."""
    for day in (21, 22, 23):
        call = f"202611{day}-17-abc"
        tiny.journal.append(call, log(call))
    tiny.registers.rebuild(tiny.journal, lambda events: None if events == log("20261121-17-abc") else summarise(events))
    assert tiny.registers.standing(tiny.journal) == (True, [])


@pytest.mark.parametrize(("count", "more"), [(3, False), (4, True)])
def test_calls_that_would_be_lost_are_named_as_far_as_there_is_room(tiny: FileStore, count: int, more: bool) -> None:
    """Three of them, and that there are more."""
    for number in range(count):
        tiny.registers.file_call(*records(log(f"20261123-17-n{number}")))
    (problem,) = tiny.registers.rebuild(tiny.journal, summarise).problems
    assert f"{count} (20261123-17-n0, 20261123-17-n1, 20261123-17-n2" in problem.reason
    assert ("…" in problem.reason) == more
