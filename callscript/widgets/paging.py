"""Which lines of a step are shown together where not all of them have room: the words first, the answers never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct


class Page(Struct, frozen=True):
    """A part of the words, and a part of what is answered under them; the ends are not in it."""

    words: tuple[int, int]
    answers: tuple[int, int] = (0, 0)


def paged(words: int, answers: Sequence[int], rows: int, gap: int = 0) -> tuple[Page, ...]:
    """Share lines of words, and answers of some heights, out over pages of so many rows.

    `gap` are the empty rows between the two. The answers stand together if they can, under the end of the words.
    """
    rows = max(2, rows)
    beside = sum(answers) + (gap if words and answers else 0)
    if words + beside <= rows:
        return (Page((0, words), (0, len(answers))),)
    under = rows - words - (gap if words else 0)
    if 2 * words <= rows and under >= max(answers, default=0):  # the words are read again over each part of the answers
        return tuple(Page((0, words), part) for part in _parts(answers, under))
    pages: list[Page] = []
    start = 0
    while words - start > rows:
        pages.append(Page((start, start + rows)))
        start += rows
    if words - start + beside <= rows:
        pages.append(Page((start, words), (0, len(answers))))
    elif beside < rows:
        pages += [Page((start, words)), Page((words - (rows - beside), words), (0, len(answers)))]
    else:
        pages += [Page((start, words))] if start < words else []
        pages += [Page((words, words), part) for part in _parts(answers, rows)]
    return tuple(pages)


def _parts(heights: Sequence[int], rows: int) -> Iterator[tuple[int, int]]:
    first = used = 0
    for at, height in enumerate(heights):
        if at > first and used + height > rows:
            yield first, at
            first, used = at, 0
        used += height
    yield first, len(heights)
