"""Processes that the benchmarks of the store start: `python -m benchmarks.store_child WHAT HOME …`."""

from __future__ import annotations

import asyncio
import sys
from itertools import cycle, islice
from pathlib import Path

from benchmarks.store_calls import PACK, STAMPING
from callscript.commands.run import demo_profile
from callscript.runtime.clock import SystemClock
from callscript.runtime.paths import Folders
from callscript.service.desk import Desk
from callscript.service.startup import Startup


def append(home: str, count: str) -> None:
    """Append events, one at a time."""
    from benchmarks.store_append import sample
    from callscript.store.journal.journal import FileJournal

    journal = FileJournal(Path(home), STAMPING)
    for event in islice(cycle(sample().log), int(count)):
        journal.append(sample().id, [event])


def start(home: str) -> None:
    """Get all that the first screen shows."""
    profile = demo_profile(PACK)
    desk = Startup(Folders.resolve(home), SystemClock(), profile).open_desk(profile)
    asyncio.run(_look(desk))
    desk.leave()


async def _look(desk: Desk) -> None:
    await desk.lookups.today()
    await desk.lookups.tasks()
    await desk.left_open()


def crowd(folder: str, operator: str, calls: str) -> None:
    """Lead calls, say so; then save those asked for to the store asked for and print a round, until nobody asks."""
    from benchmarks.store_saver import Saver

    saver = Saver(Path(folder), operator, int(calls))
    print(flush=True)
    for line in sys.stdin:
        kind, first, end = line.split()
        print(saver.save(kind, int(first), int(end)), flush=True)
    saver.close()


if __name__ == "__main__":
    {"append": append, "start": start, "crowd": crowd}[sys.argv[1]](*sys.argv[2:])
