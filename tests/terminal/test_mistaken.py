"""A call that an Enter too many has begun is discarded with one key and a confirmation, on screen and line by line."""

from __future__ import annotations

import time
from pathlib import Path

from tests.plain.conversation import start
from tests.terminal.calls import HOME, UA, Place

QUESTION = "Opened by mistake?"


def test_on_screen(tmp_path: Path) -> None:
    """Backspace at the first step asks; Enter goes on with the call, 2 discards it, and home counts it apart."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        terminal.press("f1")
        terminal.wait_for("Help: the keys of the moment")
        terminal.press("pagedown")
        terminal.wait_for("Backspace at the first step of an empty call")
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        terminal.press("backspace")
        terminal.wait_for(QUESTION)
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows(QUESTION), "the call itself")
        terminal.press("backspace")
        terminal.wait_for(QUESTION)
        terminal.press("2")
        terminal.wait_for(HOME, "Today's calls: 0, 1 opened by mistake", "is discarded")
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert place.call().discarded
    call_id = place.log()[0].call  # type: ignore[union-attr]
    assert "counts as no call" in place.run("show", call_id)
    shown = place.tell("show", call_id)
    assert (shown["discarded"], shown["verdicts"]) == (True, [])
    with place.start() as terminal:
        terminal.wait_for(HOME, "1 opened by mistake")


def test_not_once_something_was_said(tmp_path: Path) -> None:
    """A step back to the first step of a call in which something was said discards nothing."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        time.sleep(3)  # no greeting is said in less
        terminal.press("enter")
        place.wait_for_step(terminal, "introduce")
        terminal.press("backspace")
        place.wait_for_step(terminal, "greet")
        terminal.press("backspace")
        terminal.wait_for("This is the first step.")
        assert not terminal.shows(QUESTION)


def test_two_keys_too_many(tmp_path: Path) -> None:
    """A greeting that was confirmed at once was not said: Backspace leads back to the first step, and asks there."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        terminal.press("enter")
        place.wait_for_step(terminal, "introduce")
        terminal.press("backspace")
        place.wait_for_step(terminal, "greet")
        terminal.press("backspace")
        terminal.wait_for(QUESTION)
        terminal.press("2")
        terminal.wait_for(HOME, "Today's calls: 0, 1 opened by mistake")
    assert place.call().discarded


def test_line_by_line(tmp_path: Path) -> None:
    """So it is line by line: *- asks, 2 discards."""
    place = Place(tmp_path, UA)
    with start(place) as talk:
        talk.prompted()
        talk.say("")
        assert "1. No, the call goes on" in talk.say("*-")
        talk.say("")
        talk.say("*-")
        told = talk.say("2")
        assert "is discarded" in told
        assert "Today's calls: 0, 1 opened by mistake" in told
        assert talk.hang_up() == 0
    assert place.call().discarded
