"""Operators of a centre who move its work, each with a session of their own. Run by itself, one who does all of it that
there is, and tells of each deed: `python -m tests.relay.at_desk HOME NUMBER SEED`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from callscript import packs
from callscript.core import acts
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.tasks import TOLD, TaskRefused, held
from callscript.packs.versions import Versions
from callscript.runtime.centre import read_centre
from callscript.runtime.clock import SystemClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore
from callscript.store.others import shared
from callscript.store.ports import Lookup, Tasks
from callscript.store.relayed.relayed import Relayed

ROOT = Path(__file__).parents[2]
_CHUNK = 160
"""Pieces of work that are gone through before there is a look at the list again."""


class AtDesk(NamedTuple):
    """An operator who moves work."""

    store: FileStore
    tasks: Tasks
    lookup: Lookup
    work: Work
    others: Relayed

    def open(self) -> dict[str, TaskRecord]:
        """Return the open work of all, by id."""
        return {task.id: task for task in self.lookup.tasks()}

    def refused(self, task: str, deed: acts.Deed) -> tuple[str, str]:
        """Try to move work; return why that cannot be, and who has it."""
        with pytest.raises(TaskRefused) as why:
            self.work.do(task, deed)
        return why.value.code, why.value.by


@contextmanager
def sitting(folders: Folders, script: Script, operator: str) -> Generator[AtDesk]:
    """Have an operator sit at a host."""
    others = Relayed(folders, read_centre(folders.centre).store)
    store = FileStore(folders, None, others.recorded)
    seat = store.seats.sit_down(operator)
    tasks, lookup = shared(others, store.tasks, store.lookup)
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, tasks, lookup, store.outbox)
    versions = Versions(folders, script)
    yield AtDesk(
        store,
        tasks,
        lookup,
        Work(operator, script, versions, SystemClock(), Notices(), kept, seat.hold),
        others,
    )
    store.journal.close()
    others.leave()
    seat.leave()


def spawn(home: Path, operator: str, seed: int) -> subprocess.Popen[bytes]:
    """Start an operator who does all work that is to be had; what is said of each deed comes down a pipe."""
    command = [sys.executable, "-m", "tests.relay.at_desk", str(home), operator, str(seed)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0)


def work_on(home: str, operator: str, seed: str) -> None:
    """Take work, whichever, and do it, until there is none that nobody has."""
    chance, script, clock = random.Random(int(seed)), packs.read(packs.locate("ua-court")), SystemClock()
    with sitting(Folders.resolve(home), script, operator) as desk:
        while True:
            found = [task for task in desk.lookup.tasks() if not held(task, task.lease, clock.now())]
            if not found and desk.others.work.asked:
                return
            for task in chance.sample(found, min(_CHUNK, len(found))):
                _do(desk, task)
            time.sleep(0.0 if found else 0.2)


def _do(desk: AtDesk, task: TaskRecord) -> None:
    begun = time.perf_counter()
    try:
        desk.work.do(task.id, acts.Take())
        _say(f"taken {task.id} {time.perf_counter() - begun:.6f}")
        desk.work.do(task.id, acts.Finish("reached" if task.kind in TOLD else "done"))
        _say(f"done {task.id}")
    except TaskRefused as why:
        _say(f"refused {why.code}")


def _say(what: str) -> None:
    os.write(1, f"{what}\n".encode())


if __name__ == "__main__":
    work_on(*sys.argv[1:])
