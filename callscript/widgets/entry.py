"""The one-line field that text is typed into. What it takes in is cleaned at once; nothing is dropped."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from callscript.terminal.text import clean


class Entry(Input, inherit_bindings=False):
    """A line of text. Enter, Tab and the arrows up and down belong to the screen, not to the field."""

    BINDINGS = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home", "home", show=False),
        Binding("end", "end", show=False),
        Binding("ctrl+left", "cursor_left_word", show=False),
        Binding("ctrl+right", "cursor_right_word", show=False),
        Binding("backspace,ctrl+h", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def put(self, text: str) -> None:
        """Show `text` with the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    def _on_paste(self, event: events.Paste) -> None:
        """Take in all the lines of a paste as one."""
        self.insert_text_at_cursor(clean(event.text))
        event.stop()
        event.prevent_default()
