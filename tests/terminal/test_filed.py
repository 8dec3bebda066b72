"""However a call is left open, on screen or line by line, it is filed as it stands, for whoever looks it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from signal import SIGTERM

import pytest

from callscript.core.records import CallSummary
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import start
from tests.terminal.calls import HOME, UA, Place
from tests.terminal.terminal import Terminal


def leave(terminal: Terminal) -> None:
    """Leave, as the operator does."""
    terminal.press("ctrl+q")
    terminal.wait_for("Leave?")
    terminal.press("2")


WAYS: dict[str, Callable[[Terminal], None]] = {
    "left": leave,
    "SIGTERM": lambda terminal: terminal.signal(SIGTERM),
    "closed": Terminal.hang_up,
}


@pytest.mark.parametrize("how", WAYS)
def test_left_on_screen(how: str, tmp_path: Path) -> None:
    """A call left on screen is in the registers when the program is gone, and its seat is free."""
    place = Place(tmp_path, UA)
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.type("0671234567")
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        WAYS[how](terminal)
        terminal.exit_status()
    assert [(call.phone, call.closed) for call in filed(place)] == [("+380671234567", False)]


@pytest.mark.parametrize("how", ["*10", "SIGTERM", "the end of the input"])
def test_left_line_by_line(how: str, tmp_path: Path) -> None:
    """So is one that is left line by line."""
    place = Place(tmp_path, UA)
    with start(place) as talk:
        talk.prompted()
        talk.say("0671234567")
        if how == "SIGTERM":
            talk.signal(SIGTERM)
        elif how == "*10":
            talk.say("*10")
            talk.send(b"2\n")
        talk.hang_up() if how == "the end of the input" else talk.exit_status()
    assert [(call.phone, call.closed) for call in filed(place)] == [("+380671234567", False)]


def filed(place: Place) -> list[CallSummary]:
    """Return what the registers hold, at the operator's seat."""
    store = FileStore(Folders.resolve(place.home))
    store.seats.sit_down("17").leave()
    return [call for day in store.journal.days() for call in store.lookup.summaries(day)]
