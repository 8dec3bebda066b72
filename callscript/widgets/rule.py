"""The rule between two parts of a screen."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class Rule(Widget):
    """A line over the whole width."""

    def render(self) -> Content:
        return Content.styled("─" * self.size.width, "dim")
