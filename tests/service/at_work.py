"""Operators who lead calls and take all the work of a home that they can get, each a process:
`python -m tests.service.at_work HOME NUMBER SEED CALLS`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.store_calls import lead, phone
from callscript import packs
from callscript.core import acts
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.tasks import TOLD, TaskRefused
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock, SystemClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.summary import filed
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore
from callscript.store.registers import locks

ROOT = Path(__file__).parents[2]


def spawn(home: Path, operator: str, seed: int, calls: int = 0) -> subprocess.Popen[bytes]:
    """Start an operator, who leads so many calls first; what is said of each deed comes down a pipe."""
    command = [sys.executable, "-m", "tests.service.at_work", str(home), operator, str(seed), str(calls)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0)


def sit_down(folders: Folders, script: Script, operator: str, clock: Clock | None = None) -> tuple[FileStore, Work]:
    """Return what an operator works with, in files, on the machine's clock or another."""
    store = FileStore(folders)
    seat = store.seats.sit_down(operator)
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
    versions = Versions(folders, script)
    return store, Work(operator, script, versions, clock or SystemClock(), Notices(), kept, seat.hold)


def work_on(home: str, operator: str, seed: str, calls: str) -> None:
    """Lead calls, each of which leaves work, and do some other work after each; in the end do what there still is."""
    waits = _measure_waits()
    chance, script = random.Random(int(seed)), packs.read(packs.locate("ua-court"))
    store, work = sit_down(Folders.resolve(home), script, operator)
    work.look()
    for number in range(int(calls)):
        led = lead(operator, datetime.now(UTC) - timedelta(minutes=30), phone(number), appeal=True)
        store.journal.append(led.id, led.log)
        if found := filed(script, fold_all(script, led.log)):
            store.registers.file_call(*found)
            _say(f"led {led.id} {len(found.tasks)}")
        _do_one(store, work, chance)
    while _do_one(store, work, chance):
        pass
    if waits:  # else others had done all of it before
        _say(f"waited {' '.join(f'{each:.6f}' for each in waits)}")


def _do_one(store: FileStore, work: Work, chance: random.Random) -> bool:
    """Take work that is open, whichever, and do it; False: there is none."""
    tasks = store.lookup.tasks()
    if not tasks:
        return False
    task = chance.choice(tasks)
    try:
        work.do(task.id, acts.Take())
        _say(f"taken {task.id}")
        work.do(task.id, acts.Finish("reached" if task.kind in TOLD else "done"))
        _say(f"done {task.id}")
    except TaskRefused as refused:
        _say(f"refused {task.id} {refused.code} {refused.by or '-'}")
    return True


def _measure_waits() -> list[float]:
    """Have each wait for a lock of the registers measured; return the seconds, as they come."""
    waits: list[float] = []
    held = locks.held

    @contextmanager
    def measured(file: Path, how: int, patience: float) -> Generator[Path | None]:
        begun = time.monotonic()
        with held(file, how, patience) as kept:
            waits.append(time.monotonic() - begun)
            yield kept

    locks.held = measured
    return waits


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    work_on(*sys.argv[1:5])
