"""Names as they are looked for: without regard to case and to the shape of apostrophes and dashes; second best, without
the marks on letters, with г for ґ, and without apostrophes.
"""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´ʼʹʻʽˈ′＇", "'") | dict.fromkeys("‐‑‒–—―−﹣－⁃", "-") | {"\u00a0": " ", "\u202f": " "}
)
ALIKE = str.maketrans({"ґ": "г", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "'": "", "-": " "})
"""Letters and signs that are not told apart second best."""


def folded(text: str) -> str:
    """Return a text in the form in which it is compared."""
    return unicodedata.normalize("NFKD", text.translate(_SAME)).translate(_SAME).casefold()


def roughly(text: str) -> str:
    """Return a text in the form in which it is compared second best: a letter is not told from what it is made of."""
    return "".join(sign for sign in folded(text).translate(ALIKE) if not unicodedata.combining(sign))


def has_words(name: str, wanted: str) -> bool | None:
    """Tell whether a name has all words that are looked for, or parts of them, in any order; None: no, but roughly."""
    if _has(folded(name), folded(wanted)):
        return True
    wanted = roughly(wanted)
    return None if wanted.split() and _has(roughly(name), wanted) else False


def _has(name: str, wanted: str) -> bool:
    return all(word in name for word in wanted.split())
