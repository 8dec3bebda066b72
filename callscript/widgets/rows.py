"""Rows of text, each drawn as it is given: none is wrapped, and of those that change only the new ones are drawn."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from callscript.widgets.laid_out import OnceLaidOut

ShowAtOnce = Callable[[Widget, Mapping[int, Content]], bool]
"""Shows rows of a widget without a layout, and tells whether that could be done."""


class Rows(OnceLaidOut):
    """A widget that draws rows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn: Sequence[Content] = ()
        self._drawn_in: Size | None = None
        """The size for which they were drawn; None: they are to be drawn anew."""

    @abstractmethod
    def rows(self) -> Sequence[Content]:
        """Return what stands in each row."""

    def render(self) -> Content:
        """Return all rows: Textual asks for them where a height follows from what is in it."""
        return Content("\n").join(self.drawn)

    @property
    def drawn(self) -> Sequence[Content]:
        """What stands in each row, worked out once for a value and a size."""
        if self._drawn_in != self.size:
            self._drawn, self._drawn_in = self.rows(), self.size
        return self._drawn

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw all rows anew; or some, which have been worked out."""
        if repaint and not regions:
            self._drawn_in = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        base = self.visual_style
        segments = self.drawn[y].render_segments(base) if y < len(self.drawn) else ()
        return Strip(segments).adjust_cell_length(self.size.width, base.rich_style)

    def tick(self, name: Reactive[Any], value: object, show_at_once: ShowAtOnce) -> None:
        """Take a value that differs from the one before by the time alone, and draw the rows that it changes."""
        before = self.drawn
        self.set_reactive(name, value)
        self._drawn_in = None
        after = self.drawn
        changed = {y: row for y, (row, old) in enumerate(zip(after, before, strict=False)) if row.plain != old.plain}
        if len(before) != len(after) or (changed and not show_at_once(self, changed)):
            self.refresh()


class DrawnRows(Rows):
    """Rows that a panel draws, for the size that it has come to."""

    def __init__(self, draw: Callable[[Size], Sequence[Content]], *, id: str) -> None:
        super().__init__(id=id)
        self._draw = draw

    def rows(self) -> Sequence[Content]:
        return self._draw(self.size) if self.size else ()

    def draw_changed(self) -> None:
        """Draw those that are not what they were; all of them if it is not known what is on screen, or none is."""
        if not self.size or self._drawn_in != self.size:
            self.refresh()
            return
        before, self._drawn_in = self._drawn, None
        height = max(len(before), len(self.drawn))
        old, new = ([*each, *[Content("")] * (height - len(each))] for each in (before, self.drawn))
        changed = [y for y in range(height) if (old[y].plain, old[y].spans) != (new[y].plain, new[y].spans)]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
