"""Cleans text for a terminal and the journal: no control characters, no direction overrides, nothing invisible.

Held at entry and again at display: stored text may be older, or written by another program.
"""

from __future__ import annotations

import re
import unicodedata

_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of Unicode: controls, format signs, halves of letters, what no letter has been given to, breaks."""
_ALLOWED_BREAK = "\n"
_SIGN = re.compile(r"(?<=№) (?=\S)|(?<=\b[Nn][ro]\.) (?=\S)")
"""The blank behind a number sign of one of the languages that there are translations into."""
_UNBROKEN = "\u2800"
"""Is as wide as a blank, and is not taken for one, as the no-break space is, by those who break lines."""
_CITED = 40
"""Letters of what was typed that a message names."""
_SIGNS_IN_A_CELL = 8
"""A letter with all its combining marks, at most."""


def is_refused(sign: str) -> bool:
    """Tell whether a sign, such as a line break, is no text: a terminal would obey it, or nobody would see it."""
    return unicodedata.category(sign) in _REFUSED


def has_refused(text: str) -> bool:
    """Tell whether a text has a sign that is no text."""
    return any(map(is_refused, text))


def clean(text: str) -> str:
    """Return `text` on one line, composed (NFC), with white space for breaks and nothing that a terminal obeys."""
    return " ".join(_allowed(text).split("\n"))


def clean_start(text: str, columns: int) -> str:
    """Return the beginning of `text`, cleaned: as much as fills so many columns, and a little over."""
    return clean(text[: _SIGNS_IN_A_CELL * (columns + 1)])


def cited(text: str) -> str:
    """Return a text as a message names what was typed: of a long one, such as a slip of pasting, the beginning."""
    return text if len(text) <= _CITED else text[:_CITED].rstrip() + "…"


def clean_lines(text: str) -> str:
    """Return `text` as `clean` does, keeping its line breaks."""
    return _allowed(text)


def bound(text: str) -> str:
    """Return a text, as long and as wide, in which no line is broken between a number sign and its number."""
    return _SIGN.sub(_UNBROKEN, text)


def unbound(text: str) -> str:
    """Return a text with the blanks that `bound` has taken the place of."""
    return text.replace(_UNBROKEN, " ")


def _allowed(text: str) -> str:
    spaced = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if spaced.isprintable():
        return spaced  # as nearly all texts are; that they are is known at once
    return "".join(letter for letter in spaced if letter == _ALLOWED_BREAK or not is_refused(letter))
