"""An article by pages, and what a search has found: nothing is lost, and every digit stands where it can be seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Size

from callscript.dialogue.show.articles import HitLine, Marked, PartLine
from callscript.widgets.article_view import ArticleView
from callscript.widgets.hit_list import HitList

SIZES = st.tuples(st.integers(12, 120), st.integers(3, 60))
WORDS = st.lists(st.text("абвґ’- ", min_size=1, max_size=14).filter(str.strip), min_size=1, max_size=60).map(" ".join)
PARTS = st.lists(st.tuples(WORDS, st.sampled_from(("text", "item", "heading"))), min_size=1, max_size=30)


class View(ArticleView):
    """An article in so much room."""

    room = Size(80, 20)

    @property
    def size(self) -> Size:
        return self.room


class Hits(HitList):
    """A list in so much room."""

    room = Size(80, 20)

    @property
    def size(self) -> Size:
        return self.room


def view(parts: list[tuple[str, str]], size: tuple[int, int]) -> View:
    """Show an article."""
    shown = View()
    shown.room = Size(*size)
    lines: list[PartLine] = []
    for text, kind in parts:
        number = 0 if kind == "heading" else 1 + sum(bool(line.number) for line in lines)
        lines.append(PartLine(Marked(text), kind, number))  # pyright: ignore[reportArgumentType] - one of the kinds
    shown.set_reactive(ArticleView.heading, Marked("T"))
    shown.set_reactive(ArticleView.parts, tuple(lines))
    return shown


@settings(max_examples=60)
@given(PARTS, SIZES)
def test_by_its_pages_an_article_is_read_whole(parts: list[tuple[str, str]], size: tuple[int, int]) -> None:
    """All words stand on the pages, in order; no page has more rows than there are, nor more numbers than digits, and
    each number is reached by a digit of a page on which its paragraph stands."""
    shown = view(parts, size)
    read, numbers = "", set[int]()
    for page in range(200):
        shown.set_reactive(ArticleView.page, page)
        picture = shown.render()
        assert len(picture.split("\n")) <= size[1]
        assert all(row.cell_length <= max(12, size[0]) for row in picture.split("\n"))
        digits = [shown.number_of(digit) for digit in range(1, 10)]
        numbers.update(filter(None, digits))
        read += picture.plain.split("\n", 1)[1] if "\n" in picture.plain else ""
        if page + 1 >= len(shown._pages):
            break
    assert numbers == set(range(1, 1 + sum(kind != "heading" for _, kind in parts)))
    letters = "".join(sign for sign in read if sign in "абвґ’")
    assert letters == "".join(sign for text, _ in parts for sign in text if sign in "абвґ’")


def test_a_digit_stands_once_before_its_paragraph() -> None:
    """The digits count on each page from 1; a heading has none, and 0 and what is not there stand for nothing."""
    shown = view([("перша", "text"), ("розділ", "heading"), ("друга", "text"), ("третя", "item")], (40, 20))
    assert shown.render().plain.split() == ["T", "1", "перша", "розділ", "2", "друга", "3", "•", "третя"]
    assert [shown.number_of(digit) for digit in range(5)] == [0, 1, 2, 3, 0]


def test_what_is_given_says_so() -> None:
    """Behind a paragraph that is marked stands the word, which no line break parts from itself."""
    shown = View()
    shown.set_reactive(ArticleView.parts, (PartLine(Marked("так"), number=1, given=True),))
    assert "так" in shown.render().plain
    assert "given" in shown.render().plain


@pytest.mark.parametrize("count", [1, 9, 50])
@pytest.mark.parametrize("size", [(20, 2), (40, 4), (40, 7), (80, 16), (200, 50)])
def test_the_picked_line_is_always_in_sight(count: int, size: tuple[int, int]) -> None:
    """Whichever line is picked, its title and the beginning of its context are seen, and nothing is drawn twice."""
    hits = Hits()
    hits.room = Size(*size)
    lines = tuple(HitLine(Marked(f"назва{n}щ"), Marked(f"вміст{n}щ " + "слово " * 40)) for n in range(count))
    hits.set_reactive(HitList.lines, lines)
    for picked in range(count):
        hits.set_reactive(HitList.picked, picked)
        rows = hits.render().plain.split("\n")
        assert len(rows) <= size[1]
        (at,) = (at for at, row in enumerate(rows) if row.startswith("→"))
        assert f"назва{picked}щ" in rows[at]
        assert size[1] < 3 or f"вміст{picked}щ" in rows[at + 1]
        assert all(len(row) <= size[0] for row in rows)


def test_a_list_that_is_awaited_has_nothing_picked() -> None:
    """While another question is asked nothing is marked; where nothing was found, that is said."""
    hits = Hits()
    hits.set_reactive(HitList.nothing, "немає")
    assert hits.render().plain == "немає"
    hits.set_reactive(HitList.awaited, True)
    assert hits.render().plain == "…"
    hits.set_reactive(HitList.lines, (HitLine(Marked("назва"), Marked("")),))
    assert "→" not in hits.render().plain


def test_the_words_that_were_found_are_bold() -> None:
    """What was looked for stands out, in the title and in the line of context."""
    hits = Hits()
    hits.set_reactive(HitList.lines, (HitLine(Marked("судовий збір", ((8, 12),)), Marked("про збір", ((4, 8),))),))
    picture = hits.render()
    bold = [picture.plain[span.start : span.end] for span in picture.spans if span.style == "bold"]
    assert bold == ["збір", "збір"]
