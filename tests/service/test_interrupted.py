"""How long a call was interrupted is told by a clock that nobody sets; where none does, it says about."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.call.timers import countdowns
from callscript.dialogue.show.clocks import clock_words, clocks, hold_note
from callscript.runtime.clock import FakeClock
from callscript.store.journal.stamp import of_this_machine
from tests.service.conftest import Table

AWAY = 40.0
"""Seconds until the call is taken up again."""
HELD = 5.0
"""Seconds on hold before."""
LIMIT = 180


async def on_hold(home: Path) -> FakeClock:
    """Leave a call open on hold; return its clock."""
    clock = FakeClock(running=1000.0)
    table = Table(home, stamping=of_this_machine(clock), clock=clock)
    session = await table.desk.start_call()
    for command in (c.Advance(), c.Advance(), c.TakeDetour("hold")):
        await session.do(command)
    while not session.call.running:
        step = session.script.steps[session.call.step]
        await session.do(c.Answer(step.options[0].id) if hasattr(step, "options") else c.Advance())  # type: ignore[union-attr]
    clock.advance(HELD)
    await session.do(c.SwitchLanguage("en"))
    table.desk.leave()
    return clock


@pytest.mark.parametrize("set_by", [0.0, -3600.0, 3600.0])
@pytest.mark.parametrize("boot", ["boot", "another"])
async def test_the_hold_clock_after_a_restart(tmp_path: Path, set_by: float, boot: str) -> None:
    """Set back or forward meanwhile, the same start of the machine tells; after another start it says about."""
    before = await on_hold(tmp_path)
    running = 1000.0 + HELD + AWAY if boot == "boot" else 10.0
    clock = FakeClock(before.now() + timedelta(seconds=AWAY + set_by), running=running, boot=boot)
    table = Table(tmp_path, stamping=of_this_machine(clock), clock=clock)
    left = await table.desk.left_open()
    assert left
    session = await table.desk.resume(left)

    def shown() -> int:
        (count,) = countdowns(session.script, session.call, table.desk.now())
        return count.left

    sure = boot == "boot"
    away = AWAY if sure else max(0.0, AWAY + set_by)
    assert shown() == int(LIMIT - HELD - away)
    clock.advance(7)
    assert shown() == int(LIMIT - HELD - away) - 7, "it never stands still"
    (line,) = clocks(session.script, session.call, table.desk.now())
    assert ("about" in clock_words(line)) is not sure
    await session.do(c.TakeDetour("hold"))
    assert ("about" in hold_note(session.script, session.call)) is not sure
    table.desk.leave()
