"""The field that text is typed into: one line, wrapped. What it takes in is cleaned at once; nothing is dropped.

A text that was there before stands as a whole: Backspace erases nothing of it, typing replaces it, an arrow or End goes
into it to change it or to add to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.strip import Strip
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


MOST_ROWS = 6
"""Rows that a text is shown on while it is typed; more are scrolled."""


@lru_cache(maxsize=64)
def lines_of(text: str, width: int) -> Sequence[tuple[int, int]]:
    """Return where the lines of a text begin and end, wrapped at blanks; the cursor behind it has room on the last."""
    lines: list[tuple[int, int]] = []
    start, used, blank = 0, 0, 0
    for at, sign in enumerate(text):
        cells = cell_len(sign)
        if sign == " " and used + cells > width:
            blank = at + 1  # it hangs at the end of the line
            continue
        while used + cells > width and at > start:
            end = blank if blank > start else at
            lines.append((start, end))
            start, used = end, cell_len(text[end:at])
        used += cells
        if sign == " ":
            blank = at + 1
    lines.append((start, len(text)))
    if used >= width:
        lines.append((len(text), len(text)))
    return tuple(lines)


class Entry(ScrolledInput, inherit_bindings=False):
    """A line of text, wrapped over as many rows as there are for it.

    Enter, Tab and the arrows up and down belong to the screen, not to the field.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._width = 0
        self._most = 1
        self.narrows = False
        """Letters narrow a list, digits choose from it: they belong to the screen."""
        self.untouched = True
        """Nothing was typed or edited since the text was put there."""

    @property
    def rows(self) -> int:
        """How many rows the text takes up, the cursor behind it included."""
        return min(self._most, len(self._lines))

    @property
    def _lines(self) -> Sequence[tuple[int, int]]:
        return lines_of(self.value, self.width)

    @property
    def width(self) -> int:
        """The columns that there are for the text."""
        return self._width or max(1, self.content_size.width)

    def fit(self, width: int, most: int = MOST_ROWS) -> None:
        """Take a width before it is laid out, and how many rows there may be at most."""
        if (width, most) != (self._width, self._most):
            self._width, self._most = width, most
            self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen. Behind the text it is the next cell, not one further on as in Input."""
        x, y, width, _height = self.content_region
        row = self._row_of_cursor
        start = self._lines[row][0]
        beside = Content(self.value[start : self.cursor_position]).cell_length
        return Offset(x + min(beside, max(0, width - 1)), y + row - self._top)

    @property
    def _row_of_cursor(self) -> int:
        at = self.cursor_position
        return next(row for row, (start, _end) in reversed(tuple(enumerate(self._lines))) if start <= at)

    @property
    def _top(self) -> int:
        """The first line that is shown: the one of the cursor is always in sight."""
        shown = max(1, self.content_size.height)
        return max(0, min(self._row_of_cursor - shown + 1, len(self._lines) - shown))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return how many rows the text takes up."""
        return min(self._most, len(lines_of(self.value, width)))

    def render_line(self, y: int) -> Strip:
        """Draw a row: the text that is typed, what typing would replace marked, or what may be taken over."""
        base, width = self.rich_style, self.width
        at = self._top + y
        if not self.value:
            look = base + self.get_component_rich_style("input--placeholder")
            shown = Content(self.placeholder).truncate(width).plain if y == 0 else ""
            segments = [Segment(shown, look)]
        else:
            start, end = self._lines[at] if at < len(self._lines) else (0, 0)
            first, last = sorted(self.selection) if self.has_focus else (0, 0)
            first, last = max(start, min(first, end)), max(start, min(last, end))
            marked = base + self.get_component_rich_style("input--selection")
            parts = ((start, first, base), (first, last, marked), (last, end, base))
            segments = [Segment(self.value[a:b], look) for a, b, look in parts if b > a]
        return Strip(segments).adjust_cell_length(width, base)

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

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Draw anew what typing would replace: the look is the same with the keys and without, and not worked out."""
        self.refresh()

    def on_hide(self, event: events.Hide) -> None:
        """Keep the keys while the terminal is too small to show the field: they are for it when it is there again."""
        event.prevent_default()
