"""The pages for operators, in three languages: they name what is on screen as the screen does, and fit on one sheet."""

from __future__ import annotations

import re
from math import ceil

import pytest

from callscript.dialogue.actions import ACTIONS
from docs.keys import HEADS, ROOT, page, table, written
from docs.screens import file_names
from tests.test_translations import shown

SHEET = 134
"""Lines on both sides of an A4 sheet, as a browser prints them at 65 %: 67 a side."""
LETTERS = 130
"""In a line of it."""
ON_SCREEN = (
    "Say", "Say and type", "Find out", "Do", "Wait", "Register", "Put through", "Hang up",
    "Then", "Still owed", "saved", "waits, overdue since {time}: {what}", "NOT SAVED: {number}",
    "another live session of this operator is open: go on there, or leave it first",
)  # fmt: skip
"""What a page calls by the name that it has on screen; of a longer text, what stands before its first sign."""
SIGNS = "•+-?~┃▸└!"


@pytest.mark.parametrize("language", HEADS)
def test_the_table_is_that_of_the_registry(language: str) -> None:
    """Each page has every key, called as the program calls it: `python docs/keys.py` writes the tables."""
    assert page(language).read_text(encoding="utf-8") == written(language)
    rows = table(language).splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [action.cap for action in ACTIONS]
    assert all(shown(action.title, language) in row for action, row in zip(ACTIONS, rows, strict=True))


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("message", ON_SCREEN)
def test_a_page_uses_the_words_of_the_screen(language: str, message: str) -> None:
    """What the page tells of is called as it is on screen."""
    name = re.split(r"[,:{]", shown(message, language))[0].strip()
    text = " ".join(page(language).read_text(encoding="utf-8").split())
    assert name.casefold() in text.casefold(), name


@pytest.mark.parametrize("language", HEADS)
def test_a_page_explains_every_sign(language: str) -> None:
    """No sign of the call screen is left to guess."""
    text = page(language).read_text(encoding="utf-8")
    assert {sign for sign in SIGNS if f"`{sign}`" not in text} == set()


@pytest.mark.parametrize("language", HEADS)
def test_a_page_is_one_printed_sheet(language: str) -> None:
    """A browser prints it on both sides of one sheet of paper."""
    assert _lines(page(language).read_text(encoding="utf-8")) <= SHEET


def _lines(text: str) -> float:
    """Return about how many printed lines a page takes."""
    lines = 0.0
    for block in re.split(r"\n(?=- |\d\. )|\n{2,}", re.sub(r"<!--.*?-->\n", "", text)):
        if block.startswith("#"):
            lines += 3
        elif block.startswith("|"):
            lines += 1.6 * (block.count("\n") + 1) + 1
        elif block.startswith("<img"):
            lines += 16
        else:
            lines += ceil(len(block) / LETTERS) + 0.2
    return lines


@pytest.mark.parametrize("language", HEADS)
def test_a_page_shows_pictures_that_are_drawn(language: str) -> None:
    """The pictures are among those that `python docs/screens.py` draws of the program, in the page's own language."""
    shown = re.findall(r'src="screens/([^"]+)"', page(language).read_text(encoding="utf-8"))
    assert len(shown) >= 2
    assert set(shown) <= set(file_names(language))


@pytest.mark.parametrize("language", HEADS)
def test_the_readme_leads_to_a_page(language: str) -> None:
    """Who looks for the page finds it in the README."""
    assert f"(docs/operator.{language}.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
