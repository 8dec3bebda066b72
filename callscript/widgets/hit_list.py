"""What a search has found: titles, each with a line of what stands there; one of them is picked."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.articles import HitLine
from callscript.runtime.text import clean
from callscript.widgets.looks import HERE, KEY
from callscript.widgets.marked import shown
from callscript.widgets.wrapped import wrapped

_INDENT = 6
"""Columns of the sign of the line that is picked, and of its digit."""
_DIGITS = 9
_ROOMY = 8
"""Rows from which on every title has its line of context; below, the one that is picked."""
_MOST = 2
"""Rows of context of the one that is picked, at most."""


class HitList(Widget):
    """The lines, one of which is always in sight."""

    lines: reactive[tuple[HitLine, ...]] = reactive(())
    picked: reactive[int] = reactive(0)
    awaited: reactive[bool] = reactive(False)
    """The lines answer another question than the one that is asked now."""
    nothing: reactive[str] = reactive("")
    """What is said where there are no lines."""

    def validate_picked(self, picked: int) -> int:
        return max(0, min(len(self.lines) - 1, picked))

    def move(self, by: int) -> None:
        """Pick the line so many further down; above, if negative."""
        self.picked += by

    @property
    def page(self) -> int:
        """How many lines there is room for."""
        return max(1, self.size.height // (2 if self.size.height >= _ROOMY else 1) - 1)

    def render(self) -> Content:
        width, rows = max(_INDENT + 4, self.size.width), max(1, self.size.height)
        if not self.lines:
            return Content.styled("…" if self.awaited else clean(self.nothing), "dim").truncate(width)
        drawn: list[Content] = []
        first = last = 0
        for at in range(len(self.lines)):
            block = list(self._block(at, width - _INDENT, rows))
            if at == self.picked:
                first, last = len(drawn), len(drawn) + len(block)
            drawn += block
        start = max(0, min(first - max(0, rows - (last - first)) // 2, len(drawn) - rows))
        return Content("\n").join(drawn[start : start + rows])

    def _block(self, at: int, room: int, rows: int) -> Iterator[Content]:
        line, here = self.lines[at], at == self.picked and not self.awaited
        look = HERE if here else "dim" if self.awaited else ""
        digit = (f" {at + 1} ", "dim" if self.awaited else KEY) if at < _DIGITS else "   "
        note = Content.styled(f"  {line.note}", "dim") if line.note else Content("")
        title = shown(line.title, look).truncate(max(4, room - note.cell_length), ellipsis=True)
        yield Content.assemble("→ " if here else "  ", digit, " ", title, note)
        if not line.context.text or (rows < _ROOMY and not here):
            return
        context = shown(line.context, "dim" if self.awaited else "")
        indent = Content(" " * _INDENT)
        if not here:
            yield indent + context.truncate(room, ellipsis=True)
            return
        lines = wrapped(context, room)
        if len(lines) > _MOST:
            lines = [*lines[: _MOST - 1], Content(" ").join(lines[_MOST - 1 :]).truncate(room, ellipsis=True)]
        yield from (indent + row for row in lines)
