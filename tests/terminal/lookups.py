"""A program whose look-ups take their time, and calls for it to look up."""

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

_SLOW_LOOKUP = """
import os, runpy, sys, time
seconds, gate = float(sys.argv.pop(1)), sys.argv.pop(1)

class Slow:
    def __init__(self, store):
        self._store = store
    def __getattr__(self, name):
        look_up = getattr(self._store, name)
        def after_a_while(*given):
            time.sleep(seconds)
            while os.path.exists(gate):
                time.sleep(0.02)
            return look_up(*given)
        return after_a_while

from callscript.service import lookup, startup
startup.Startup.lookup = lambda self, store: Slow(store.lookup)
read = lookup.Lookups._read
def read_slowly(self, call_id):
    Slow(self._journal).read_call(call_id)
    return read(self, call_id)
lookup.Lookups._read = read_slowly
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, with a `Lookup` of its own: each question takes so many seconds, and then as long as a file is there."""


def slow_program(place: Place, seconds: float = SLOW) -> tuple[str, ...]:
    """Return the program with look-ups that take so long, and longer while `<folder>/shut` is there."""
    return (sys.executable, "-c", _SLOW_LOOKUP, str(seconds), str(place.folder / "shut"))


def shut(place: Place, is_shut: bool = True) -> None:
    """Have look-ups answered no more, or again."""
    gate = place.folder / "shut"
    if is_shut:
        gate.touch()
    else:
        gate.unlink()


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
