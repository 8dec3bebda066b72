"""The one-line field that text is typed into. What it takes in is cleaned at once; nothing is dropped."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from callscript.runtime.text import clean

_EDITING = {
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "home": Input.action_home,
    "end": Input.action_end,
    "backspace": Input.action_delete_left,
    "ctrl+h": Input.action_delete_left,
    "delete": Input.action_delete_right,
}
"""What the keys do that are no letters. The application hands keys over directly, so bindings are not asked."""


class Entry(Input, inherit_bindings=False):
    """A line of text. Enter, Tab and the arrows up and down belong to the screen, not to the field."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._initial_value = False  # Input would not scroll to the end of the first text, which may be a long paste

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen. Behind the text it is the next cell, not one further on as in Input."""
        x, y, _width, _height = self.content_region
        scrolled, _ = self.scroll_offset
        return Offset(x + self._position_to_cell(self.cursor_position) - int(scrolled), y)

    def put(self, text: str) -> None:
        """Show `text` with the cursor behind it."""
        self.value = clean(text)
        self.cursor_position = len(self.value)

    def take_in(self, event: events.Key | events.Paste) -> None:
        """Take in a key or a paste in its turn. One that means nothing here ends here: it must not come round again."""
        self._forward_event(event)

    def _on_hide(self, event: events.Hide) -> None:
        """Keep the keys while the terminal is too small to show the field: they are for it when it is there again."""
        event.prevent_default()

    async def _on_key(self, event: events.Key) -> None:
        edit = _EDITING.get(event.key)
        if edit is None:
            await super()._on_key(event)
            return
        edit(self)
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        """Take in all the lines of a paste as one."""
        self.insert_text_at_cursor(clean(event.text))
        event.stop()
        event.prevent_default()
