"""A file that is no TOML: the complaint names the line, what it says, and what was most likely done wrong."""

from __future__ import annotations

import pytest

from callscript.packs.centres import describe
from callscript.packs.errors import Report
from callscript.packs.toml import parse
from tests.packs.conftest import Bench


def complaints(text: str) -> list[str]:
    """Return what is said of a file."""
    report = Report("en.toml")
    assert parse(text.encode(), report) is None
    return [f"{problem.key}: {problem.message}" for problem in report.problems]


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ('[step]\ngreet = "Good morning\nx = "1"\n', 2, 'a quotation mark " is missing: greet = "Good morning'),
        ('a = "1"\ngreet = Good morning"\n', 2, 'a quotation mark " is missing: greet = Good morning"'),
        ('options = [\n  { id = "book, to = "closing" },\n]\n', 2, 'a quotation mark " is missing: { id = "book, to ='),
        ("greet = Good morning\n", 1, 'a text stands between quotation marks ": greet = Good morning'),
        ("greet = “Good morning”\n", 1, "begins with “ instead of the straight quotation mark"),
        ("greet = «Добрий день»\n", 1, "begins with « instead of the straight quotation mark"),
        ("greet = „Labdien”\n", 1, "begins with „ instead of the straight quotation mark"),
        ('greet = "Good morning”\n', 1, "ends with ” instead of the straight quotation mark"),
        ('a = [{ id = "x”, to = 1 }]\n', 1, "a quotation mark"),
        ('[step]\na = "1"\nb = "2"\na = "3"\n', 4, "the key a is given twice: first in line 2"),
        ('[step]\na = "1"\n[tip]\na = "2"\n[step]\nb = "2"\n', 5, "the heading [step] is given twice: first in line 1"),
        ('step.greet = "a"\nstep.greet = "b"\n', 2, "the key step.greet is given twice: first in line 1"),
        ("a = { x = 1, x = 2 }\n", 1, "a key is given twice"),
        ('greet "x"\n', 1, "an equals sign = is missing behind the key"),
        ('greet: "x"\n', 1, "an equals sign = stands behind the key, not a colon"),
        ('greet = "x";\n', 1, "nothing stands behind the value: take the ; away"),
        ('greet = "x",\n', 1, "nothing stands behind the value: take the , away"),
        ("// greet\n", 1, "what is not to be read begins with #"),
        ("[[stages]\n", 1, "two brackets ]] are missing at the end of the heading"),
        ("a = yes\n", 1, "write true"),
        ("a =\n[\n1]\n", 1, "the value begins on the line of its key"),
        ("a = [2026-13-24, 2026-12-25]\n", 1, "2026-13-24 is no date: write year, month and day, as in 2026-12-31"),
        ("a = [2026-12-24, 25.12.2026]\n", 1, "25.12.2026 is no date"),
        ("a = 10:00\n", 1, 'a time of day stands between quotation marks: "10:00"'),
        ("a = [01, 2]\n", 1, "a number has no nought in front: write 1"),
        ('a = ["10:00" "01"]\n', 1, "a comma is missing before this"),
        ('step.greet = "a"\n[step]\nb = "b"\n', 2, "step.… = … stands above: write these below the heading too"),
        ('a = [\n "x"\n "y"\n]\n', 3, 'a comma is missing before this, or the list is not closed with ]: "y"'),
        ("a = { x = 1 y = 2 }\n", 1, "a comma is missing in a table in braces"),
        ("a = { x = 1\n y = 2 }\n", 1, "or it goes on in the next line"),
        ("a = {\n x = 1 }\n", 1, "a table in braces stands on one line"),
        ("a = { x = 1, }\n", 1, "with no comma at its end"),
        ('a = "He said "hi" to me"\n', 1, r"a quotation mark within a text is written \""),
        ("a = 'it's'\n", 1, "a text with an apostrophe stands between quotation marks"),
        ('a = "C:\\path"\n', 1, "a backslash in a text is written twice"),
        ('a = """abc\ndef\n', 2, "is not closed"),
        ("[step\na = 1\n", 1, "a bracket ] is missing at the end of the heading: [step"),
        ("a = True\n", 1, "write true"),
        ('a = "x"\rb = "y"\r', 1, "line ends"),
        ("привіт = 1\n", 1, "not valid TOML: a key is written in Latin letters, digits, _ and -: привіт = 1"),
    ],
)
def test_line_text_and_cause(text: str, line: int, cause: str) -> None:
    """One complaint a file, where the parser stopped."""
    (said,) = complaints(text)
    assert said.startswith(f"line {line}: not valid TOML: ")
    assert cause in said


def test_a_long_line_is_shortened() -> None:
    """As much is shown of a line as is needed to find it."""
    (said,) = complaints(f'a = "{"x" * 500}\n')
    assert len(said) < 200


def test_a_mark_in_front_of_utf_8_is_no_mistake(mini: Bench) -> None:
    """The editor of Windows writes one."""
    for name in ("pack.toml", "en.toml", "uk.toml"):
        file = mini.folder / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert mini.complaints == []
    assert describe(mini.folder)
