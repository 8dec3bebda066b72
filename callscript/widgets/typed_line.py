"""A line that is typed into: its mark, and a field that grows with what is typed."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from callscript.runtime.text import clean
from callscript.widgets.entry import MOST_ROWS, Entry
from callscript.widgets.laid_out import Placing
from callscript.widgets.looks import WIDEST
from callscript.widgets.piece import Piece

_SHARE = 4
"""The part of the screen's rows that a field may take up: one in so many."""


class TypedLine(Placing):
    """A label, the mark of the line that is typed into, and its field."""

    label: reactive[str] = reactive("", init=False)

    def __init__(self, *, id: str, width: int = WIDEST) -> None:
        super().__init__(id=id)
        self._widest = width

    def compose(self) -> ComposeResult:
        yield Piece(id="typed-mark")
        yield Entry(id="typed-text")

    @property
    def entry(self) -> Entry:
        """The field."""
        return self.query_one(Entry)

    def on_mount(self) -> None:
        self.query_one("#typed-mark", Piece).put(self._mark)

    def watch_label(self) -> None:
        """Show another label."""
        self.query_one("#typed-mark", Piece).put(self._mark)

    @property
    def _mark(self) -> Content:
        label = Content.styled(clean(self.label), "bold")
        return Content.assemble(label, " " if label else "", "▸ ")

    def on_input_changed(self, event: Input.Changed) -> None:  # noqa: ARG002 - Textual's
        """Make room for what is typed."""
        if self.entry.rows != self.entry.size.height:
            self.refresh(layout=True)

    def places(self, room: Size) -> Mapping[Widget, Region]:
        """Put the field behind the mark, as wide as there is room, and as high as its text."""
        mark, entry = self.query_one("#typed-mark", Piece), self.entry
        before = self._mark.cell_length
        width = max(1, min(room.width - before, self._widest))
        entry.fit(width, max(1, min(MOST_ROWS, self.screen.size.height // _SHARE)))
        return {mark: Region(0, 0, before, 1), entry: Region(before, 0, width, entry.rows)}
