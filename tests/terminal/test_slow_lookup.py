"""A store that takes two seconds for each look-up, or never answers: keys, clocks, saving and leaving go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from signal import SIGTERM

import pytest

from callscript.runtime.paths import Folders
from callscript.runtime.signals import LAST_MOMENT
from tests.terminal.calls import ADDRESS, HOME, Place, clock, picked
from tests.terminal.lookups import AT_ONCE, SLOW, asked, desk_is_asked_for, file_calls, shut, slow_program
from tests.terminal.terminal import Terminal

OPEN = "Enter close"
"""At the foot of a filed call that is shown."""
SHEVCHENKO, BONDAR = ("0671111111", "Шевченко"), ("0502222222", "Бондар")


@contextmanager
def at_once(what: str = "") -> Generator[None]:
    """Hold that something is done long before a look-up is answered."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    print(f"{what}: {took:.3f} s")  # noqa: T201 - the figure is the result
    assert took < AT_ONCE, what


@pytest.fixture
def filed(ua: Place) -> Place:
    """A home in which calls of today are filed."""
    file_calls(ua, [SHEVCHENKO, BONDAR])
    return ua


def test_every_look_up_takes_two_seconds(filed: Place) -> None:
    """Letters, keys, a call and its clocks do not wait for look-ups; each answer comes when it is there."""
    with filed.start(program=slow_program(filed)) as terminal:
        terminal.wait_for(HOME)
        begun = time.monotonic()
        assert not terminal.shows("Бондар")
        for at, letter in enumerate("0671111111", start=1):
            with at_once(f"letter {at}"):
                terminal.type(letter)
                terminal.wait_for("0671111111"[:at])
        with at_once("Tab, twice"):
            terminal.press("tab", "tab")
            terminal.wait_for("→  1  Find a call")
        terminal.press("tab")
        terminal.wait_for("Бондар", "Шевченко")
        assert time.monotonic() - begun < 2 * SLOW + AT_ONCE
        terminal.press("backspace")  # another number is looked up
        with at_once("a call"):
            terminal.press("enter")
            filed.wait_for_step(terminal, "greet")
        with at_once("a save"):
            terminal.press("enter")
            terminal.wait_until(filed.recorded(lambda call: call.step == "introduce"))
        hold(terminal)


def hold(terminal: Terminal) -> None:
    """Put the caller on hold, and see the clock tick each second."""
    with at_once("a hold"):
        terminal.press("f2", "1")
        terminal.wait_until(lambda: clock(terminal) is not None, "the clock of the hold")
    left = clock(terminal)
    assert left is not None
    for second in range(1, 4):
        terminal.wait_until(lambda second=second: clock(terminal) == left - second, "a tick", 1 + AT_ONCE / 2)


def test_the_latest_question_is_answered(filed: Place) -> None:
    """Of numbers typed one after another the last one's earlier calls are shown, and never those of another one."""
    pictures: list[str] = []
    with filed.start(program=slow_program(filed)) as terminal:
        terminal.wait_for(HOME)
        terminal.wait_for("Шевченко")
        terminal.watch = lambda lines: pictures.append(lines[4])
        terminal.type(SHEVCHENKO[0])
        terminal.wait_for(SHEVCHENKO[0])
        terminal.press(*["backspace"] * len(SHEVCHENKO[0]))
        terminal.type(BONDAR[0])
        terminal.wait_until(lambda: any("Бондар" in picture for picture in pictures), "the earlier call")
        assert not any("Шевченко" in picture for picture in pictures)
        terminal.type("9")
        terminal.wait_until(lambda: "Бондар" not in pictures[-1], "nothing of another number", AT_ONCE)
        terminal.wait_for("no earlier calls")


def open_a_call(terminal: Terminal) -> None:
    """Ask for a filed call."""
    terminal.press("tab", "enter")


def search(terminal: Terminal) -> None:
    """Look for a call."""
    terminal.press("tab", "tab", "enter")
    terminal.wait_for("Find a call", "Found")
    terminal.type("Бонд")
    terminal.wait_for("Бонд")


ASKING: dict[str, Callable[[Terminal], None]] = {
    "home": lambda _: None,
    "a number": lambda terminal: terminal.type(BONDAR[0]),
    "a filed call": open_a_call,
    "a search": search,
}


@pytest.mark.parametrize("what", ASKING)
def test_left_while_the_store_does_not_answer(what: str, filed: Place) -> None:
    """A look-up that is never answered does not hold up leaving, whatever was asked."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        shut(filed)
        ASKING[what](terminal)
        if what == "a search":
            terminal.press("f12")
            terminal.wait_for(HOME)
        with at_once("leaving"):
            terminal.press("f12")
            assert terminal.exit_status() == 0


def test_enter_opens_what_is_looked_for(filed: Place) -> None:
    """Enter opens a call that answers what is typed, however long that takes to be found: never one of the list before,
    which is still on screen; and nothing, if something else is done meanwhile."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        terminal.press("tab", "tab", "enter")
        terminal.wait_for("Found", "→", "Бондар", "Шевченко")
        shut(filed)
        terminal.type("Шев")
        terminal.wait_for("Шев")
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows("→"), "no call picked")
        terminal.press("f1")
        terminal.wait_for("Help: the keys of the moment")
        terminal.press("enter")
        shut(filed, False)
        terminal.wait_until(lambda: terminal.shows("→") and not terminal.shows("Бондар"), "what was found")
        assert not terminal.shows(OPEN)
        terminal.press(*["backspace"] * 3)
        terminal.wait_for("→", "Бондар", "Шевченко")
        shut(filed)
        terminal.type("Шев")
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows("→"), "no call picked")
        assert not terminal.shows(OPEN)
        shut(filed, False)
        terminal.wait_for(OPEN, "Шевченко")
        assert not terminal.shows("Бондар")
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows(OPEN), "the call closed")
        terminal.press("escape")
        terminal.wait_for(HOME)


def test_a_filed_call_that_comes_late(filed: Place) -> None:
    """A filed call opens when it is there, unless the operator does something else before."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        shut(filed)
        terminal.press("tab", "enter", "tab")
        terminal.wait_for("→  1  Find a call")
        terminal.wait_until(lambda: asked(filed, "read_call") == 1, "the call asked for")
        shut(filed, False)
        terminal.press("shift+tab")
        terminal.wait_until(lambda: not terminal.shows("→  1  Find a call"), "the list of calls")
        terminal.wait_until(lambda: bool(picked(terminal)), "a call that is picked")
        before = picked(terminal)
        terminal.press("down")
        terminal.wait_until(lambda: picked(terminal) not in ("", before), "another call")
        assert not terminal.shows(OPEN)
        shut(filed)
        terminal.press("enter")
        terminal.wait_until(lambda: asked(filed, "read_call") == 2, "the call asked for again")
        terminal.press("f9")  # means nothing here: the question is withdrawn
        terminal.press("enter")
        shut(filed, False)
        terminal.wait_for(OPEN)
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows(OPEN), "home")


def test_a_call_begun_while_the_store_does_not_answer(filed: Place) -> None:
    """A whole call is led while look-ups hang, and what is saved of it is saved at once."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        shut(filed)
        terminal.type(BONDAR[0])
        terminal.wait_for(BONDAR[0])
        with at_once("a call"):
            terminal.press("enter")
            filed.wait_for_step(terminal, "greet")
        filed.walk(terminal, filed.route.moves[:2])
        filed.wait_for_step(terminal, "ask_address")
        hold(terminal)
        terminal.press("f2")
        filed.wait_for_step(terminal, "hold_thanks")
        terminal.press("enter")
        filed.wait_for_step(terminal, "hold_result")
        terminal.press("1")
        filed.walk(terminal, filed.route.moves[2:])
        filed.close(terminal)
        assert filed.call().closed
        assert not terminal.shows("Бондар")
        shut(filed, False)
        terminal.wait_for("Бондар", "Шевченко", ADDRESS)
        terminal.press("f12")
        assert terminal.exit_status() == 0


def test_keys_typed_ahead_of_an_answer(filed: Place) -> None:
    """Where files answer at once, a filed call stands open before the next key is dealt with: Enter closes it again."""
    with filed.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("tab", "enter", "enter", "tab")
        terminal.wait_for("→  1  Find a call")
        terminal.press("enter")
        terminal.wait_for("Found", "Бондар")
        terminal.press("enter", "enter", "f12")
        terminal.wait_for(HOME, "Today's calls")


def test_told_to_end_while_a_desk_is_being_opened(filed: Place) -> None:
    """A desk that is never opened, after the profile was changed, holds up no signal."""
    with filed.start(program=slow_program(filed, 0)) as terminal:
        terminal.wait_for(HOME, "Бондар")
        shut(filed)
        terminal.press("tab", "tab", "2")
        terminal.wait_for("Operator's profile")
        terminal.type("18")
        terminal.press(*["enter"] * 7)  # a setting each
        terminal.wait_until(lambda: desk_is_asked_for(filed), "the next desk")
        with at_once("leaving"):
            terminal.signal(SIGTERM)
            assert terminal.exit_status() == 143


def test_told_to_end_while_a_call_left_open_is_read(ua: Place) -> None:
    """A call left open that cannot be read for now holds up no signal for long, and is offered at the next start."""
    with ua.ring() as terminal:
        terminal.kill()
    shut(ua)
    with ua.start(program=slow_program(ua, 0)) as terminal:
        marked = Folders.resolve(ua.home).open_calls
        terminal.wait_until(lambda: bool(list(marked.glob("*.attempt-1"))), "the call is claimed")
        terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, "the program has taken the terminal over")
        begun = time.monotonic()
        terminal.signal(SIGTERM)
        assert terminal.exit_status() == 143
        assert time.monotonic() - begun < LAST_MOMENT + AT_ONCE
    shut(ua, False)
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "greet")
