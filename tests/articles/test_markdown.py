"""Reading articles: a title, paragraphs, items and headings; everything else is text."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.articles.folders import LARGEST
from callscript.articles.markdown import LONGEST, NoArticle, article
from callscript.core.articles import Part
from callscript.runtime.text import has_refused


def parts(text: str) -> list[tuple[str, str]]:
    """Return the parts of an article with this under its title."""
    return [(part.kind, part.text) for part in article("a", f"# T\n\n{text}\n".encode()).parts]


def test_the_title_and_what_stands_under_it() -> None:
    """The first line is the title; lines that stand together are a paragraph, each item of a list is one of its own."""
    found = article(
        "how", "\ufeff\n# Як **подати** #\nрядок\nще рядок\n\n- раз\n  далі\n* два\n3. три\n## Розділ ##\n".encode()
    )
    assert (found.id, found.title) == ("how", "Як подати")
    assert found.parts == (
        Part("рядок ще рядок"), Part("раз далі", "item"), Part("два", "item"), Part("3. три", "item"),
        Part("Розділ", "heading"),
    )  # fmt: skip
    assert found.paragraphs == ("рядок ще рядок", "раз далі", "два", "3. три")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**дуже** __дуже__ *так* _ні_", "дуже дуже так ні"),
        ("[суд](https://court.gov.ua) та <https://x.ua>.", "суд (https://court.gov.ua) та https://x.ua."),
        ("[https://x.ua](https://x.ua/)", "https://x.ua"),
        ("snake_case_name 2*3*4 a * b", "snake_case_name 2*3*4 a * b"),
        ("`код` ``ще``", "код ще"),
        (r"\*зірки\* \# \[ \\", r"*зірки* # [ \ "[:-1]),
        ("> цитата\n> далі", "цитата далі"),
        ("[bold]x[/] <script>alert(1)</script> &amp;", "[bold]x[/] <script>alert(1)</script> &amp;"),
        ("\x1b[31mred\x07\u202e \u200bx", "[31mred x"),
        ("рядок\r\nдалі\rще", "рядок далі ще"),
        ("#5 не заголовок", "#5 не заголовок"),
        ("C# #", "C# #"),
    ],
)
def test_marks_become_plain_text(written: str, shown: str) -> None:
    """Emphasis and links are shown as plain text, markup of others as it stands, and nothing that a terminal obeys."""
    assert parts(written) == [("text", shown)]


def test_what_parts_paragraphs() -> None:
    """Rules, fences and quotes part paragraphs, and are not shown."""
    assert [text for _, text in parts("раз\n---\nдва\n```sh\nтри\n```\n> чотири\nп’ять")] == [
        "раз", "два", "три", "чотири п’ять",
    ]  # fmt: skip


def test_a_paragraph_that_is_too_long_for_one() -> None:
    """It is parted, behind a sentence if there is one, and nothing of it is lost."""
    sentence = "Речення " + "слово " * 30 + "кінець."
    found = parts(" ".join([sentence] * 20))
    assert len(found) > 2
    assert all(len(text) <= LONGEST and text.endswith("кінець.") for _, text in found)
    assert " ".join(text for _, text in found) == " ".join([sentence] * 20)
    assert [len(text) for _, text in parts("я" * (2 * LONGEST + 1))] == [LONGEST, LONGEST, 1]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no title"),
        (b"text\n# T\n", "no title"),
        (b"## T\n\ntext", "no title"),
        (b"#T\n\ntext", "no title"),
        (b"# \n\ntext", "no title"),
        (b"# \xe2\x80\x8b\n\ntext", "no title"),
        (b"# T\n\n## H\n", "nothing stands under"),
        (b"# T\n", "nothing stands under"),
        ("# Ї\n\n".encode() + "суд".encode("cp1251"), "line 3: not UTF-8"),
        ("# Ї\n\nсуд".encode("utf-16"), "line 1: not UTF-8"),
        (b"# " + b"t" * 300 + b"\n\ntext", "the title has 300 letters"),
    ],
)
def test_what_is_no_article(data: bytes, why: str) -> None:
    """What cannot be read as an article says why, and where."""
    with pytest.raises(NoArticle, match=why):
        article("a", data)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_the_file_says(data: bytes) -> None:
    """Any bytes are an article or are refused in words; nothing of it is anything but text on one line."""
    found = ()
    with suppress(NoArticle):
        found = article("a", b"# T\n\n" + data).parts
    assert all(part.text and not has_refused(part.text) for part in found)


@pytest.mark.parametrize(
    "sign", ["`", "[", "*", "_a", "- ", " ", "#", "# ", "**a", "[a](b", "\\", "(x ", "<https://", "> ", "a"]
)
def test_a_line_without_an_end(sign: str) -> None:
    """The largest file is read at once, however it is made."""
    begun = time.perf_counter()
    with suppress(NoArticle):
        article("a", b"# T\n\n" + sign.encode() * (LARGEST // len(sign)) + b"x")
    assert time.perf_counter() - begun < 5
