"""What our display shows is what Textual's own output shows, cell by cell, for a fraction of the bytes.

The real program runs on a real pty, with a clock that stands still so that the pictures can be compared.
"""

from __future__ import annotations

import random
from importlib.metadata import version
from pathlib import Path

import pytest

from callscript.terminal.glyphs import allowed
from tests.terminal.calls import HOME, ROUTES, Place, clock
from tests.terminal.emulator import Cells
from tests.terminal.still import pass_time, still
from tests.terminal.stock import rendered, telling
from tests.terminal.terminal import KEYS, Terminal

WALK = (
    *("enter", "enter", "enter", "1", "2", "5", "backspace", "tab", "shift+tab", "up", "down", "pageup", "pagedown"),
    *(f"f{number}" for number in range(1, 10)),
)
"""What is pressed at random; not F12, which leaves, nor Esc, behind which each driver reads digits in its own way."""
TEXTS = ("a", "ї", "ģ", "字字", "e\u0301", "[/red]", "🙂 x", "довгий текст, довший від поля, що його вміщує")
SIZES = ((80, 24), (120, 40), (60, 16), (45, 12), (40, 10), (200, 60))


@pytest.mark.parametrize("route", ["ua", "lv"])
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 8))])
def test_screens_equal_stock_output(route: str, seed: int, tmp_path: Path) -> None:
    """After every key and every resize both show the same, through sheets, scrolling and wide letters."""
    chance = random.Random(f"{route} {seed}")
    place = Place(tmp_path / "home", ROUTES[route]._replace(hour=None))
    with telling(place) as terminal:
        terminal.wait_for(HOME)
        for _ in range(60):
            match chance.randrange(10):
                case 0:
                    size = chance.choice(SIZES)
                    terminal.resize(*size)
                    sent = f"resize to {size}"
                case 1 | 2:
                    sent = chance.choice(TEXTS)
                    terminal.type(sent)
                case _:
                    sent = chance.choice(WALK)
                    terminal.press(sent)
            same(terminal, place, sent)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
def test_what_the_card_had_covered_is_what_it_is_now(size: tuple[int, int], ua: Place) -> None:
    """The card takes the place of the script where both have no room. Behind it stands the step of the moment, not what
    stood there before the card was opened, whatever was done on the card or is done after it is left."""
    columns, rows = size
    with ua.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        ua.wait_for_step(terminal, "ask_address")
        terminal.press("tab", "tab")
        ua.walk(terminal, ua.route.moves[2:3])
        for keys, step in (
            ((), "offer_help"),
            (("tab", "f2"), "hold_consent"),
            (("tab", "tab", "1"), "hold_wait"),
            (("tab", "f2"), "hold_thanks"),
        ):
            terminal.press(*keys)
            ua.wait_for_step(terminal, step)


def test_the_release_it_was_proved_on() -> None:
    """The hook into Textual holds for the release that these tests ran with, and for no other."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"textual=={version("textual")}"' in project


def test_what_it_costs(ua: Place) -> None:
    """A letter typed into a field is sent back as itself, and nothing with it."""
    with Terminal(still(ua), ua.folder) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("ЩЩ")
        terminal.wait_until(ua.recorded(lambda call: "address" in call.drafts), "the draft in the journal")
        terminal.type("Ж")
        terminal.wait_for("ЩЩЖ")
        for letter in "Олено":
            before = len(terminal.raw)
            terminal.type(letter)
            terminal.wait_until(lambda before=before: len(terminal.raw) > before)
            assert terminal.raw[before:] == letter.encode()


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_seconds_equal_stock_output(size: tuple[int, int], ua: Place) -> None:
    """What the clocks change is drawn past layout and compositor, and looks as if it had gone through them."""
    with telling(ua) as terminal:
        terminal.wait_for(HOME)
        terminal.resize(*size)
        terminal.press("enter", "enter", "f2", "1")
        for passed in (0, 1, 2, 9, 61, 62, 149, 151, 152, 181, 182):
            pass_time(ua, passed)
            terminal.wait_until(lambda passed=passed: clock(terminal) == 180 - passed, f"{passed} seconds")
            same(terminal, ua, f"{passed} seconds")
            if passed == 62:
                terminal.press("f1")
                same(terminal, ua, "help over the clocks")
                terminal.press("f1")
                same(terminal, ua, "the clocks again")


def same(terminal: Terminal, place: Place, sent: str) -> None:
    """Wait until the terminal shows what stock output would show."""
    try:
        terminal.wait_until(lambda: terminal.cells() == stock(terminal, place))
    except AssertionError:
        shown, wanted = terminal.cells(), stock(terminal, place)
        differing = [
            f"{y}:{x} {one} instead of {other}"
            for y, rows in enumerate(zip(shown, wanted, strict=False))
            for x, (one, other) in enumerate(zip(*rows, strict=False))
            if one != other
        ]
        raise AssertionError(f"{sent}: " + "\n".join([*differing[:20], *terminal.lines])) from None


def stock(terminal: Terminal, place: Place) -> Cells:
    """Return the cells that stock output would show, with what every font has for the parts of blocks in scroll bars,
    and nothing reversed that is bold as well."""
    return [[(allowed(str(glyph)), *_readable(*look)) for glyph, *look in row] for row in rendered(terminal, place)]


def _readable(*look: object) -> tuple[object, ...]:
    if len(look) == 1:  # of an empty cell
        return look
    *colours, bold, dim, italics, underscore, reverse, strike = look
    return *colours, bold and not reverse, dim, italics, underscore, reverse, strike


assert set(WALK) <= set(KEYS)
