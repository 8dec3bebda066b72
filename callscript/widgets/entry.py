"""The one-line field that text is typed into. What it takes in is cleaned at once; nothing is dropped."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input

from callscript.runtime.text import clean
from callscript.terminal.textual_private import ScrolledInput

_EDITING = {
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "home": Input.action_home,
    "end": Input.action_end,
    "backspace": Input.action_delete_left,
    "ctrl+h": Input.action_delete_left,
    "delete": Input.action_delete_right,
}
"""What the editing keys do. The application hands keys over directly, so bindings are not asked."""


class Entry(ScrolledInput, inherit_bindings=False):
    """A line of text. Enter, Tab and the arrows up and down belong to the screen, not to the field."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen. Behind the text it is the next cell, not one further on as in Input."""
        x, y, _width, _height = self.content_region
        scrolled, _ = self.scroll_offset
        return Offset(x + Content(self.value[: self.cursor_position]).cell_length - int(scrolled), y)

    def put(self, text: str) -> None:
        """Show `text` with the cursor behind it."""
        self.value = clean(text)
        self.cursor_position = len(self.value)

    def take_in(self, event: events.Key | events.Paste) -> None:
        """Take in a key or a paste in its turn: behind what the field has been handed before. All lines of a paste are
        taken in as one; a key that means nothing here does nothing."""
        if isinstance(event, events.Paste):
            self.call_later(self.insert_text_at_cursor, clean(event.text))
        elif edit := _EDITING.get(event.key):
            self.call_later(edit, self)
        elif event.is_printable and event.character:
            self.call_later(self.insert_text_at_cursor, event.character)

    def on_hide(self, event: events.Hide) -> None:
        """Keep the keys while the terminal is too small to show the field: they are for it when it is there again."""
        event.prevent_default()
