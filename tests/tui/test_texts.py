"""How lists, keys and texts are laid out in whatever room there is: nothing is lost, nothing wider than it may be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from callscript.widgets.columns import Row, columns, whole
from callscript.widgets.help_lines import help_lines
from callscript.widgets.hung_text import HungText
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.windowed import Windowed

WORDS = st.lists(st.text("абвгд12", min_size=1, max_size=12), max_size=5).map(" ".join)
ROWS = st.lists(st.builds(lambda *cells: Row((cells, cells[1:])), WORDS, WORDS, WORDS), min_size=1, max_size=6)


@given(ROWS, st.integers(12, 90))
def test_columns_keep_to_their_room(rows: list[Row], room: int) -> None:
    """No line is wider than its room; the cells of all lines begin at the same columns."""
    shared = columns(tuple(rows), room)
    for row in rows:
        assert shared.line(row).cell_length <= room
    assert len({len(shared.widths), len(rows[0].forms[shared.form])}) == 1


@given(ROWS, st.integers(12, 90))
def test_nothing_is_cut_that_has_room(rows: list[Row], room: int) -> None:
    """The fullest form that fits is shown, and only where none does are cells cut, with a sign."""
    shared = columns(tuple(rows), room)
    for row in rows:
        cells = zip(row.forms[shared.form], shared.widths, strict=True)
        left_out = any(cell and not width for cell, width in cells)
        assert shared.cuts(row) == ("…" in shared.line(row).plain or left_out)
    if any(map(shared.cuts, rows)):
        assert shared.form == len(rows[0].forms) - 1


def test_what_cannot_be_read_is_left_out() -> None:
    """The lead is whole, the cells behind it keep a readable width, what tells least goes; a badge is said shortly."""
    name, outcome = "Перебийніс-Галаган Олександра", "Обіцяно зателефонувати"
    row = Row(((" ! 11:00 ", name, outcome, "12345678-42"),), badge="not met: 1", short_badge="1")
    for room, shown in (
        (110, f" ! 11:00   {name}  {outcome}  12345678-42   !  not met: 1"),
        (90, f" ! 11:00   {name}  {outcome}  12345678-42   !  1"),
        (80, f" ! 11:00   Перебийніс-Галаган Олекс…  {outcome}  12345678-42   !  1"),
        (50, " ! 11:00   Перебийніс-Гал…  Обіцяно зателе…   !  1"),
        (30, " ! 11:00   Перебийніс-…   !  1"),
    ):
        assert columns((row,), room).line(row).plain.strip() == shown.strip()
        assert columns((row,), room).tells_all(row) == (room == 110)


@given(ROWS, st.integers(16, 90))
def test_a_line_told_whole_has_all_its_words(rows: list[Row], room: int) -> None:
    """In as many lines as it takes, none of them wider than the room."""
    for row in rows:
        lines = whole(row, room)
        assert "".join(" ".join(line.plain for line in lines).split()) == "".join(row.text.split())
        assert all(line.cell_length <= room for line in lines)


def keys_in(width: int) -> str:
    """Return the line of keys in so many columns."""
    line = KeyLine()
    line.set_reactive(
        KeyLine.keys,
        (key_cap("Enter", "a new call|call"), key_cap("Tab", "next panel|panel"), key_cap("F1", "help", "1"),
         key_cap("F12", "leave", "0")),
    )  # fmt: skip
    return next((text.plain for text in line.lines(line.keys) if text.cell_length <= width), "")


def test_keys_have_the_longest_names_that_fit() -> None:
    """The longest name is the first to become shorter; then keys leave the middle, never the first or the last."""
    assert keys_in(80) == "Enter a new call   Tab next panel   F1 help   F12 leave"
    assert keys_in(50) == "Enter call   Tab next panel   F1 help   F12 leave"
    assert keys_in(44) == "Enter call   Tab panel   F1 help   F12 leave"
    assert keys_in(36) == "Enter call   Tab panel   F12 leave"
    assert keys_in(24) == "Enter call   F12 leave"


@pytest.mark.parametrize("width", [31, 50, 90])
def test_help_stands_beside_its_keys_or_under_them(width: int) -> None:
    """Where there is room beside the keys it stands there, elsewhere indented under them."""
    shown = help_lines(["Enter          take a call", "Only words, without a key."], width).plain.split("\n")
    if width < 50:
        assert shown[:2] == ["Enter", "  take a call"]
    else:
        assert shown[0] == "Enter          take a call"
    assert shown[-1] == "Only words, without a key."


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(20, 80))
def test_a_text_hangs_under_its_last_column(texts: list[str], width: int) -> None:
    """What is wrapped is indented, nothing is lost, and the height is known."""
    lines = [f"{number:>4}  10:00:00  {text}" for number, text in enumerate(texts)]
    text = HungText(Content("\n".join(lines)))
    shown = text.shown_in(width).plain.split("\n")
    assert len(shown) == text.rows_in(width)
    assert "".join(" ".join(shown).split()) == "".join(" ".join(lines).split())
    for before, line in pairwise(shown):
        assert "10:00:00" in line or line.startswith(" " * (16 if width >= 48 else 2)) or not line, before


def test_a_gap_further_on_is_no_column() -> None:
    """What a line says behind two blanks, such as a reason, does not move what is wrapped."""
    shown = HungText(Content("F2        Esc 2   Put the caller on hold  — Greet the caller first.")).shown_in(54)
    assert shown.plain.split("\n")[1] == " " * 18 + "caller first."


@pytest.mark.parametrize("rows", [3, 5, 8, 30])
def test_the_part_at_hand_is_in_sight(rows: int) -> None:
    """At every height; an arrow says on which side there is more."""
    parts = tuple(Content(f"part {number}") for number in range(12))
    for at in range(12):
        lines = [line.plain for line in Windowed.lines(parts, at, 40, rows)]
        assert len(lines) == min(rows, 12)
        assert f"part {at}" in lines
        assert (lines[0] == "part 0") != (lines[0] == "↑ …")
        assert (lines[-1] == "part 11") != (lines[-1] == "↓ …")


def test_what_is_wrapped_of_an_indented_part_stands_under_it() -> None:
    """Of a piece of work among others; a part that begins at the edge goes on there; what has room is not wrapped."""
    parts = Content("Kas palicis un vēl jāizdara"), Content("  Apstrādāt pieteikumu, termiņš: pirmd. 16:29")
    lines = [line.plain.rstrip() for line in Windowed.lines(parts, 0, 20, 9)]
    assert lines[:2] == ["Kas palicis un vēl", "jāizdara"]
    assert lines[2:] == ["  Apstrādāt", "    pieteikumu,", "    termiņš: pirmd.", "    16:29"]
    assert Windowed.lines(parts[1:], 0, len(parts[1]), 9) == list(parts[1:])
