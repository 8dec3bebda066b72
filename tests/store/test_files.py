"""The files of the store: for their owner alone, and never emptied in silence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from callscript.paths import Folders
from callscript.store.errors import Damaged, StoreFull, StoreUnavailable
from callscript.store.tiny import TinyStore
from tests.store.samples import CALL, START, log, summarise, summary, task
from tests.store.test_journal import size_limit

PHONE = "+380501234567"
EVENTS = [*log(phone=PHONE), task(6)]


@pytest.fixture
def filed(tiny: TinyStore) -> TinyStore:
    """A store with one call, journalled and filed."""
    tiny.append(CALL, EVENTS)
    tiny.file_call(summary(EVENTS), EVENTS)
    return tiny


@pytest.fixture
def no_umask() -> Iterator[None]:
    """A umask that forbids nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_umask")
def test_nobody_else_can_read(filed: TinyStore, folders: Folders) -> None:
    """Folders are 0700 and files 0600 whatever the umask: the registers, the journal, locks, markers, kept files."""
    seat = filed.sit_down("17")
    seat.begin(CALL)
    next((folders.registers / "calls").rglob("17.json")).write_text("garbage")
    filed.summaries(START.date())
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [folders.data, *folders.data.rglob("*")]}
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in found.items() if path.is_file()} == {0o600}
    assert {path.name for path in found} >= {"17.jsonl", "17.lock", "registers.lock", "17.json.damaged-1", "incomplete"}
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
    b'{"records":{"1"',
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_register_is_never_taken_for_an_empty_one(filed: TinyStore, folders: Folders, damage: bytes) -> None:
    """It is set aside, the operator is told to rebuild, what is filed next is kept, and a rebuild brings all back."""
    files = list(folders.registers.rglob("*.json"))
    assert len(files) == 3
    for path in files:
        path.write_bytes(damage)
    assert filed.summaries(START.date()) == []
    assert filed.history(PHONE) == []
    assert filed.tasks("17") == []
    notices = filed.take_notices()
    assert {notice.file for notice in notices} == set(files)
    assert all("callscript rebuild" in str(notice) and notice.kept for notice in notices)
    assert filed.incomplete()

    other = log("20261123-17-other", phone=PHONE)
    filed.append("20261123-17-other", other)
    filed.file_call(summary(other), other)
    assert filed.incomplete()
    assert filed.rebuild(summarise).calls == 2
    assert not filed.incomplete()
    assert len(filed.summaries(START.date())) == len(filed.history(PHONE)) == 2
    assert len(filed.tasks("17")) == 1
    assert len(list(folders.registers.rglob("*"))) == 3 + len({"calls", "2026-11-23", "phones", "tasks"})


@pytest.mark.parametrize("folder", ["calls", "phones", "tasks"])
def test_damage_found_while_filing(filed: TinyStore, folders: Folders, folder: str) -> None:
    """Filing a call works even if a register is damaged; that it is, is told."""
    path = next((folders.registers / folder).rglob("*.json"))
    path.write_bytes(b"null")
    filed.file_call(summary(EVENTS), EVENTS)
    assert len(filed.take_notices()) == 1
    assert filed.incomplete()
    assert filed.history(PHONE)[0].summary == summary(EVENTS)


def test_a_register_is_replaced_whole_or_not_at_all(filed: TinyStore, folders: Folders) -> None:
    """Without room a call is not filed, and the error says so; what was filed before is untouched."""
    before = {path: path.read_bytes() for path in folders.registers.rglob("*.json")}
    other = log("20261123-17-other", phone=PHONE)
    with size_limit(100), pytest.raises(StoreFull):
        filed.file_call(summary(other), other)
    assert {path: path.read_bytes() for path in folders.registers.rglob("*") if path.is_file()} == before
    filed.file_call(summary(other), other)
    assert len(filed.history(PHONE)) == 2


def test_a_rebuild_cut_short_is_remembered(filed: TinyStore) -> None:
    """Until a rebuild has come to its end the registers are called incomplete."""
    with size_limit(100), pytest.raises(StoreFull):
        filed.rebuild(summarise)
    assert filed.incomplete()
    filed.rebuild(summarise)
    assert not filed.incomplete()


def test_rebuild_reports_damaged_journals_and_leaves_them(filed: TinyStore, folders: Folders) -> None:
    """Rebuilding only reads the journals: repairing them is for the session that writes them."""
    path = next(folders.journal.rglob("*.jsonl"))
    path.write_bytes(b"garbage\n" + path.read_bytes())
    before = path.read_bytes()
    result = filed.rebuild(summarise)
    assert (result.calls, len(result.problems)) == (1, 1)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"null", b"{}", b'{"call": "../x"}', b'{"call": 5}', b"\xff"])
def test_a_damaged_marker_is_set_aside_once(tiny: TinyStore, folders: Folders, content: bytes) -> None:
    """It is said where it is kept and how to find the call; the next start is free of it."""
    seat = tiny.sit_down("17")
    seat.begin(CALL)
    marker = folders.open_calls / "17.json"
    marker.write_bytes(content)
    with pytest.raises(Damaged, match="callscript calls") as damage:
        seat.claim()
    assert damage.value.kept
    assert damage.value.kept.read_bytes() == content
    assert seat.claim() is None
    seat.leave()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Where a file is in the way, every part of the store says that it is unavailable, in words."""
    (tmp_path / "home").write_text("")
    store = TinyStore(Folders.find(tmp_path / "home"))
    for attempt in (
        lambda: store.append(CALL, EVENTS),
        lambda: store.file_call(summary(EVENTS), EVENTS),
        lambda: store.sit_down("17"),
    ):
        with pytest.raises(StoreUnavailable, match="Not a directory"):
            attempt()


def test_registers_keep_words_as_they_are(filed: TinyStore, folders: Folders) -> None:
    """A hostile name is data on its way in and out."""
    text = next((folders.registers / "calls").rglob("*.json")).read_bytes()
    assert b"\x1b" not in text
    assert msgspec.json.decode(text)
    assert filed.summaries(START.date())[0].name == "Іван [/red] \x1b[c"


def test_waiting_for_the_registers_has_an_end(
    tiny: TinyStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that does not let go of the registers does not hang the call: filing is tried again later."""
    monkeypatch.setattr("callscript.store.registers.PATIENCE", 0.05)
    tiny.file_call(summary(EVENTS), EVENTS)
    with FileLock(folders.locks / "registers.lock"), pytest.raises(StoreUnavailable, match="locked for too long"):
        tiny.file_call(summary(EVENTS), EVENTS)
    tiny.file_call(summary(EVENTS), EVENTS)
