"""Texts in which some words are told apart: they are bold."""

from __future__ import annotations

from textual.content import Content

from callscript.dialogue.show.articles import Marked


def shown(marked: Marked, look: str = "") -> Content:
    """Return a text in a look, with the words bold that were looked for."""
    content = Content.styled(marked.text, look)
    for start, end in marked.found:
        content = content.stylize("bold", start, end)
    return content
