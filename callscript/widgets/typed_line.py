"""A line that is typed into: its mark, and a field that grows with what is typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from callscript.runtime.text import clean
from callscript.widgets.entry import MOST_ROWS, Entry
from callscript.widgets.looks import WIDEST
from callscript.widgets.piece import Piece

_SHARE = 4
"""The part of the screen's rows that a field may take up: one in so many."""


class TypedLine(Horizontal):
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
        self._fit()

    @property
    def _mark(self) -> Content:
        label = Content.styled(clean(self.label), "bold")
        return Content.assemble(label, " " if label else "", "▸ ")

    def on_resize(self) -> None:
        """Take the width that there is."""
        self._fit()

    def on_input_changed(self, event: Input.Changed) -> None:  # noqa: ARG002 - Textual's
        """Make room for what is typed."""
        self._fit()

    def _fit(self) -> None:
        if not self.size:
            return
        entry, most = self.entry, max(1, min(MOST_ROWS, self.screen.size.height // _SHARE))
        room = max(1, min(self.size.width - self._mark.cell_length, self._widest))
        entry.fit(room, most)
        entry.styles.width, entry.styles.height = room, entry.rows
