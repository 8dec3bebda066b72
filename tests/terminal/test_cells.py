"""The difference of two pictures, written on a terminal that shows the first, makes it show the second."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.terminal.cells import (
    BLANK,
    PLAIN,
    Cell,
    Look,
    Pen,
    Picture,
    Shift,
    blank,
    change,
    is_disputed,
    movement,
)
from tests.terminal.emulator import widths

LOOKS = st.builds(
    Look,
    st.sampled_from([(), ("1",), ("4",), ("7",), ("1", "7"), ("3", "4"), ("1", "4", "9")]),
    st.sampled_from(["", "31", "37", "93"]),
    st.sampled_from(["", "41", "47", "100"]),
)
GLYPHS = st.sampled_from([" ", " ", " ", "a", "b", "ї", "─", "№", "字", "é"])
COLOURS = {"31": "red", "37": "white", "93": "brightbrown", "41": "red", "47": "white", "100": "brightblack"}


@st.composite
def pictures(draw: st.DrawFn, width: int, height: int) -> Picture:
    """Make a picture, with wide glyphs in it."""
    picture = Picture(width, height)
    for row in picture.rows:
        x = 0
        while x < width:
            for _ in range(draw(st.integers(1, 4))):
                glyph, look = draw(GLYPHS), draw(LOOKS)
                wide = glyph == "字"
                if x + wide >= width:
                    break
                row[x] = blank(look) if glyph == " " else Cell(glyph, look)
                if wide:
                    row[x + 1] = Cell("", look)
                x += 1 + wide
            else:
                continue
            x += 1
    return picture


@st.composite
def shifts(draw: st.DrawFn, height: int) -> Shift:
    """Make a shift of some rows."""
    top = draw(st.integers(0, height - 2))
    bottom = draw(st.integers(top + 1, height - 1))
    by = draw(st.integers(1, bottom - top))
    return Shift(top, bottom, by * draw(st.sampled_from([1, -1])))


@given(st.data(), st.integers(2, 20), st.integers(2, 4))
def test_the_difference_makes_the_other_picture(data: st.DataObject, width: int, height: int) -> None:
    """However often the picture changes, the terminal shows the one that was wanted last."""
    screen = pyte.Screen(width, height)
    screen.reset_mode(7, private=True)  # no automatic wrapping, as the driver asks for
    stream = pyte.Stream(screen)
    pen, shown = Pen(), Picture(width, height)
    pen.clear()
    for _ in range(3):
        wanted = data.draw(pictures(width, height))
        if data.draw(st.booleans()):
            moved = data.draw(shifts(height))
            pen.shift(moved)
            shown.shift(moved)
        for y in range(height):
            pen.update(shown.rows[y], wanted.rows[y], y)
        caret = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
        pen.move(*caret)
        stream.feed(pen.take())
        assert [seen(screen, y) for y in range(height)] == [expected(row) for row in wanted.rows]
        assert (screen.cursor.y, screen.cursor.x) == caret


DISPUTED = ("🙂", "❤\ufe0f", "❤", "👍🏽", "क्", "நி", "e\u0301", "⌚", "🇺")
OPINIONS = {"narrow": (1, 0), "wide": (2, 0), "marks beside": (1, 1), "wide, marks beside": (2, 1)}


@pytest.mark.parametrize("opinion", OPINIONS)
@given(st.lists(st.lists(st.sampled_from([*DISPUTED, "a", "│", " ", "字", "ї"]), max_size=9), max_size=4))
def test_what_a_terminal_draws_wider_or_narrower_shifts_nothing(opinion: str, pictures: list[list[str]]) -> None:
    """Whatever a terminal thinks of emoji and marks, all other glyphs stand where they belong, through every change."""
    width = 9
    screen = pyte.Screen(width, 1)
    screen.reset_mode(7, private=True)
    stream = pyte.Stream(screen)
    pen, shown = Pen(), Picture(width, 1)
    pen.clear()

    with pytest.MonkeyPatch.context() as emulator:
        emulator.setattr("pyte.screens.wcwidth", widths(*OPINIONS[opinion]))
        for glyphs in pictures:
            row, x = Picture(width, 1).rows[0], 0
            for glyph in glyphs:
                cells = 2 if glyph in ("🙂", "❤\ufe0f", "👍🏽", "क्", "⌚", "字") else 1
                if x + cells <= width:
                    row[x] = BLANK if glyph == " " else Cell(glyph)
                    if cells == 2:
                        row[x + 1] = Cell("")
                    x += cells
            pen.update(shown.rows[0], row, 0)
            stream.feed(pen.take())
            for x, cell in enumerate(row):
                if cell.glyph and not is_disputed(cell.glyph):
                    assert screen.buffer[0][x].data == cell.glyph, (x, cell.glyph, [each.glyph for each in row])


def test_a_glyph_of_disputed_width_is_not_written_again_between_two_changes() -> None:
    """What it may cover is written with it, so it is left alone where it stays."""
    pen, shown = Pen(), [Cell("a"), Cell("❤"), Cell("b"), Cell("c")]
    pen.move(0, 0)
    pen.take()
    pen.update(shown, [Cell("x"), Cell("❤"), Cell("y"), Cell("c")], 0)
    assert "❤" not in pen.take()


def test_a_row_that_becomes_empty_at_its_beginning_is_erased() -> None:
    """Blanks before what stays are not written one by one."""
    pen, shown = Pen(), [*map(Cell, "x" * 60 + "│ stays")]
    wanted = [*[BLANK] * 60, *map(Cell, "│ stays")]
    pen.update(shown, wanted, 0)
    assert len(pen.take()) < 20
    assert shown == wanted


def test_letters_of_the_languages_cost_no_movement() -> None:
    """Behind letters, frames and dashes the cursor is where every terminal has it."""
    for glyph in "aїґĀ№│═▌→…—’«€™":
        assert not is_disputed(glyph), glyph
    for glyph in (*DISPUTED, "\u25fd", "ﷺ", "ไ"):
        assert is_disputed(glyph), glyph


def seen(screen: pyte.Screen, y: int) -> list[tuple[str, Look]]:
    """Return a row of the emulator, as looks."""
    found: list[tuple[str, Look]] = []
    for x in range(screen.columns):
        cell = screen.buffer[y][x]
        flags = {"1": cell.bold, "3": cell.italics, "4": cell.underscore, "7": cell.reverse, "9": cell.strikethrough}
        attributes = tuple(number for number, on in flags.items() if on)
        found.append((cell.data, Look(attributes, cell.fg, cell.bg)))
    return [(glyph, visible(glyph, look)) for glyph, look in found]


def expected(row: Sequence[Cell]) -> list[tuple[str, Look]]:
    """Return a row of a picture, as looks with the emulator's names of colours."""
    return [
        (
            cell.glyph,
            visible(
                cell.glyph,
                Look(
                    cell.look.attributes,
                    COLOURS.get(cell.look.foreground, "default"),
                    COLOURS.get(cell.look.background, "default"),
                ),
            ),
        )
        for cell in row
    ]


def visible(glyph: str, look: Look) -> Look:
    """Leave out what cannot be seen of a look: the emulator has none in the right half of a wide glyph."""
    if glyph == "":
        return PLAIN
    if glyph == " " and not {"4", "7", "9"} & set(look.attributes):
        return Look((), "", look.background)
    return look


def test_equal_pictures_cost_nothing() -> None:
    """Where nothing changed, nothing is written."""
    pen, picture = Pen(), Picture(10, 3)
    for y in range(3):
        pen.update([*picture.rows[y]], picture.rows[y], y)
    assert pen.take() == ""


def test_a_letter_behind_the_cursor_costs_one_byte() -> None:
    """A letter typed where the cursor is costs itself alone."""
    pen, row = Pen(), [BLANK] * 10
    pen.clear()
    pen.move(0, 3)
    pen.take()
    pen.update(row, [*row[:3], Cell("a"), *row[4:]], 0)
    pen.move(0, 4)
    assert pen.take() == "a"


@pytest.mark.parametrize(
    ("old", "new", "shortest"),
    [
        (None, PLAIN, "\x1b[m"),
        (PLAIN, PLAIN, ""),
        (PLAIN, Look(("1",)), "\x1b[1m"),
        (Look(("1",)), PLAIN, "\x1b[m"),
        (Look(("1", "4")), Look(("4",)), "\x1b[22m"),
        (Look(("1",), "31"), Look(("1",), "32"), "\x1b[32m"),
        (Look(("4",), "31"), Look(("7",), "31"), "\x1b[24;7m"),
        (Look(("1",), "31", "41"), Look(("1",)), "\x1b[0;1m"),
    ],
)
def test_the_shortest_change_of_look(old: Look | None, new: Look, shortest: str) -> None:
    """Attributes and colours are changed one by one or all anew, whichever is shorter."""
    assert change(old, new) == shortest


@given(LOOKS, LOOKS)
def test_a_change_of_look_is_the_look(old: Look, new: Look) -> None:
    """Whatever the look was, after the change it is the new one."""
    screen = pyte.Screen(2, 1)
    stream = pyte.Stream(screen)
    stream.feed(change(None, old) + change(old, new) + "x")
    assert seen(screen, 0)[0] == expected([Cell("x", new)])[0]


@pytest.mark.parametrize(
    ("way", "shortest"),
    [
        ((2, 5, 2, 5), ""),
        ((2, 5, 2, 4), "\b"),
        ((2, 5, 2, 0), "\r"),
        ((2, 5, 2, 6), "\x1b[C"),
        ((2, 5, 3, 0), "\r\n"),
        ((2, 5, 3, 5), "\x1b[B"),
        ((9, 9, 0, 0), "\x1b[H"),
        ((2, 5, 12, 40), "\x1b[13;41H"),
        ((-1, -1, 3, 0), "\x1b[4H"),
    ],
)
def test_the_shortest_way(way: tuple[int, int, int, int], shortest: str) -> None:
    """The cursor goes the shortest way."""
    assert movement(*way) == shortest


@given(*[st.integers(0, 9)] * 4)
def test_a_way_leads_there(y: int, x: int, to_y: int, to_x: int) -> None:
    """Whichever way the cursor goes, it arrives."""
    screen = pyte.Screen(10, 10)
    pyte.Stream(screen).feed(f"\x1b[{y + 1};{x + 1}H{movement(y, x, to_y, to_x)}")
    assert (screen.cursor.y, screen.cursor.x) == (to_y, to_x)
