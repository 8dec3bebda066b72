"""A text whose lines begin with columns, such as numbers and times: what is wrapped stands under the last of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from callscript.widgets.wrapped import wrapped

_GAP = re.compile(r"(?<=\S)\s{2,}")
_NOTHING = Content("")
_LEAST = 2
_FARTHEST = 24
"""Columns by which a line is indented at most."""


class HungText(Static):
    """Such a text, as high as it is."""

    def __init__(self, content: Content = _NOTHING, *, id: str | None = None) -> None:
        super().__init__(content, id=id, markup=False)
        self._text = content

    def put(self, content: Content) -> None:
        """Show another text."""
        if content.plain != self._text.plain:
            self._text = content
            self.update(content)

    def render(self) -> Content:
        return self.shown_in(self.size.width)

    def shown_in(self, width: int) -> Content:
        """Show the text in so many columns."""
        return Content("\n").join(_hung(self._text, max(1, width)))

    def rows_in(self, width: int) -> int:
        """Return how many rows the text takes up in so many columns."""
        return sum(1 for _line in _hung(self._text, max(1, width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return how many rows the text takes up."""
        return self.rows_in(width)


def _hung(text: Content, width: int) -> Iterator[Content]:
    for line in text.split("\n", allow_blank=True):
        columns = [gap.end() for gap in _GAP.finditer(line.plain)]
        beside = max((end for end in columns if end <= min(_FARTHEST, width // 3)), default=0)
        indent = Content(" " * (beside or _LEAST * bool(columns)))
        head, rest = line[:beside], line[beside:]
        first, *others = wrapped(rest, max(_LEAST, width - len(indent))) if rest else [rest]
        yield head + first
        yield from (indent + other for other in others)
