"""An article that is open: its parts by pages, each that can be told to the caller with the digit that marks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.articles import Marked, PartLine
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.looks import GOOD, KEY, WIDEST
from callscript.widgets.marked import shown
from callscript.widgets.wrapped import wrapped

_INDENT = 4
"""Columns of a digit."""
_DIGITS = 9
_PAGE = 8
"""Columns of the number of the page, beside the title."""
_ROOMY = 8
"""Rows from which on paragraphs are parted by an empty one."""


class Page(NamedTuple):
    """What stands on a page."""

    rows: Sequence[tuple[int, Content]]
    """Each with the number of the part that it belongs to, as it stands in the article from 1; 0: with none."""
    numbers: Sequence[int]
    """Which of those that can be told stand here, in the order of their digits."""


class ArticleView(Widget):
    """The title, and a page."""

    heading: reactive[Marked] = reactive(Marked(""))
    parts: reactive[tuple[PartLine, ...]] = reactive(())
    page: reactive[int] = reactive(0)

    def validate_page(self, page: int) -> int:
        return max(0, min(len(self._pages) - 1, page))

    def on_resize(self) -> None:
        """Stay at a page that is there."""
        self.page = self.page

    def turn(self, by: int) -> bool:
        """Turn so many pages further, or back; tell whether there was one."""
        before, self.page = self.page, self.page + by
        return before != self.page

    def number_of(self, digit: int) -> int:
        """Return which paragraph a digit stands for on this page; 0: none."""
        numbers = self._pages[self.page].numbers
        return numbers[digit - 1] if 1 <= digit <= len(numbers) else 0

    def render(self) -> Content:
        width, page, last = self._width, self._pages[self.page], len(self._pages)
        right = f"{self.page + 1}/{last}{' ↓' if self.page + 1 < last else ''}" if last > 1 else ""
        first, *others = self._title
        gap = " " * max(1, width - first.cell_length - len(right))
        rows = [Content.assemble(first, gap, (right, "dim")), *others]
        digits = {number: digit for digit, number in enumerate(page.numbers, start=1)}
        for number, row in page.rows:
            digit = digits.pop(number, 0)
            rows.append(Content.assemble((f" {digit} ", KEY) if digit else "   ", " ", row))
        return Content("\n").join(rows[: self.size.height])

    @property
    def _width(self) -> int:
        return max(_INDENT + 4, min(self.size.width, WIDEST))

    @property
    def _title(self) -> Sequence[Content]:
        return wrapped(shown(self.heading, "bold"), max(4, self._width - _PAGE))

    @property
    def _pages(self) -> Sequence[Page]:
        rows = max(2, self.size.height - len(self._title))
        blocks: list[_Block] = []
        before = ""
        for part in self.parts:
            apart = rows >= _ROOMY and bool(blocks) and not part.kind == before == "item"
            blocks.append(_Block(part.number, _rows(part, self._width - _INDENT), apart))
            before = part.kind
        return _paged(blocks, rows)


class _Block(NamedTuple):
    number: int
    rows: Sequence[Content]
    apart: bool
    """An empty row parts it from what stands before it."""


def _rows(part: PartLine, width: int) -> Sequence[Content]:
    """Return a part wrapped; what is marked as given says so behind it."""
    text = shown(part.words, "bold" if part.kind == "heading" else "")
    if part.given:
        word = clean(_("given"))
        text = Content.assemble(text, "  ", (f"\u00a0{word}\u00a0", GOOD))
    if part.kind != "item":
        return wrapped(text, width)
    first, *others = wrapped(text, width - 2)
    return [Content.assemble("• ", first), *(Content.assemble("  ", row) for row in others)]


def _paged(blocks: Sequence[_Block], rows: int) -> Sequence[Page]:
    """Share parts out over pages of so many rows: a part stands whole on one if it can, and no page has more than
    there are digits for."""
    pages: list[Page] = []
    page, numbers = list[tuple[int, Content]](), list[int]()
    for number, lines, apart in blocks:
        whole = len(page) + apart + len(lines) <= rows or len(lines) > rows > len(page) + apart
        if page and (not whole or (number and len(numbers) == _DIGITS)):
            pages.append(Page(page, numbers))
            page, numbers = [], []
        page += [(0, Content(""))] * (apart and bool(page))
        for line in lines:
            if len(page) == rows:
                pages.append(Page(page, numbers))
                page, numbers = [], []
            page.append((number, line))
            numbers += [number] if number and number not in numbers else []
    return [*pages, Page(page, numbers)]
