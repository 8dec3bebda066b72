"""What comes without a call, entered in a real terminal under both standards: set aside, killed, gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.terminal.calls import LV, UA
from tests.terminal.still import StillPlace

ROUTES = {"ua": UA, "lv": LV}
KIND = {"ua": (), "lv": ("2",)}
"""What is typed to choose feedback: of one kind only nothing is asked."""
TEXT = "[red] =A1 “x”"
SIZES = {"80x24": (80, 24), "40x10": (40, 10)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("standard", ROUTES)
def test_entered_killed_and_gone_on_with(standard: str, size: str, tmp_path: Path) -> None:
    """What was typed is there after a kill, half a line too; registered, it leaves work that is anybody's."""
    place = StillPlace(tmp_path, ROUTES[standard])
    columns, rows = SIZES[size]
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("New call")
        terminal.press("pageup", *KIND[standard])
        terminal.wait_for("How it came")
        terminal.press("1")
        terminal.wait_for("When it came:")
        terminal.press("enter")
        terminal.wait_for("Class:")
        terminal.press("1")
        terminal.wait_until(lambda: not terminal.shows("Class:"), "the first field")
        terminal.type(TEXT)
        journal = FileStore(Folders.resolve(place.home)).journal

        def kept() -> bool:
            logs = [log for day in journal.days() for log in journal.read_day(day).calls.values()]
            return any(isinstance(event, e.Drafted) and event.text == TEXT for log in logs for event in log)

        terminal.wait_until(kept, "the draft")
        terminal.kill()
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("Begun to be entered")
        terminal.press("pageup")
        terminal.wait_for(TEXT)
        terminal.press("enter")
        terminal.wait_until(lambda: terminal.shows("if it is known"), "the next field")
        terminal.press("f12")
        terminal.wait_for("Begun to be entered")
        terminal.press("pageup")
        terminal.wait_for("Register it")
        terminal.press("2")
        terminal.wait_for("No, it stays")
        terminal.press("1")
        terminal.wait_for("Register it")
        terminal.press("1")
        terminal.wait_for("Registered:")
        if size == "80x24":
            terminal.press("tab", "enter")
            terminal.wait_for("1 correct")
            terminal.press("1")
            terminal.wait_for("Correct an entry", "What was recorded wrongly?")
            terminal.press("enter")
            terminal.wait_for("How should it be?")
            terminal.type("2")
            terminal.press("enter")
            terminal.wait_for("Why is it corrected?")
            terminal.type("from the envelope")
            terminal.press("enter")
            terminal.wait_for("Corrected.")
            terminal.press("f12")
            terminal.wait_for("1 correct")
    (task,) = FileStore(Folders.resolve(place.home)).lookup.tasks()
    assert (task.kind, task.whose) == ("feedback", "")


@pytest.mark.parametrize("standard", ROUTES)
def test_discarded_and_set_aside_from_the_question(standard: str, tmp_path: Path) -> None:
    """What is recorded is discarded by an answer, not by a digit; F12 sets it aside from there, too."""
    place = StillPlace(tmp_path, ROUTES[standard])
    with place.start() as terminal:
        terminal.wait_for("New call")
        terminal.press("pageup", *KIND[standard])
        terminal.wait_for("How it came")
        terminal.press("1")
        terminal.wait_for("When it came:")
        for answer in ("f12", "2"):
            terminal.press(*["down"] * 12, "2")
            terminal.wait_for("No, it stays")
            terminal.press(answer)
            if answer == "f12":
                terminal.wait_for("Begun to be entered")
                terminal.press("pageup")
                terminal.wait_for("How it came")
        terminal.wait_for("Discarded: ")
    journal = FileStore(Folders.resolve(place.home)).journal
    logs = [log for day in journal.days() for log in journal.read_day(day).calls.values()]
    assert any(isinstance(log[-1], e.Discarded) for log in logs)


def test_what_was_refused_is_typed_over(tmp_path: Path) -> None:
    """It stands there as a whole, as in a call: the next letter takes its place. Still time is ten on a Monday."""
    place = StillPlace(tmp_path, ROUTES["ua"])
    with place.start() as terminal:
        terminal.wait_for("New call")
        terminal.press("pageup")
        terminal.wait_for("How it came")
        terminal.press("1")
        terminal.wait_for("When it came:")
        terminal.type("xyz")
        terminal.press("enter")
        terminal.wait_for("This is no time: xyz")
        terminal.type("9:30")
        terminal.press("enter")
        terminal.wait_for("Class:")
        assert not terminal.shows("xyz")
