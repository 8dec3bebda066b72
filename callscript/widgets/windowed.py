"""A text of several parts, of which the one at hand is always in sight."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.widgets.looks import WIDEST
from callscript.widgets.wrapped import wrapped

_UNDER = 2
"""Columns by which what is wrapped of an indented part stands further in than its beginning."""


class Windowed(Widget):
    """Parts, one under the other. Where not all have room, an arrow at the edge says where there are more."""

    parts: reactive[tuple[Content, ...]] = reactive(())
    at: reactive[int] = reactive(0)
    """The part at hand."""

    def render(self) -> Content:
        width, rows = max(4, min(self.size.width, WIDEST)), max(1, self.size.height)
        return Content("\n").join(self.lines(self.parts, self.at, width, rows))

    @staticmethod
    def lines(parts: Sequence[Content], at: int, width: int, rows: int) -> list[Content]:
        """Return the lines that are shown in so much room."""
        lines: list[Content] = []
        first = last = 0
        for number, part in enumerate(parts):
            broken = _hung(part, width) if part else [part]
            if number == at:
                first, last = len(lines), len(lines) + len(broken)
            lines += broken
        most = max(0, len(lines) - rows)
        start = max(0, min(most, first - 1, max(0, last + 1 - rows)))
        shown = lines[start : start + rows]
        if start:
            shown[0] = Content.styled("↑ …", "dim")
        if start < most:
            shown[-1] = Content.styled("↓ …", "dim")
        return shown


def _hung(part: Content, width: int) -> list[Content]:
    """Break a part into lines; of one that is indented, the lines behind the first are so, too, and a little more."""
    indent = len(part.plain) - len(part.plain.lstrip(" "))
    if part.cell_length <= width or not indent or indent + _UNDER >= width // 2:
        return wrapped(part, width)
    first, *others = wrapped(part[indent:], width - indent - _UNDER)
    return [part[:indent] + first, *(Content(" " * (indent + _UNDER)) + other for other in others)]
