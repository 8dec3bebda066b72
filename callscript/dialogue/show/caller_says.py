"""What a caller says in practice, told apart from the script by a word."""

from __future__ import annotations

from callscript.runtime.i18n import _
from callscript.runtime.text import clean


def caller_says(text: str) -> str:
    """Return the line; empty: nothing was said."""
    return _("Caller: {text}").format(text=clean(text)) if text else ""
