"""A program whose store takes its time, and calls for it to look up."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from callscript.commands.run import demo_profile
from callscript.core.call import commands as c
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.forms.wrap_up import WrapUp
from callscript.service.startup import Startup
from tests.terminal.calls import Place

SLOW = 2.0
"""Seconds that each look-up takes."""
AT_ONCE = 1.0
"""Seconds within which all else is done: less than half of one look-up, on a machine that is busy too."""

_SLOW_STORE = """
import os, runpy, sys, time
seconds, gate = float(sys.argv.pop(1)), sys.argv.pop(1)

class Slow:
    def __init__(self, port, *names):
        self._port, self._names = port, names
    def __getattr__(self, name):
        do = getattr(self._port, name)
        def after_a_while(*given, **named):
            time.sleep(seconds)
            if os.path.exists(gate):
                with open(f"{gate}-{name}", "a") as asked:
                    asked.write("?")
            while os.path.exists(gate):
                time.sleep(0.02)
            return do(*given, **named)
        return after_a_while if name in self._names else do

class Seats:
    def __init__(self, seats):
        self._seats = seats
    def sit_down(self, operator):
        while os.path.exists(gate) and operator == "18":
            open(gate + "-asked", "w").close()
            time.sleep(0.02)
        return self._seats.sit_down(operator)

from callscript.service import startup
from callscript.store.files import FileStore
from callscript.store.ports import Store

def store(*given):
    files = FileStore(*given)
    return Store(
        journal=Slow(files.journal, "read_call"),
        outbox=files.outbox,
        seats=Seats(files.seats),
        registers=files.registers,
        tasks=files.tasks,
        lookup=Slow(files.lookup, "summaries", "history", "tasks", "find"),
    )

startup.FileStore = store
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, on a store of its own: each question takes so many seconds, and then as long as a file is there; so does
the reading of a call, and operator 18's seat.
"""


def slow_program(place: Place, seconds: float = SLOW) -> tuple[str, ...]:
    """Return the program with look-ups that take so long, and longer while `<folder>/shut` is there."""
    return (sys.executable, "-c", _SLOW_STORE, str(seconds), str(place.folder / "shut"))


def asked(place: Place, name: str) -> int:
    """Return how many questions of a name were asked while look-ups were answered no more."""
    noted = place.folder / f"shut-{name}"
    return len(noted.read_text()) if noted.exists() else 0


def shut(place: Place, is_shut: bool = True) -> None:
    """Have look-ups answered no more, or again."""
    gate = place.folder / "shut"
    if is_shut:
        gate.touch()
    else:
        gate.unlink()


def desk_is_asked_for(place: Place) -> bool:
    """Tell whether the program waits for operator 18's seat."""
    return (place.folder / "shut-asked").exists()


def file_calls(place: Place, callers: Iterable[tuple[str, str]]) -> None:
    """File calls of today, each from a number, by a caller of a name."""
    asyncio.run(_file_calls(place, callers))


async def _file_calls(place: Place, callers: Iterable[tuple[str, str]]) -> None:
    profile = demo_profile(str(place.pack))
    desk = Startup(Folders.resolve(place.home), FakeClock(datetime.now(UTC)), profile).open_desk(profile)
    for number, name in callers:
        session = await desk.start_call(number)
        await session.do(c.Fill("surname", name))
        await session.do(c.LoseLine())
        wrap_up = WrapUp(session, desk.now)
        while not session.call.closed:
            await wrap_up.go("")
        await desk.finish(session)
    desk.leave()
