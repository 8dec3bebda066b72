"""Lines of help: a key, and behind it or under it what it does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.widgets.wrapped import wrapped

_KEY = 15
"""Columns of the keys."""
_UNWRAPPED = 1000
_BESIDE = 50
"""Columns from which on there is room for the words beside their key."""


def help_lines(lines: Sequence[str], width: int = _UNWRAPPED) -> Content:
    """Show lines of help, each a key, at least two blanks, and what it does; or only words."""
    return Content("\n").join(line for text in lines for line in _line(text, width))


def _line(text: str, width: int) -> list[Content]:
    key, words = re.split(r"\s{2,}", text, maxsplit=1) if "  " in text else ("", text)
    if key and width >= _BESIDE:
        return [Content.styled(key.ljust(_KEY), "bold") + words]
    indent = "  " if key else ""
    lines = [Content(indent) + line for line in wrapped(Content(words), max(4, width - len(indent)))]
    return [Content.styled(key, "bold"), *lines] if key else lines


class HelpLines(Widget):
    """The help of a screen, where there is room for it beside what it is about."""

    lines: reactive[tuple[str, ...]] = reactive(())

    def render(self) -> Content:
        return help_lines(self.lines, self.size.width)
