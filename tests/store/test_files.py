"""The files of the store: for their owner alone, and never emptied in silence."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from callscript.contacts.phones import bucket
from callscript.runtime.paths import Folders
from callscript.store.errors import Damaged, StoreFull, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.registers.locks import Locks
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
    assert len(list(folders.registers.rglob("*"))) == 3 + len({"calls", "2026-11-23", "phones", "tasks"})


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
    before = {path: path.read_bytes() for path in folders.registers.rglob("*.json")}
    other = log("20261123-17-other", phone=PHONE)
    with size_limit(100), pytest.raises(StoreFull):
        filed.registers.file_call(*records(other))
    assert {path: path.read_bytes() for path in folders.registers.rglob("*") if path.is_file()} == before
    filed.registers.file_call(*records(other))
    assert len(filed.lookup.history(PHONE)) == 2


def test_a_rebuild_cut_short_is_remembered(filed: FileStore) -> None:
    """Until a rebuild has come to its end the registers are called incomplete."""
    with size_limit(100), pytest.raises(StoreFull):
        filed.registers.rebuild(filed.journal, summarise)
    assert filed.registers.incomplete()
    filed.registers.rebuild(filed.journal, summarise)
    assert not filed.registers.incomplete()


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
    held = Locks(folders.locks / "registers")
    with held.share(), held.lanes(["operator-17", f"phones-{bucket(PHONE)}"]):
        filed.registers.file_call(*records(other))
    assert len(filed.lookup.summaries(START.date())) == 2


def test_a_rebuild_has_the_registers_to_itself(
    filed: FileStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not begin while a call is being filed, and says so; then it begins."""
    monkeypatch.setattr("callscript.store.registers.locks.PATIENCE", 0.05)
    with Locks(folders.locks / "registers").share(), pytest.raises(StoreUnavailable, match="locked for too long"):
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
        assert {path.suffix for path in folders.registers.rglob("*") if path.is_file()} == {".json"}
        assert tiny.take_notices() == []
        if seen < failing:
            return
    pytest.fail("it never came to an end")
