"""Real processes, really killed, and a disk that is really full: what was acknowledged is there afterwards."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders
from callscript.store.errors import Locked, RecoveryFailed
from callscript.store.files import FileStore
from tests.store.children import ROOT, spawn
from tests.store.samples import CALL, START, log, records

KILLS = 30


def test_kill_at_any_moment(tiny: FileStore, folders: Folders) -> None:
    """Thirty sessions of one operator, each killed while appending to the same file: nothing acknowledged is lost."""
    chance = random.Random(20261123)
    attempted = acknowledged = recovered = lost = unexpected = 0
    for number in range(KILLS):
        call = f"20261123-17-kill{number}"
        child = spawn("append", folders.data, call)
        assert child.stdout
        assert child.stdout.readline()  # the first batch is under way
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        words = [line.split() for line in child.communicate()[0].splitlines() if line.count(b" ") == 1]
        tried = max([4, *(int(last) for what, last in words if what == b"try")])
        acked = max([1, *(int(last) for what, last in words if what == b"ack")])
        found = [event.seq for event in tiny.journal.read_call(call).events]
        attempted, acknowledged, recovered = attempted + tried, acknowledged + acked, recovered + len(found)
        lost += acked - min(acked, len(found))
        unexpected += max(0, len(found) - tried)
    print(  # noqa: T201 - the figures are the result
        f"\n{KILLS} kills: attempted {attempted}, acknowledged {acknowledged}, recovered {recovered}, "
        f"lost {lost}, unexpected {unexpected}"
    )
    assert (lost, unexpected) == (0, 0)
    assert acknowledged > KILLS
    assert tiny.journal.read_day(START.date()).problems == []
    assert tiny.take_notices() == []


def test_two_processes_filing_at_once(tiny: FileStore, folders: Folders) -> None:
    """Two sessions write the same registers at the same time: every call of both is there."""
    children = [spawn("file", folders.data, first, 40) for first in (0, 40)]
    assert [child.wait(60) for child in children] == [0, 0]
    for child in children:
        child.communicate()
    assert len(tiny.lookup.summaries(START.date())) == 80
    assert len(tiny.lookup.history("+380501234567")) == 80
    assert not tiny.registers.incomplete()


def test_killed_while_filing(tiny: FileStore, folders: Folders) -> None:
    """A process killed while filing leaves no lock and no half of a file; every call it said was filed is found."""
    chance = random.Random(20261123)
    filed: set[str] = set()
    for number in range(KILLS // 2):
        child = spawn("file", folders.data, number * 1000, 1000)
        assert child.stdout
        first = child.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        filed |= set((first + child.communicate()[0]).decode().splitlines())
    assert len(filed) >= KILLS // 2
    assert filed <= {each.id for each in tiny.lookup.summaries(START.date())}
    assert filed <= {each.summary.id for each in tiny.lookup.history("+380501234567")}
    assert not tiny.registers.incomplete()
    assert tiny.take_notices() == []
    events = log(phone="+380501234567")
    tiny.registers.file_call(*records(events))
    assert CALL in {each.id for each in tiny.lookup.summaries(START.date())}


def test_two_threads_filing_at_once(tiny: FileStore) -> None:
    """The lock keeps threads of one process apart as it does processes."""

    def file(first: int) -> None:
        for number in range(first, first + 20):
            events = log(f"20261123-17-n{number}", phone="+380501234567")
            tiny.registers.file_call(*records(events))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(file, (0, 20)))
    assert len(tiny.lookup.summaries(START.date())) == len(tiny.lookup.history("+380501234567")) == 40


def test_killed_while_recovering(tiny: FileStore, folders: Folders) -> None:
    """A program that dies whenever it restores a call neither loses the marker nor loops: the fourth start gives up."""
    seat = tiny.seats.sit_down("17")
    seat.begin(CALL)
    seat.leave()
    for attempt in (1, 2, 3):
        child = spawn("claim", folders.data)
        assert child.wait(60) == -9
        child.communicate()
        assert [path.name for path in folders.open_calls.iterdir()] == [f"{CALL}.attempt-{attempt}"]
    seat = tiny.seats.sit_down("17")
    with pytest.raises(RecoveryFailed) as failure:
        seat.claim()
    assert failure.value.call == CALL
    assert failure.value.kept
    assert Path(failure.value.kept).exists()
    assert seat.claim() is None
    seat.leave()


def test_the_seat_is_taken_across_processes(tiny: FileStore, folders: Folders) -> None:
    """While one process has the seat no other gets it; killed, it frees it at once, and the lock file stays."""
    child = spawn("sit", folders.data)
    assert child.stdout
    assert child.stdout.readline() == b"sitting\n"
    inode = (folders.locks / "17.lock").stat().st_ino
    with pytest.raises(Locked):
        tiny.seats.sit_down("17")
    child.kill()
    child.communicate()
    tiny.seats.sit_down("17").leave()
    assert (folders.locks / "17.lock").stat().st_ino == inode


def test_a_full_disk(tmp_path: Path) -> None:
    """On a file system of 400 KB: appends fail while it is full, succeed when it is not, and nothing is lost."""
    with small_disk(tmp_path) as inside:
        fill = [*inside, sys.executable, "-m", "tests.store.children", "fill_disk", str(tmp_path)]
        done = subprocess.run(fill, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    acknowledged, recovered = done.stdout.split()[1::2]
    assert int(acknowledged) == int(recovered) > 100


@contextmanager
def small_disk(folder: Path) -> Generator[list[str]]:
    """Make a folder a file system of 400 KB; yield what a command begins with that finds it so."""
    unshare = shutil.which("unshare")
    assert unshare, "this needs unshare, of the package util-linux"
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=700", "none", str(folder)]
    own = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--user", "--map-root-user", "--mount"]
    inside = [*own, "sh", "-c", f'{shlex.join(mount)} && exec "$@"', "sh"]
    if not subprocess.run([*inside, "true"], check=False, capture_output=True).returncode:
        yield inside
        return
    mounted = subprocess.run(mount, check=False, capture_output=True)  # in a chroot root may mount, but not apart
    assert not mounted.returncode, f"this needs a system that lets its users mount a tmpfs: {mounted.stderr.decode()}"
    try:
        yield []
    finally:
        subprocess.run(["umount", str(folder)], check=True)
