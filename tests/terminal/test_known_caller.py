"""What is known of a call's caller, in a real terminal: the mark, the sheet by every way to its key, slow look-ups."""

from __future__ import annotations

import time

import pytest

from tests.terminal.calls import HOME, Place
from tests.terminal.lookups import AT_ONCE, file_calls, shut, slow_program

NUMBER, TITLE = "0671111111", "What is known of this caller"
BEFORE = "2 calls before, last"
WAYS = {"Shift+Tab": b"\x1b[Z", "a Linux console": b"\x1b\t", "Esc, then Tab": b""}
"""What comes up the line; nothing: one key after the other, half a second apart."""


@pytest.fixture
def filed(ua: Place) -> Place:
    """A home in which two calls of today are filed from one number, and one from another."""
    file_calls(ua, [(NUMBER, "Шевченко"), ("0502222222", "Бондар"), (NUMBER, "Шевченко")])
    return ua


@pytest.mark.parametrize("way", WAYS)
def test_a_caller_who_called_before(way: str, filed: Place) -> None:
    """The card of a call has a mark of those before, and the key shows them whole, and only theirs."""
    with filed.start() as terminal:
        terminal.wait_for(HOME)
        terminal.type(NUMBER)
        terminal.press("enter")
        filed.wait_for_step(terminal, "greet")
        terminal.wait_for(BEFORE)
        if WAYS[way]:
            terminal.send(WAYS[way])
        else:
            terminal.press("escape")
            terminal.wait_until(lambda: "E1" in terminal.lines[-1], "the digits in the key bar")
            pressed = time.monotonic()
            terminal.wait_until(lambda: time.monotonic() - pressed >= 0.5)
            terminal.press("tab")
        terminal.wait_for(TITLE, "Шевченко", "operator 17")
        assert not terminal.shows("Бондар")
        terminal.press("shift+tab", "enter")
        filed.wait_for_step(terminal, "introduce")


def test_a_caller_who_is_looked_up_slowly(filed: Place) -> None:
    """Whatever a store takes to answer, keys and saving go on, a sheet says that it is still looked up, and the mark
    comes when it is there."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        shut(filed)
        terminal.type(NUMBER)
        terminal.press("enter")
        begun = time.monotonic()
        filed.wait_for_step(terminal, "greet")
        terminal.press("enter")
        filed.wait_for_step(terminal, "introduce")
        terminal.press("shift+tab")
        terminal.wait_for(TITLE, "It is still being looked up.")
        assert time.monotonic() - begun < 3 * AT_ONCE
        assert not terminal.shows("Шевченко")
        shut(filed, False)
        terminal.wait_for("Шевченко")
        terminal.press("enter")
        terminal.wait_for(BEFORE)


def test_the_number_typed_last_is_looked_up(filed: Place) -> None:
    """Of two numbers typed one after the other the last one's calls are told, whatever the first look-up takes."""
    pictures: list[str] = []
    with filed.start(program=slow_program(filed)) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        filed.wait_for_step(terminal, "greet")
        terminal.watch = lambda lines: pictures.append("\n".join(lines))
        terminal.press("tab", *["down"] * 4)
        terminal.type(NUMBER)
        terminal.press("enter")
        terminal.wait_until(filed.recorded(lambda call: "phone" in call.fields), "the first number")
        terminal.press("up")
        terminal.type("0502222222")
        terminal.press("enter")
        terminal.wait_for("1 call before, last")
        assert not any(BEFORE in picture for picture in pictures)
