"""Long steps are shared out over pages: nothing is left out, nothing is cut, and one page is one if all has room."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from callscript.widgets.paging import Page, paged

LEAST = 2
"""Rows that there are at least, however small the room."""
rooms = st.integers(0, 50)
gaps = st.integers(0, 1)
words = st.integers(0, 120)
heights = st.lists(st.integers(1, 8), max_size=9)


def height(page: Page, answers: Sequence[int], gap: int) -> int:
    """Return how many rows a page takes up."""
    lines, shown = page.words[1] - page.words[0], sum(answers[slice(*page.answers)])
    return lines + shown + (gap if lines and shown else 0)


@given(words, heights, rooms, gaps)
@example(0, [4, 4, 4], 8, 0)
def test_every_line_of_words_is_on_some_page(lines: int, answers: list[int], rows: int, gap: int) -> None:
    """Whoever turns page after page reads all of the words in their order; lines are shown again, never skipped."""
    read = 0
    for page in paged(lines, answers, rows, gap):
        first, end = page.words
        assert 0 <= first <= read
        assert first <= end
        assert end >= read
        read = end
    assert read == lines


@given(words, heights, rooms, gaps)
def test_every_answer_is_on_exactly_one_page(lines: int, answers: list[int], rows: int, gap: int) -> None:
    """Each answer stands on one page, in their order, and none before the words have been shown to their end."""
    pages = paged(lines, answers, rows, gap)
    assert [at for page in pages for at in range(*page.answers)] == list(range(len(answers)))
    assert all(page.words[1] == lines for page in pages if page.answers[0] < page.answers[1])


@given(words, heights, rooms, gaps)
@example(1, [1], 2, 1)
def test_no_page_is_higher_than_the_room(lines: int, answers: list[int], rows: int, gap: int) -> None:
    """A page has room for all that stands on it, unless it is a single answer that has none anywhere."""
    for page in paged(lines, answers, rows, gap):
        assert height(page, answers, gap) <= max(LEAST, rows) or (
            page.words[0] == page.words[1] and page.answers[1] - page.answers[0] == 1
        )


@given(words, heights, rooms, gaps)
def test_one_page_if_all_has_room(lines: int, answers: list[int], rows: int, gap: int) -> None:
    """What has room together stands together, and nothing else does."""
    whole = Page((0, lines), (0, len(answers)))
    pages = paged(lines, answers, rows, gap)
    assert (pages == (whole,)) == (height(whole, answers, gap) <= max(LEAST, rows)) or len(answers) == 1


@given(words, heights, rooms, gaps)
def test_no_page_is_empty(lines: int, answers: list[int], rows: int, gap: int) -> None:
    """Each page that is turned to shows something, and something that the one before did not."""
    pages = paged(lines, answers, rows, gap)
    if len(pages) > 1:
        assert all(height(page, answers, gap) for page in pages)
        shown = [(page.words[1], page.answers[1]) for page in pages]
        assert len(set(shown)) == len(shown)
