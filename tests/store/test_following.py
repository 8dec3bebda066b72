"""Journals that are followed while others write them, seats that are seen from outside, and records of who looks."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL

import pytest

from callscript.core.call import events as e
from callscript.core.call.events import Event
from callscript.runtime.files import replace
from callscript.runtime.paths import Folders
from callscript.store.access import Access, AccessRecords
from callscript.store.errors import StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.journal import format1, format2
from callscript.store.journal.following import FollowedFile
from callscript.store.life import FileLife
from callscript.store.names import desk_log_id, file_name, operator_named, parse_log_id
from tests.store.children import ROOT, spawn
from tests.store.samples import CALL, log, stamping

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A home."""
    folders = Folders.resolve(tmp_path / "home")
    folders.make()
    return folders


@pytest.fixture
def store(folders: Folders) -> Iterator[FileStore]:
    """The store of a session there."""
    store = FileStore(folders, stamping)
    yield store
    store.journal.close()


def file_of(folders: Folders, call: str = CALL) -> Path:
    """Return the journal of a call."""
    ref = parse_log_id(call)
    assert ref
    return ref.journal(folders.journal)


def lines_of(folders: Folders) -> list[bytes]:
    """Return the lines of the sample call's journal, without their ends."""
    return file_of(folders).read_bytes().splitlines()


def followed(file: FollowedFile) -> list[Event]:
    """Return the events of the sample call that are new."""
    return [event for call, event in file.events() if call == CALL]


def test_each_event_once_as_it_is_appended(folders: Folders, store: FileStore) -> None:
    """A look takes in what was appended since, whatever of it: half a line waits for its other half."""
    file, events = FollowedFile(file_of(folders)), log(length=9)
    assert file.look()
    assert followed(file) == []
    store.journal.append(CALL, events)
    data = file_of(folders).read_bytes()
    found: list[Event] = []
    chance = random.Random(7)
    ends = sorted({*(chance.randrange(len(data)) for _ in range(40)), len(data)})
    for end in ends:
        with file_of(folders).open("r+b") as cut:  # in place, as it is appended to
            cut.truncate(0)
            cut.write(data[:end])
        os.utime(file_of(folders), ns=(end, end))
        assert file.look()
        found += followed(file)
    assert found == events
    assert file.look()
    assert followed(file) == []


def test_a_journal_that_was_cut_back_or_replaced_is_read_anew(folders: Folders, store: FileStore) -> None:
    """After a failed save, and after an erasure, what was yielded before counts no more."""
    file = FollowedFile(file_of(folders))
    store.journal.append(CALL, log(length=5))
    assert file.look()
    assert len(followed(file)) == 5
    whole = file_of(folders).read_bytes()
    with file_of(folders).open("r+b") as cut:
        cut.truncate(whole.rindex(b"\n", 0, -1) + 1)
    assert not file.look()
    assert len(followed(file)) == 4
    store.journal.close()
    replace(file_of(folders), b"".join(format2.erased(line, {"value"}) + b"\n" for line in lines_of(folders)))
    assert not file.look()
    assert len(followed(file)) == 4
    file_of(folders).unlink()
    assert not file.look()
    assert file.look()
    assert followed(file) == []


def test_a_closed_call_is_passed_over_but_for_its_end(folders: Folders, store: FileStore) -> None:
    """Nobody leads it; what is done at the desk is no call; what is written twice counts once, in any order."""
    store.journal.append(CALL, [*log(length=3), closed := e.Closed(seq=4, at=NOW)])
    store.journal.append(desk_log_id("17", NOW.date()), [e.Drafted(seq=1, at=NOW, place="x", text="y", call=CALL)])
    other = "20261123-17-other"
    store.journal.append(other, events := log(other, 3))
    lines = file_of(folders).read_bytes().splitlines(keepends=True)
    file_of(folders).write_bytes(b"".join([*lines[:-3], lines[-3], lines[-1], lines[-2], lines[-1], b"{no line}\n"]))
    file = FollowedFile(file_of(folders))
    assert file.look()
    assert list(file.events()) == [(CALL, closed), *((other, event) for event in events)]


def test_a_line_that_was_changed_ends_its_call(folders: Folders, store: FileStore) -> None:
    """As when it is read: up to the first event that is missing or was changed. Format 1 has no chain."""
    store.journal.append(CALL, events := log(length=5))
    lines = file_of(folders).read_bytes().splitlines(keepends=True)
    file_of(folders).write_bytes(b"".join([*lines[:2], lines[3]]))
    file = FollowedFile(file_of(folders))
    assert file.look()
    assert followed(file) == events[:2]
    file_of(folders).write_bytes(b"".join(format1.encode(CALL, event, {}) for event in events))
    assert not file.look()
    assert followed(file) == events


def test_a_seat_is_seen_without_being_tried(folders: Folders) -> None:
    """It is taken while its session lives, with the moment since, and free as soon as that is killed with -9."""
    life = FileLife(folders.locks)
    assert life.seated(NOW) == {}
    began = datetime.now(UTC)
    with spawn("sit", folders.data) as sitting:
        assert sitting.stdout
        assert sitting.stdout.readline() == b"sitting\n"
        now = datetime.now(UTC)
        seen = life.seated(now)
        assert set(seen) == {"17"}
        since = seen["17"].since
        assert since
        assert -1 < (since - began).total_seconds() <= (now - began).total_seconds()
        assert life.seated(now) == seen
        sitting.send_signal(SIGKILL)
    assert life.seated(NOW) == {}
    aside = FileStore(folders, stamping).seats.sit_down("17", aside=True)
    assert life.seated(NOW) == {}
    aside.leave()


LETTING_GO = """
import fcntl, pathlib, sys
files = [pathlib.Path(sys.argv[1], f"other-{number}").open("w") for number in range(30)]
while True:
    for how in (fcntl.LOCK_EX, fcntl.LOCK_UN):
        for file in files:
            fcntl.flock(file, how)
"""
"""A program that takes locks and lets go of them, without end."""


def test_nobody_is_missed_where_others_let_go_of_locks(folders: Folders) -> None:
    """The kernel tells its list in pieces, and skips some where it has grown shorter meanwhile: they are not gone."""
    numbers = {str(number) for number in range(150)}
    files = FileStore(folders, stamping)
    seats = [files.seats.sit_down(number) for number in numbers]
    command = [sys.executable, "-c", LETTING_GO, str(folders.data)]
    with subprocess.Popen(command) as one, subprocess.Popen(command) as another:
        try:
            life = FileLife(folders.locks)
            assert [numbers - life.seated(NOW).keys() for _ in range(100)] == [set()] * 100
        finally:
            one.kill()
            another.kill()
    for seat in seats:
        seat.leave()


def test_without_a_list_of_locks_it_is_said(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is shown as gone, or free, by a system that does not tell."""
    monkeypatch.setattr("callscript.store.life._LOCKS", folders.data / "none")
    with pytest.raises(StoreUnavailable, match="only Linux"):
        FileLife(folders.locks).seated(NOW)


@pytest.mark.parametrize("number", ["17", "a b", "Ж-1", "_", "17_aside", "", "x" * 300])
def test_a_number_is_read_off_the_name_of_its_file(number: str) -> None:
    """But for one too long to be written there."""
    name = file_name(number)
    assert operator_named(name) == (name if len(number) > 100 or not number else number)


def test_what_no_number_is_written_as_stays() -> None:
    """Another file's name is no number's."""
    assert [operator_named(name) for name in ("_ff", "_anybody", "_41")] == ["_ff", "_anybody", "_41"]


RECORDS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from callscript.store.access import Access, AccessRecords
records, number = AccessRecords(Path(sys.argv[1])), 0
while True:
    number += 1
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    records.record(Access(at=at, account="a", uid=7, call=f"c{number}", operator="17"))
    print(number, flush=True)
"""


@pytest.mark.parametrize("read", [1, 3, 8])
def test_records_of_who_looks_are_kept_whoever_is_killed(folders: Folders, read: int) -> None:
    """What was told to be recorded is, after kill -9; a line that was cut short spoils no other."""
    command = [sys.executable, "-c", RECORDS, str(folders.access)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writing:
        assert writing.stdout
        acknowledged = [int(writing.stdout.readline()) for _ in range(read)][-1]
        writing.send_signal(SIGKILL)
    records = AccessRecords(folders.access)
    assert [each.call for each in records.all()][:acknowledged] == [f"c{at + 1}" for at in range(acknowledged)]
    (file,) = folders.access.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    left = list(records.all())
    last = Access(at=NOW, account="a", uid=7, call="last", operator="17", by="5", host="h")
    records.record(last)
    assert list(records.all()) == [*left, last]
    assert (file.stat().st_mode & 0o777, folders.access.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_line_that_is_no_record_is_passed_over(folders: Folders) -> None:
    """Such as one of a newer release; without the folder there is none."""
    from callscript.store.journal import checksum

    assert list(AccessRecords(folders.access).all()) == []
    AccessRecords(folders.access).record(Access(at=NOW, account="a", uid=7, call="c", operator="17"))
    (file,) = folders.access.iterdir()
    file.write_bytes(checksum.closed(b'{"at":1') + file.read_bytes())
    assert len(list(AccessRecords(folders.access).all())) == 1
