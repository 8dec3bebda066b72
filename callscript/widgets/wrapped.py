"""Breaks a text into lines that fit: not between a number sign and its number, which Textual would part."""

from __future__ import annotations

from textual.content import Content

from callscript.runtime.text import bound, unbound


def wrapped(text: Content, width: int) -> list[Content]:
    """Return the lines of a text in so many columns."""
    plain = text.plain
    together = bound(plain)
    if together == plain:
        return text.wrap(width)
    lines = Content(together, [*text.spans]).wrap(width)
    return [Content(unbound(line.plain), [*line.spans]) for line in lines]
