"""Calls on terminals of other sizes: what fits is used, what is too small says so and swallows no keys."""

from __future__ import annotations

import pytest

from tests.terminal.calls import HOME, WRAP_UP, Place

TOO_SMALL = "The terminal is too small"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 20)], ids=lambda size: "x".join(map(str, size)))
def test_a_call_at_a_size(size: tuple[int, int], plain: Place) -> None:
    """A call can be led to its end, all the words of each step in sight, or some answers on a page behind."""
    columns, rows = size
    with plain.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        plain.walk(terminal, plain.route.moves)
        terminal.wait_for(WRAP_UP)
        terminal.press("enter", "enter")
        terminal.wait_for(HOME)
        assert not terminal.shows(TOO_SMALL)
    assert plain.call().closed


def test_the_smallest_size(plain: Place) -> None:
    """At 40×10 every word of a step is in sight, or on a page behind; a call can be led to its end."""
    with plain.start(columns=40, rows=10) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        plain.walk(terminal, plain.route.moves)
        terminal.wait_for(WRAP_UP)
        terminal.press("enter", "enter")
        terminal.wait_for(HOME)
    assert plain.call().closed


@pytest.mark.parametrize("size", [(39, 10), (40, 9), (39, 9), (20, 3)], ids=lambda size: "x".join(map(str, size)))
def test_too_small(size: tuple[int, int], ua: Place) -> None:
    """Below 40×10 the terminal is said to be too small; keys wait, and apply when it is larger again."""
    with ua.ring() as terminal:
        terminal.resize(*size)
        terminal.wait_for(TOO_SMALL)
        before = len(ua.log())
        terminal.press("enter", "enter")
        if size[1] > 3:
            terminal.wait_for("Keys waiting: 2")
        assert len(ua.log()) == before
        terminal.resize(80, 24)
        ua.wait_for_step(terminal, "ask_address")
    assert ua.call().step == "ask_address"


def test_started_too_small(ua: Place) -> None:
    """A program started on too small a terminal says so, and is there when the terminal is larger."""
    with ua.start(columns=39, rows=9) as terminal:
        terminal.wait_for(TOO_SMALL)
        terminal.press("enter")
        terminal.wait_for("Keys waiting: 1")
        terminal.resize(80, 24)
        ua.wait_for_step(terminal, "greet")


def test_resized_in_a_call(plain: Place) -> None:
    """A terminal that changes its size between any two keys shows the words of each step in full."""
    sizes = [(80, 24), (200, 60), (60, 20), (120, 40)]
    with plain.ring() as terminal:
        for number, move in enumerate(plain.route.moves):
            columns, rows = sizes[number % len(sizes)]
            terminal.resize(columns, rows)
            corner = slice(columns - 8, columns)
            terminal.wait_until(lambda at=corner: "saved" in terminal.lines[0][at], "laid out for the new size")
            plain.walk(terminal, [move])
        terminal.wait_for(WRAP_UP)
