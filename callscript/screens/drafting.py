"""A screen with one line for what is asked, of which what is being typed is kept within a moment."""

from __future__ import annotations

from textual.widgets import Input

from callscript.screens.base import KeyScreen, Result
from callscript.screens.later import KEEP_AFTER, Later
from callscript.widgets.typed_line import TypedLine


class DraftingScreen(KeyScreen[Result]):
    """Keeps what is typed into its line while that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.keeping = Later(self, self._keep, KEEP_AFTER)

    @property
    def line(self) -> TypedLine:
        """The line that is typed into."""
        return self.query_one(TypedLine)

    async def draft(self, text: str) -> None:
        """Keep what is being typed: it does nothing yet."""
        raise NotImplementedError

    async def keep_typed(self) -> None:
        self.keeping.drop()
        await self._keep()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is being typed in a moment, however fast the next keys come."""
        event.stop()
        self.keeping.soon()

    async def _keep(self) -> None:
        entry = self.line.entry
        if self.line.display and not entry.untouched:
            await self.draft(entry.value)
