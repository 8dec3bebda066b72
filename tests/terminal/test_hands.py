"""The operator's hands at 80×24, in a bare terminal and in tmux: nothing that a slip of them can wear away or fire."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.any_terminal import AnyTerminal
from tests.terminal.calls import HOME, LV, UA, WRAP_UP, Place, Route
from tests.terminal.multiplexed import Tmux

HELP = "Help: the keys of the moment"


@contextmanager
def ringing(where: str, place: Place) -> Generator[AnyTerminal]:
    """Start the program, bare or in tmux, and take a call."""
    if where == "bare":
        with place.ring() as terminal:
            yield terminal
        return
    with Tmux(place.command(), "tmux-256color") as inside, inside.attach() as client:
        client.wait_for(HOME)
        client.press("enter")
        place.wait_for_step(client, place.route.moves[0].step)
        yield client


@pytest.mark.parametrize("where", ["bare", "tmux"])
def test_what_was_recorded_is_not_worn_away(where: str, ua: Place) -> None:
    """Going back with Backspace over a field that is filled in takes no letter of it; a digit there replaces it, and
    the End key goes on behind it. The screen says so."""
    with ringing(where, ua) as terminal:
        ua.walk(terminal, ua.route.moves[:5])
        ua.wait_for_step(terminal, "need_kind")
        terminal.press("backspace")
        ua.wait_for_step(terminal, "ask_subject")
        terminal.wait_for("Typing replaces this; → goes on behind it")
        terminal.press("backspace", "backspace")
        ua.wait_for_step(terminal, "ask_address")
        assert ua.call().fields["subject"].text == ua.route.moves[4].text
        terminal.press("enter", "enter")
        ua.wait_for_step(terminal, "ask_subject")
        terminal.press("end", "2", "enter")
        ua.wait_for_step(terminal, "need_kind")
        assert ua.call().fields["subject"].text == ua.route.moves[4].text + "2"
        terminal.press("backspace")
        ua.wait_for_step(terminal, "ask_subject")
        terminal.press("2", "enter")
        ua.wait_for_step(terminal, "need_kind")
        assert ua.call().fields["subject"].text == "2"


@pytest.mark.parametrize("where", ["bare", "tmux"])
def test_what_was_being_typed_is_gone_on_with(where: str, tmp_path: Path) -> None:
    """The urgent matter, taken in the middle of a word, leads back into the middle of it."""
    place = Place(tmp_path, LV)
    with ringing(where, place) as terminal:
        place.walk(terminal, LV.moves[:2])
        place.wait_for_step(terminal, "ask_address")
        terminal.type("Bērz")
        terminal.wait_for("Bērz")
        terminal.press("insert")
        place.wait_for_step(terminal, "suspension_action")
        terminal.press("insert")
        place.wait_for_step(terminal, "ask_address")
        terminal.type("iņa 9")
        terminal.press("enter")
        place.wait_for_step(terminal, "ask_need")
    assert place.call().fields["address"].text == "Bērziņa 9"


ON_SCREENS = [("tab", "tab", "enter"), ("tab", "tab", "2")]
"""From home: the history, the profile."""


@pytest.mark.parametrize("route", [UA])
def test_help_and_back_on_every_screen(route: Route, tmp_path: Path) -> None:
    """F1 helps on every screen, Esc closes the help; Esc leads back from history and profile, and Tab moves there."""
    place = Place(tmp_path, route)
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("escape")
        terminal.wait_for("Esc 1")
        terminal.press("1")
        for keys in ((), *ON_SCREENS):
            if keys:
                terminal.press(*keys)
                terminal.wait_until(lambda: not terminal.shows("Open work"), "another screen")
                terminal.press("tab", "shift+tab", "f1")
            terminal.wait_for(HELP)
            terminal.press("tab")
            terminal.wait_for("Enter or Esc closes this.")
            terminal.press("escape")
            terminal.wait_until(lambda: not terminal.shows(HELP), "the help closed")
            if keys:
                terminal.press("escape")
                terminal.wait_for("Open work")
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        place.walk(terminal, route.moves[:1])
        terminal.press("f12", "2")
        terminal.wait_for(WRAP_UP)
        terminal.press("f1")
        terminal.wait_for(HELP, "mark an outcome")
        terminal.press("escape")
        terminal.press("f4")
        terminal.wait_for("The call is over.")
        terminal.press("ctrl+q")
        terminal.wait_for("Leave?")
        terminal.press("tab")
        terminal.wait_for("Enter and Esc give the first")
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows("Leave?"), "the question gone")
        terminal.wait_for(WRAP_UP)
