"""Lines are broken where they may be: a number stays with its sign, however narrow the column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.content import Content

import callscript
from callscript.commands.tables import Row, table
from callscript.dialogue.show.task_row import TaskRow
from callscript.runtime.text import bound
from callscript.terminal.glyphs import allowed
from callscript.widgets.hung_text import HungText
from callscript.widgets.task_panel import task_block
from callscript.widgets.wrapped import wrapped

NUMBER = "№ 231126-17-М"
TEXT = f"Звернення {NUMBER}: № 18 узяв о 10:00. Nr. 17 to dara. Operator No. 5 has it."
PARTED = re.compile(r"(№|[Nn][ro]\.)\s*$")


def parted(lines: list[str]) -> list[str]:
    """Return the lines that end in a number sign, whose number is on the next one."""
    return [line for line in lines if PARTED.search(line)]


@pytest.mark.parametrize("width", range(16, 60))
def test_a_number_stays_with_its_sign(width: int) -> None:
    """In any width that has room for both; nothing else of the text changes, nor how it is shown."""
    text = Content(TEXT).stylize("bold", TEXT.index(NUMBER), TEXT.index(NUMBER) + len(NUMBER))
    lines = wrapped(text, width)
    assert parted([line.plain for line in lines]) == []
    assert " ".join(line.plain for line in lines).split() == TEXT.split()
    assert [line.plain[span.start : span.end] for line in lines for span in line.spans] == [NUMBER]


def test_a_text_without_a_number_is_broken_as_ever() -> None:
    """By Textual itself."""
    text = Content("Просить пояснити, чому ухвалу досі не надіслано")
    assert wrapped(text, 14) == text.wrap(14)


def test_where_numbers_stand() -> None:
    """In open work, in what hangs under columns, in the tables of a report."""
    work = TaskRow(due="due 16:00", when="soon", what=f"Дати відповідь на усне звернення {NUMBER}", phone="+380")
    for width in range(24, 50):
        shown = [line.plain for line in task_block(work, width)]
        shown += HungText(Content(f"10:00  {TEXT}")).shown_in(width).plain.split("\n")
        assert parted(shown) == []
    for letters in range(40, 80):
        assert parted(list(table("", ("calls",), [Row("x" * letters + " № 17", ("1",))]))) == []


def test_what_textual_breaks_itself() -> None:
    """The blank behind the sign is none to it, and is one on the terminal."""
    assert not any(map(str.isspace, bound("№ 18")))
    assert "".join(map(allowed, bound(TEXT))) == TEXT


def test_lines_are_broken_nowhere_else() -> None:
    """Whatever else broke lines for a terminal would part the two."""
    folder = Path(callscript.__file__).parent
    files = [file for room in ("widgets", "screens") for file in (folder / room).rglob("*.py")]
    assert [file.name for file in files if ".wrap(" in file.read_text("utf-8")] == ["wrapped.py"]
