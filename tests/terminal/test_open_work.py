"""Open work in a real terminal, under both standards: promised, taken by another operator, done the next day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callscript.core import acts
from callscript.core.call import events as e
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import start
from tests.service.at_work import sit_down
from tests.terminal.calls import LV, UA
from tests.terminal.still import StillPlace

PHONE = {"ua": "+380671234567", "lv": "+37129123456"}
ROUTES = {"ua": UA, "lv": LV}
PROMISED = {
    "ua": ("", "", "", "*8", "0671234567", "1", "", "*0", "2", "", ""),
    "lv": ("", "", "", "Ozola", "*8", "29123456", "1", "", "*0", "2", "", ""),
}
"""What is typed until a call-back within the hour is promised, the caller has hung up and the call is closed."""
SIZES = {"80x24": (80, 24), "60x20": (60, 20), "40x10": (40, 10)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("standard", PROMISED)
def test_promised_taken_by_another_done_the_next_day(standard: str, size: str, tmp_path: Path) -> None:
    """It is handed over on screen; who has it since when is told; what № 18 has done the day after is open no more."""
    place = StillPlace(tmp_path, ROUTES[standard])
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in PROMISED[standard]:
            talk.say(line)
    store = FileStore(Folders.resolve(place.home))
    (task,) = store.lookup.tasks()
    columns, rows = SIZES[size]
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("New call")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 1", PHONE[standard])
        terminal.press("1")
        terminal.wait_for(PHONE[standard])
        terminal.press("3")
        terminal.wait_for("To which operator?")
        terminal.type("18")
        terminal.press("enter")
        terminal.wait_for("It may stay empty")
        terminal.press("enter")
        terminal.wait_for("Recorded: № 18")
        terminal.press("f12", "tab")
        terminal.wait_for("of all operators", "№ 18")
        clock = FakeClock(task.due - timedelta(minutes=30))
        _store, work = sit_down(Folders.resolve(place.home), place.script, "18", clock)
        work.do(task.id, acts.Take())
        terminal.press("1")
        terminal.wait_for(PHONE[standard])
        terminal.press("1")
        terminal.wait_for("№ 18 has it since 10:30")
        place.pass_time(24 * 3600)
        clock.advance(24 * 3600)
        work.do(task.id, acts.Finish("reached"))
        terminal.press("f12")
        terminal.wait_for("Open work: 0")
        terminal.press("f12")
        terminal.wait_for("New call")
    done = store.tasks.of_call(task.call)
    assert [type(event) for event in done] == [e.TaskHandedOver, e.TaskTaken, e.TaskDone]
    assert [event.by for event in done] == ["17", "18", "18"]
    assert done[-1].at - done[-2].at == timedelta(days=1)
