"""Damage and absence are told before they are believed: at home, in the history, line by line, in each session."""

from __future__ import annotations

import shutil
import time

import pytest

from callscript.core.call import commands as c
from callscript.runtime.paths import Folders
from tests.plain.conversation import start
from tests.terminal.calls import HOME, WRAP_UP, Place
from tests.terminal.lookups import file_calls
from tests.terminal.opened import UNFINISHED, leave_open
from tests.terminal.terminal import PATIENCE, Terminal

NUMBER = "0501234567"


@pytest.fixture
def filed(ua: Place) -> Folders:
    """A home in which a call is filed."""
    file_calls(ua, [(NUMBER, "Бондар")])
    return Folders.resolve(ua.home)


def damage(filed: Folders) -> None:
    """Damage today's list."""
    next((filed.registers / "calls").rglob("*.json")).write_bytes(b"\0" * 40)


def test_a_damaged_list_is_made_again(ua: Place, filed: Folders) -> None:
    """Home says that the list was damaged and made again, and lists the call that is in it."""
    damage(filed)
    with ua.start() as terminal:
        terminal.wait_for(HOME, "were made again: 1 call", "Бондар")
        leave(terminal)
    with ua.start() as terminal:
        terminal.wait_for(HOME, "Бондар")
        assert not terminal.shows("made again")
        leave(terminal)


def test_a_list_that_cannot_be_made_again_says_so_in_each_session(ua: Place, filed: Folders) -> None:
    """With its journal gone and the list damaged, nothing is called empty: neither at home nor in the history."""
    damage(filed)
    shutil.rmtree(filed.journal)
    for number in range(2):
        with ua.start() as terminal:
            terminal.wait_for(HOME, "Today's calls: 0 (not complete)", "there may be more", "could not be made again")
            assert terminal.shows("journal: was gone") == (number == 0)
            terminal.press("tab", "tab", "1")
            terminal.wait_for("Find a call", "Found (not complete)", "there may be more")
            terminal.type("Бондар")
            terminal.wait_for("Found (not complete)", "there may be more")
            terminal.press("f12")
            terminal.wait_for(HOME)
            leave(terminal)


def test_so_it_is_line_by_line(ua: Place, filed: Folders) -> None:
    """The counts are not told as if they were all; nor is an empty answer to a search."""
    damage(filed)
    shutil.rmtree(filed.journal)
    with start(ua) as talk:
        talk.prompted()
        told = talk.say("1")
        assert "there may be more" in told
        assert "no calls" not in told
        talk.say("3")
        told = talk.say("Бондар")
        assert "there may be more" in told
        assert "Open work: 0 (not complete)" in talk.say("*")
        until = time.monotonic() + PATIENCE
        while "could not be made again" not in talk.text:  # it is told once, by whichever answer comes after it
            assert time.monotonic() < until, "that the list could not be made again is not told"
            talk.say("1")


def test_closing_goes_to_the_reason_that_is_missing(ua: Place) -> None:
    """Enter at the summary while a reason is missing leads to it: what is typed next is that reason."""
    leave_open(ua, [c.Fill("address", "Олено"), c.Fill("subject", "питання"), *UNFINISHED])
    with ua.resume() as terminal:
        terminal.wait_for(WRAP_UP, "Enter: confirm the marked outcome")
        terminal.press("enter")
        terminal.wait_for("Why was UA-")
        terminal.press("down", "down", "down", "down", "down", "down", "down", "down")
        terminal.wait_for("Enter closes the call")
        terminal.press("enter")
        terminal.wait_for("A reason is wanted for", "Why was UA-")
        terminal.type("так склалося")
        terminal.press("enter")
        terminal.wait_until(ua.recorded(lambda call: list(call.reasons.values()) == ["так склалося"]), "the reason")


def leave(terminal: Terminal) -> None:
    """Leave the program from home."""
    terminal.press("f12")
    assert terminal.exit_status() == 0
