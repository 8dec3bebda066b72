"""A text in a panel: laid out and drawn again only if it has changed. Textual does both whenever it is set."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from callscript.widgets.laid_out import OnceLaidOut


class Piece(Static, OnceLaidOut):
    """A text that is as high as its content, and does not scroll by itself."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._shown = Content("")

    def put(self, content: Content) -> None:
        """Show a text; an empty one is marked as such."""
        if (content.plain, content.spans) != (self._shown.plain, self._shown.spans):
            self._shown = content
            self.update(content)
        self.set_class(not content.plain, "-empty")
