"""Rows of text of which a clock changes some every second: only those are drawn."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from textual.content import Content
from textual.reactive import Reactive
from textual.widget import Widget

ShowAtOnce = Callable[[Widget, Mapping[int, Content]], bool]
"""Shows rows of a widget without a layout, and tells whether that could be done."""


class TimedRows(Widget):
    """A widget that draws rows."""

    @abstractmethod
    def rows(self) -> list[Content]:
        """Return what stands in each row."""

    def render(self) -> Content:
        return Content("\n").join(self.rows())

    def tick(self, name: Reactive[Any], value: object, show_at_once: ShowAtOnce) -> None:
        """Take a value that differs from the one before by the time alone, and draw the rows that it changes."""
        before = self.rows()
        self.set_reactive(name, value)
        after = self.rows()
        changed = {y: row for y, (row, old) in enumerate(zip(after, before, strict=False)) if row.plain != old.plain}
        if len(before) != len(after) or (changed and not show_at_once(self, changed)):
            self.refresh()
