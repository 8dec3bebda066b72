"""Numbers of operators: the one rule of what can be one, at log-in and wherever another operator is named."""

from __future__ import annotations

import re

LONGEST = 32
"""Signs that a number has at most."""
_SIGN = re.compile(r"^(№|#|nr\.?|no\.?)\s*", re.IGNORECASE)
_NO_BREAK = "\u00a0"


def is_number(text: str) -> bool:
    """Tell whether a text can be an operator's number: it is short, seen whole, and has no blanks around it."""
    return bool(text) and text == text.strip() and len(text) <= LONGEST and text.replace(_NO_BREAK, " ").isprintable()


def is_written_as(text: str, own: str) -> bool:
    """Tell whether a text is an operator's number as those of a centre are written, of which one is `own`.

    Where that has a digit, others have one; and no more words than it has, as a reason or a time would.
    """
    digits = any(map(str.isdigit, text)) or not any(map(str.isdigit, own))
    return is_number(text) and digits and len(text.split()) <= len(own.split())


def typed(text: str, own: str) -> str:
    """Return a number as it was typed, without a number sign in front of it that `own` has not either."""
    text = text.strip()
    return text if _SIGN.match(own) else _SIGN.sub("", text)
