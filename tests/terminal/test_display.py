"""What our display shows is what Textual's own output shows, cell by cell, for a fraction of the bytes.

Both run the real program on a real pty, with a clock that stands still so that the pictures can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest

from callscript.terminal.glyphs import allowed
from tests.terminal.calls import HOME, ROUTES, Place, clock
from tests.terminal.still import pass_time, still
from tests.terminal.terminal import KEYS, Terminal

_STOCK = """
from textual.drivers.linux_driver import LinuxDriver
from callscript import app
begin = app.CallscriptApp.__init__
def with_stock_driver(self, opening):
    begin(self, opening)
    self.driver_class = LinuxDriver
app.CallscriptApp.__init__ = with_stock_driver
"""

WALK = (
    *("enter", "enter", "enter", "1", "2", "5", "backspace", "tab", "shift+tab", "up", "down", "pageup", "pagedown"),
    *(f"f{number}" for number in range(1, 10)),
)
"""What is pressed at random; not F12, which leaves, nor Esc, behind which each driver reads digits in its own way."""
TEXTS = ("a", "ї", "ģ", "字字", "e\u0301", "[/red]", "🙂 x", "довгий текст, довший від поля, що його вміщує")
SIZES = ((80, 24), (120, 40), (60, 16), (45, 12), (40, 10), (200, 60))


@pytest.mark.parametrize("route", ["ua", "lv"])
@pytest.mark.parametrize("seed", range(3))
def test_screens_equal_stock_output(route: str, seed: int, tmp_path: Path) -> None:
    """After every key and every resize both show the same, through sheets, scrolling and wide letters."""
    chance = random.Random(f"{route} {seed}")
    with programs(route, tmp_path) as (ours, stock):
        for _ in range(60):
            match chance.randrange(10):
                case 0:
                    size = chance.choice(SIZES)
                    ours.resize(*size)
                    stock.resize(*size)
                    sent = f"resize to {size}"
                case 1 | 2:
                    sent = chance.choice(TEXTS)
                    ours.type(sent)
                    stock.type(sent)
                case _:
                    sent = chance.choice(WALK)
                    ours.press(sent)
                    stock.press(sent)
            same(ours, stock, sent)
        assert len(ours.raw) * 4 < len(stock.raw)


def test_the_release_it_was_proved_on() -> None:
    """The hook into Textual holds for the release that these tests ran with, and for no other."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"textual=={version("textual")}"' in project


def test_what_it_costs(ua: Place) -> None:
    """A letter typed into a field is sent back as itself, and nothing with it."""
    with start(ua) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("ЩЩ")
        terminal.wait_until(ua.recorded(lambda call: "address" in call.fields), "the field in the journal")
        terminal.type("Ж")
        terminal.wait_for("ЩЩЖ")
        for letter in "Олено":
            before = len(terminal.raw)
            terminal.type(letter)
            terminal.wait_until(lambda before=before: len(terminal.raw) > before)
            assert terminal.raw[before:] == letter.encode()


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_seconds_equal_stock_output(size: tuple[int, int], tmp_path: Path) -> None:
    """What the clocks change is drawn past layout and compositor, and looks as if it had gone through them."""
    with programs("ua", tmp_path) as (ours, stock):
        for terminal in (ours, stock):
            terminal.resize(*size)
            terminal.press("enter", "f2", "1")
        for terminal in (ours, stock):
            terminal.wait_until(lambda terminal=terminal: clock(terminal) == 180, "a hold")
        same(ours, stock, "a hold")
        for passed in (1, 2, 9, 61, 62, 149, 151, 152, 181, 182):
            for name in ("ours", "stock"):
                pass_time(place_of(tmp_path, name, "ua"), passed)
            left = 180 - passed
            for terminal in (ours, stock):
                terminal.wait_until(lambda terminal=terminal, left=left: clock(terminal) == left, f"{left} s left")
            same(ours, stock, f"{passed} seconds")
            if passed == 62:
                for terminal in (ours, stock):
                    terminal.press("f1")
                same(ours, stock, "help over the clocks")
                for terminal in (ours, stock):
                    terminal.press("f1")
                same(ours, stock, "the clocks again")


def start(place: Place, output: str = "") -> Terminal:
    """Start the program with a clock that stands still until it is told to go on."""
    return Terminal(still(place, output), place.folder)


@contextmanager
def programs(route: str, folder: Path) -> Generator[tuple[Terminal, Terminal]]:
    """Start the program twice, with our output and with Textual's own."""
    started: list[Terminal] = []
    try:
        for name, output in (("ours", ""), ("stock", _STOCK)):
            place = place_of(folder, name, route)
            started.append(start(place, output))
        for terminal in started:
            terminal.wait_for(HOME)
        yield started[0], started[1]
    finally:
        for terminal in started:
            terminal.close()


def place_of(folder: Path, name: str, route: str) -> Place:
    """Return where one of the programs keeps its things."""
    return Place(folder / name, ROUTES[route]._replace(hour=None))


def same(ours: Terminal, stock: Terminal, sent: str) -> None:
    """Wait until both show the same."""
    try:
        stock.wait_until(lambda: ours.cells() == wanted(stock), patience=5)
    except AssertionError:
        differing = [
            f"{y}:{x} {one} instead of {other}"
            for y, rows in enumerate(zip(ours.cells(), wanted(stock), strict=True))
            for x, (one, other) in enumerate(zip(*rows, strict=True))
            if one != other
        ]
        shown = "\n".join(ours.lines), "\n".join(stock.lines)
        raise AssertionError(f"{sent}: " + "\n".join([*differing[:20], *shown])) from None


def wanted(stock: Terminal) -> list[list[tuple[object, ...]]]:
    """Return the cells that stock output shows, with what every font has for the parts of blocks in scroll bars, and
    nothing reversed that is bold as well."""
    return [[(allowed(str(glyph)), *_readable(*look)) for glyph, *look in row] for row in stock.cells()]


def _readable(*look: object) -> tuple[object, ...]:
    if len(look) == 1:  # of an empty cell
        return look
    *colours, bold, dim, italics, underscore, reverse, strike = look
    return *colours, bold and not reverse, dim, italics, underscore, reverse, strike


assert set(WALK) <= set(KEYS)
