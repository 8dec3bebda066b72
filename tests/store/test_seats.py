"""The seat in files: its lock may be removed, and anything may stand in the place of a lock or a marker."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders
from callscript.store.errors import Locked, RecoveryFailed, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.seat_lock import SeatLock
from callscript.store.seats import all_markers
from tests.store.opened import opened
from tests.store.samples import CALL


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(path.parent):
        made.bind(path.name)


strangers = pytest.mark.parametrize("make", [link, os.mkfifo, Path.mkdir, listen])


def test_a_lock_removed_and_taken_by_another(tiny: FileStore, folders: Folders) -> None:
    """Whoever sat first is told before anything is written, and writes nothing while another one sits."""
    first = tiny.seats.sit_down("17")
    assert first.hold()
    (folders.locks / "17.lock").unlink()
    second = FileStore(folders).seats.sit_down("17")
    for _ in range(2):
        with pytest.raises(Locked):
            first.hold()
    second.leave()
    assert not first.hold(), "another one may have sat there"
    assert "removed" in first.take_notices()[0].reason
    assert first.hold()
    with pytest.raises(Locked):
        FileStore(folders).seats.sit_down("17")
    first.leave()


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_lock_removed_with_nobody_else_there(tiny: FileStore, folders: Folders, how: str) -> None:
    """It is made anew and told once; nobody else gets the seat."""
    seat = tiny.seats.sit_down("17")
    lock = folders.locks / "17.lock"
    lock.unlink()
    if how == "replaced":
        lock.touch()
    assert not seat.hold()
    assert seat.hold()
    assert len(seat.take_notices()) == 1
    with pytest.raises(Locked):
        FileStore(folders).seats.sit_down("17")
    seat.leave()
    FileStore(folders).seats.sit_down("17").leave()


@strangers
def test_anything_in_the_place_of_a_lock(tiny: FileStore, folders: Folders, make: Callable[[Path], None]) -> None:
    """It is moved aside as it is, and told; the seat is taken."""
    folders.make()
    lock = folders.locks / "17.lock"
    make(lock)
    before = lock.lstat().st_ino
    seat = tiny.seats.sit_down("17")
    (told,) = seat.take_notices()
    assert told.kept
    assert Path(told.kept).lstat().st_ino == before
    assert seat.hold()
    seat.leave()


@strangers
@pytest.mark.parametrize("name", ["20261123-17-abc.open", "20261123-17-abc.attempt-2", "17.json"])
def test_anything_in_the_place_of_a_marker(
    tiny: FileStore, folders: Folders, make: Callable[[Path], None], name: str
) -> None:
    """It marks a call at most, is never opened, and is out of the way once that call is closed."""
    folders.make()
    make(folders.open_calls / name)
    seat = tiny.seats.sit_down("17")
    if name == "17.json":
        with pytest.raises(Exception, match="does not name a call"):
            seat.claim()
    else:
        assert seat.claim() == CALL
        seat.confirm(CALL)
        seat.done(CALL)
    assert seat.claim() is None
    assert seat.marked() == []
    seat.begin(CALL)
    assert seat.marked() == [CALL]
    seat.leave()


def test_markers_that_cannot_be_made_stop_no_seat(tiny: FileStore, folders: Folders) -> None:
    """The folder of the markers is needed for a call, not for sitting down."""
    folders.data.mkdir(parents=True)
    folders.open_calls.write_bytes(b"")
    seat = tiny.seats.sit_down("17")
    assert seat.hold()
    with pytest.raises(Exception, match="open"):
        seat.begin(CALL)
    with pytest.raises(StoreUnavailable, match="open: Not a directory"):
        seat.claim()
    seat.leave()


def test_what_is_named_like_a_marker_of_no_call_marks_none(tiny: FileStore, folders: Folders) -> None:
    """It belongs to no operator, and is left where it is."""
    folders.make()
    for name in ("nonsense.open", "20261123-17-desk.open"):
        (folders.open_calls / name).touch()
    assert {marker.operator for marker in all_markers(folders.open_calls)} == {""}
    seat = tiny.seats.sit_down("17")
    assert (seat.marked(), seat.claim()) == ([], None)
    seat.leave()


def test_a_lock_that_is_taken_again_lets_go_of_the_file_before(tmp_path: Path) -> None:
    """Taken a second time it is held as before, and nothing stays open of the first time."""
    lock = SeatLock(tmp_path / "17.lock")
    assert lock.take()
    assert lock.take()
    assert lock.held
    lock.file.unlink()
    assert not lock.held
    assert lock.take()
    assert opened(lock.file) == [str(lock.file)]
    other = SeatLock(lock.file)
    assert not other.take()
    assert opened(lock.file) == [str(lock.file)], "nothing stays open of one that somebody else has either"
    lock.release()
    assert other.take()
    other.release()


def test_a_lock_that_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken for one that somebody else has, and nothing stays open."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(OSError, match="no locks available"):
        SeatLock(tmp_path / "17.lock").take()
    assert opened(tmp_path) == []


def test_a_lock_replaced_in_the_moment_of_locking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is there now is locked, and nothing stays open of the one that is gone."""
    file, real, removed = tmp_path / "17.lock", fcntl.flock, False

    def flock(fd: int, how: int) -> None:
        nonlocal removed
        real(fd, how)
        if not removed:
            file.unlink()
            removed = True

    monkeypatch.setattr("fcntl.flock", flock)
    lock = SeatLock(file)
    assert lock.take()
    assert lock.held
    assert opened(tmp_path) == [str(file)]
    lock.release()


@pytest.mark.parametrize(("names", "stands"), [(["recovering-1", "json"], True), (["recovering-1"], False)])
def test_of_the_markers_of_the_release_before_one_stands(
    tiny: FileStore, folders: Folders, names: list[str], stands: bool
) -> None:
    """A plain one beside attempts is the newer one; without it the attempts are as many as were made."""
    folders.make()
    for name in (*names, "recovering-3"):
        (folders.open_calls / f"17.{name}").write_text(f'{{"call":"{CALL}"}}')
    seat = tiny.seats.sit_down("17")
    if stands:
        assert seat.claim() == CALL
    else:
        with pytest.raises(RecoveryFailed):
            seat.claim()
    seat.leave()


def test_what_is_done_to_a_marker_lasts(tiny: FileStore, folders: Folders, synced: set[str]) -> None:
    """Its name is made to last each time: when it is made, counted, confirmed and removed."""
    seat = tiny.seats.sit_down("17")
    for act in (lambda: seat.begin(CALL), seat.claim, lambda: seat.confirm(CALL), lambda: seat.done(CALL)):
        synced.clear()
        act()
        assert str(folders.open_calls) in synced
    seat.leave()
