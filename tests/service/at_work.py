"""Operators who take all the work of a home that they can get, each a process:
`python -m tests.service.at_work HOME NUMBER SEED`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from callscript import packs
from callscript.core import acts
from callscript.core.script.model import Script
from callscript.core.tasks import TaskRefused
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock, SystemClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore

ROOT = Path(__file__).parents[2]


def spawn(home: Path, operator: str, seed: int) -> subprocess.Popen[bytes]:
    """Start an operator; what is said of each deed comes down a pipe."""
    command = [sys.executable, "-m", "tests.service.at_work", str(home), operator, str(seed)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0)


def sit_down(folders: Folders, script: Script, operator: str, clock: Clock | None = None) -> tuple[FileStore, Work]:
    """Return what an operator works with, in files, on the machine's clock or another."""
    store = FileStore(folders)
    seat = store.seats.sit_down(operator)
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
    versions = Versions(folders, script)
    return store, Work(operator, script, versions, clock or SystemClock(), Notices(), kept, seat.hold)


def work_on(home: str, operator: str, seed: str) -> None:
    """Take work that is open, in no order, and do it, until there is none."""
    chance = random.Random(int(seed))
    store, work = sit_down(Folders.resolve(home), packs.read(packs.locate("ua-court")), operator)
    work.look()
    while tasks := store.lookup.tasks():
        task = chance.choice(tasks)
        try:
            work.do(task.id, acts.Take())
            _say(f"taken {task.id}")
            work.do(task.id, acts.Finish("reached"))
            _say(f"done {task.id}")
        except TaskRefused as refused:
            _say(f"refused {task.id} {refused.code} {refused.by or '-'}")


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    work_on(*sys.argv[1:4])
