"""The rule between two parts of a screen."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


def rule(width: int) -> Content:
    """Draw a rule of so many columns."""
    return Content.styled("─" * width, "dim")


class Rule(Widget):
    """A line over the whole width."""

    def render(self) -> Content:
        return rule(self.size.width)
