"""Names as they are looked for: without regard to case and to the shape of an apostrophe."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return a text in the form in which it is compared."""
    return unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("ʼ", "'")


def has_words(name: str, wanted: str) -> bool:
    """Tell whether a name has all the words that are looked for, or parts of them, in any order."""
    name = folded(name)
    return all(word in name for word in folded(wanted).split())
