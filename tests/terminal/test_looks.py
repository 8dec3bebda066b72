"""The program can be read everywhere: in the colours of any terminal, without any, with the fonts of a console."""

from __future__ import annotations

import gzip
import re
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from callscript.runtime.shipped import data_folder
from callscript.terminal.glyphs import allowed
from callscript.widgets.looks import BAD, BAND, GOOD, KEY, SOON
from tests.terminal.calls import HOME, Place
from tests.terminal.palettes import NAMES
from tests.terminal.still import StillPlace
from tests.terminal.terminal import Terminal

FONTS = Path("/usr/share/consolefonts")
"""Of the Debian package console-setup-linux."""
FONT_NAMES = tuple(f"Uni2-{name}16.psf.gz" for name in ("Terminus", "TerminusBold", "Fixed", "VGA"))
LOOK = re.compile(rb"\x1b\[([0-9;]*)m")
SEQUENCE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|.)")
COLOURS = {*map(str, (*range(30, 50), *range(90, 108)))} - {"39", "49"}


def led(place: Place, *options: str, **env: str) -> Terminal:
    """Lead a call, with help, a hold, a complaint and the caller's card in it."""
    terminal = place.start(env=env, options=options)
    with terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        place.wait_for_step(terminal, place.route.moves[0].step)
        terminal.press("f1")
        terminal.wait_for("Esc")
        terminal.press("enter", "enter", "enter", "f2")
        place.wait_for_step(terminal, "hold_consent")
        terminal.press("1", "f4")
        terminal.wait_until(place.recorded(lambda call: len(call.frames) == 3))
        terminal.press("tab")
        terminal.type("Шевченко")
        terminal.wait_for("Шевченко")
        terminal.press("f12")
        terminal.wait_until(place.recorded(lambda call: call.ended is not None or len(call.frames) > 3))
    return terminal


def held(place: StillPlace, **env: str) -> Terminal:
    """Lead a call into a hold that comes to its warning and then is over; then look at the standard."""
    terminal = place.start(env=env)
    with terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        place.walk(terminal, place.route.moves[:2])
        terminal.press("f2", "1")
        terminal.wait_for("3:00 left")
        place.pass_time(160)
        terminal.wait_for("0:20 left")
        place.pass_time(196)
        terminal.wait_for("+0:16 over")
        terminal.press("pagedown")
        terminal.wait_for("Esc")
    return terminal


def looks(terminal: Terminal) -> set[str]:
    """Return every parameter with which the program asked for a look."""
    return {each.decode() for found in LOOK.finditer(terminal.raw) for each in found[1].split(b";")}


def test_only_colours_that_can_be_read(still_plain: StillPlace) -> None:
    """Letters have the terminal's own colours, or one of the pairs that can be read in every palette; a colour
    alone has the band of a gauge."""
    shown = coloured(held(still_plain))
    band = ("", number(BAND))
    pairs = {
        (number(back, 40), number(front)) for front, back in (pair.split(" on ") for pair in (KEY, SOON, BAD, GOOD))
    }
    assert {number(back, 40) for back in ("ansi_yellow", "ansi_red")} <= {back for back, _ in shown}
    assert band in shown
    for (back, front), signs in shown.items():
        if signs <= {" "}:
            assert back in {"", *(each for each, _ in pairs)}
        elif (back, front) == band:
            assert signs <= {" ", "━"}
        else:
            assert (back, front) in {("", ""), *pairs}, signs


def test_nothing_is_grey_on_grey(plain: Place) -> None:
    """Nothing is reversed and bold at once: where bold is a brighter colour, as in PuTTY, that is grey on grey."""
    reversed_cells = 0
    with plain.ring() as terminal:
        plain.walk(terminal, plain.route.moves[:2])
        terminal.press("f2")
        plain.wait_for_step(terminal, "hold_consent")
        for row in terminal.cells():
            for _glyph, *look in row:
                if len(look) > 1 and look[-2]:
                    reversed_cells += 1
                    assert not look[2]
    assert reversed_cells


@pytest.mark.parametrize("set_to", ["1", ""])
def test_no_color(set_to: str, still_ua: StillPlace) -> None:
    """Where NO_COLOR is set there are no colours, nor is anything grey; badges are reversed. Set to nothing it does not
    count."""
    with held(still_ua, NO_COLOR=set_to) as terminal:
        asked = looks(terminal)
        assert bool(asked & COLOURS) == ("2" in asked) == (not set_to)


def test_badges_without_colours(still_ua: StillPlace) -> None:
    """Without colours what is over its time is reversed, and says so."""
    with still_ua.start(env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        still_ua.walk(terminal, still_ua.route.moves[:2])
        terminal.press("f2", "1")
        terminal.wait_for("3:00 left")
        still_ua.pass_time(196)
        terminal.wait_for("+0:16 over 3:00 !!")
        assert "+0:16 over 3:00 !!" in reversed_text(terminal)


def test_a_linux_console(ua: Place) -> None:
    """On a Linux console nothing is dimmed: its grey is too dark to read."""
    assert "2" not in looks(led(ua, TERM="linux"))


def test_glyphs_that_console_fonts_have(plain: Place) -> None:
    """Whatever goes to the terminal is in the fonts of a Linux console that have both alphabets."""
    shown = signs(led(plain))
    for font in FONT_NAMES:
        assert shown <= signs_of(FONTS / font), font


def test_a_scroll_bar_that_console_fonts_have() -> None:
    """The parts of blocks with which a scroll bar begins and ends are shown by a sign that those fonts have."""
    for font in FONT_NAMES:
        assert set(map(allowed, "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▀▐")) <= signs_of(FONTS / font), font


def test_texts_that_console_fonts_have() -> None:
    """So are all the words that come with the program: its packs and its translations."""
    font = signs_of(FONTS / FONT_NAMES[0])
    for file in (*data_folder().glob("packs/*/*.toml"), *data_folder().glob("locale/*/*/*.po")):
        foreign = {sign for sign in file.read_text(encoding="utf-8") if sign.isprintable()} - font
        assert not foreign, f"{file.name}: {foreign}"


def test_ascii(plain: Place) -> None:
    """With --ascii everything but letters is ASCII."""
    with plain.start(options=("--ascii",)) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter", "f2")
        terminal.wait_until(lambda: any("+ " in line for line in terminal.lines), "the hold in the row of stages")
        terminal.press("1", "f1")
        terminal.wait_for("Esc")
    shown = signs(terminal)
    assert {sign for sign in shown if not sign.isascii() and unicodedata.category(sign)[0] not in "LM"} == set()
    assert {"+", "-", "|"} <= shown


def test_a_clock_repaints_once_a_second(ua: Place) -> None:
    """While the operator waits, the program writes once a second, and only what the clocks changed."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        terminal.press("f2", "1")
        ua.wait_for_step(terminal, "hold_wait")
        writes = counted(terminal, until=lambda: terminal.shows("2:56 left"), after="2:59 left")
    assert 3 <= writes <= 4


def counted(terminal: Terminal, *, until: Callable[[], bool], after: str) -> int:
    """Count how often something was written between two pictures."""
    terminal.wait_for(after)
    pictures: list[int] = []
    terminal.watch = lambda _: pictures.append(len(terminal.raw))
    terminal.wait_until(until)
    return len(pictures)


def coloured(terminal: Terminal) -> dict[tuple[str, str], set[str]]:
    """Return which signs were written with which colours, background and foreground; empty: the terminal's own."""
    found: dict[tuple[str, str], set[str]] = {}
    text, at, back, front = terminal.raw.decode(), 0, "", ""
    for sequence in SEQUENCE.finditer(text):
        found.setdefault((back, front), set()).update(
            sign for sign in text[at : sequence.start()] if sign.isprintable()
        )
        at = sequence.end()
        for each in (sequence[1] or "0").split(";") if sequence[2] == "m" else ():
            if each in ("0", "39", "49"):
                front, back = "" if each != "49" else front, "" if each != "39" else back
            elif each in COLOURS:
                front, back = (front, each) if each.startswith(("4", "10")) else (each, back)
    return {colours: signs for colours, signs in found.items() if signs}


def number(colour: str, first: int = 30) -> str:
    """Return the parameter that asks for one of the sixteen colours, in front or, from 40 on, behind."""
    name = colour.removeprefix("ansi_")
    return str(NAMES.index(name.removeprefix("bright_")) + first + 60 * name.startswith("bright_"))


def reversed_text(terminal: Terminal) -> str:
    """Return the signs on screen that are reversed."""
    return "".join(str(glyph) for row in terminal.cells() for glyph, *look in row if len(look) > 1 and look[-2])


def signs(terminal: Terminal) -> set[str]:
    """Return every sign that was shown."""
    text = re.sub(r"\x1b(\[[0-?]*[ -/]*[@-~]|.)", "", terminal.raw.decode())
    return {sign for sign in text if sign.isprintable()}


def signs_of(font: Path) -> set[str]:
    """Read which signs a console font of the second kind (PSF2) has."""
    data = gzip.decompress(font.read_bytes())
    if data[:2] == b"\x36\x04":
        mode, height = data[2], data[3]
        glyphs = 512 if mode & 1 else 256
        table = struct.unpack(f"<{(len(data) - 4 - glyphs * height) // 2}H", data[4 + glyphs * height :])
        return {chr(code) for code in table if code < 0xFFFE}
    assert data[:4] == b"\x72\xb5\x4a\x86", font.name
    _, offset, _, glyphs, size = struct.unpack("<5I", data[4:24])
    table = data[offset + glyphs * size :]
    return {sign for entry in table.split(b"\xff") for sign in entry.split(b"\xfe")[0].decode()}
