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
from tests.core.scripts import due_of
from tests.plain.conversation import start
from tests.service.at_work import sit_down
from tests.terminal.any_terminal import soon
from tests.terminal.calls import LV, UA
from tests.terminal.still import StillPlace

PHONE = {"ua": "+380671234567", "lv": "+37129123456"}
ROUTES = {"ua": UA, "lv": LV}
PROMISED = {
    "ua": ("", "", "", "*8", "Судовий збір", "0671234567", "1", "", "*0", "2", "", ""),
    "lv": ("", "", "", "Ozola", "*8", "eParaksts", "29123456", "1", "", "*0", "2", "", ""),
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
        assert soon(lambda: bool(store.lookup.tasks())), "it is filed behind the prompt"
    (task,) = store.lookup.tasks()
    columns, rows = SIZES[size]
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("New call")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 1", PHONE[standard])
        terminal.press("1")
        terminal.wait_until(lambda: not terminal.shows("Open work:"), "the work, opened")
        terminal.press("3")
        terminal.wait_for("To which operator?")
        terminal.type("18")
        terminal.press("enter")
        terminal.wait_for("Nobody has worked here")
        terminal.press("2")
        terminal.wait_for("It may stay empty")
        terminal.press("enter")
        terminal.wait_for("Recorded: № 18")
        terminal.press("f12", "tab")
        terminal.wait_for("of all operators", "№ 18")
        clock = FakeClock(due_of(task) - timedelta(minutes=30))
        _store, work = sit_down(Folders.resolve(place.home), place.script, "18", clock)
        work.do(task.id, acts.Take())
        terminal.press("1")
        terminal.wait_until(lambda: not terminal.shows("Open work:"), "the work, opened")
        terminal.send_alone(b"1")  # before the next day has come, on which it could be taken once more
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


def test_what_is_typed_for_it_outlives_a_kill(tmp_path: Path) -> None:
    """What was being typed is told of when the work is opened again, and gone on with; it does nothing till then."""
    place = StillPlace(tmp_path, UA)
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in PROMISED["ua"]:
            talk.say(line)
        store = FileStore(Folders.resolve(place.home))
        assert soon(lambda: bool(store.lookup.tasks())), "it is filed behind the prompt"
    (task,) = store.lookup.tasks()
    with place.start() as terminal:
        terminal.wait_for("New call")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 1")
        terminal.press("1")
        terminal.wait_until(lambda: not terminal.shows("Open work:"), "the work, opened")
        terminal.press("2")
        terminal.wait_for("How did it go?")
        terminal.press("1")
        terminal.wait_for("What came of it?")
        terminal.type("Дякує, справу ")
        terminal.wait_until(lambda: "Дякує, справу " in drafts(place), "the draft")
        terminal.kill()
    assert store.tasks.of_call(task.call) == []
    with start(place, program=place.program) as talk:
        talk.prompted()
        talk.say("2")
        assert "You had begun to type: Done: “Дякує, справу ”" in talk.say("1")
    with place.start() as terminal:
        terminal.wait_for("New call")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 1")
        terminal.press("1")
        terminal.wait_for("You had begun to type: Done: “Дякує, справу ”")
        terminal.press("2")
        terminal.wait_for("How did it go?")
        terminal.press("1")
        terminal.wait_for("What came of it?", "Дякує, справу")
        terminal.type("знайшла")
        terminal.press("enter")
        terminal.wait_for("Recorded: № 17 has done it")
        terminal.press("f12")
        terminal.wait_for("Open work: 0")
    (done,) = store.tasks.of_call(task.call)
    assert isinstance(done, e.TaskDone)
    assert done.note == "Дякує, справу знайшла"
    assert drafts(place)[-1] == ""


def drafts(place: StillPlace) -> list[str]:
    """Return what was being typed outside of calls, as it stands in the journal."""
    journal = FileStore(Folders.resolve(place.home)).journal
    logs = [log for day in journal.days() for log in journal.read_day(day).desks.values()]
    return [event.text for log in logs for event in log if isinstance(event, e.Drafted)]
