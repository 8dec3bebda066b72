"""The one-line field that text is typed into. What it takes in is cleaned at once; nothing is dropped.

A text that was there before stands as a whole: Backspace erases nothing of it, typing replaces it, an arrow or End goes
into it to change it or to add to it.
"""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input
from textual.widgets.input import Selection

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
        self.untouched = True
        """Nothing was typed or edited since the text was put there."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen. Behind the text it is the next cell, not one further on as in Input."""
        x, y, _width, _height = self.content_region
        scrolled, _ = self.scroll_offset
        return Offset(x + Content(self.value[: self.cursor_position]).cell_length - int(scrolled), y)

    def put(self, text: str, *, begun: bool = False) -> None:
        """Show a text, which typing replaces; or, if it was only begun, goes on with behind it."""
        self.value = clean(text)
        self.untouched = not begun
        end = len(self.value)
        self.selection = Selection(end if begun else 0, end)

    def stand(self) -> None:
        """Let what was typed and refused stand as a whole: typing replaces it."""
        self.selection = Selection(0, len(self.value))

    def take_in(self, event: events.Key | events.Paste) -> None:
        """Take in a key or a paste in its turn: behind what the field has been handed before. All lines of a paste are
        taken in as one; a key that means nothing here does nothing."""
        if isinstance(event, events.Paste):
            self.call_later(self._write, clean(event.text))
        elif event.key in _EDITING:
            self.call_later(self._edit, event.key)
        elif event.is_printable and event.character:
            self.call_later(self._write, event.character)

    def _write(self, text: str) -> None:
        self.untouched = False
        self.replace(text, *self.selection)

    def _edit(self, key: str) -> None:
        """Move the cursor or delete, as an editing key does."""
        self.untouched = False
        _EDITING[key](self)

    def on_hide(self, event: events.Hide) -> None:
        """Keep the keys while the terminal is too small to show the field: they are for it when it is there again."""
        event.prevent_default()
