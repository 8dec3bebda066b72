"""Names as they are looked for: without regard to case and to the shape of apostrophes and dashes; second best, without
the marks on letters, with г for ґ, and without apostrophes; last of all, despite slips of the keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´ʼʹʻʽˈ′＇", "'") | dict.fromkeys("‐‑‒–—―−﹣－⁃", "-") | {"\u00a0": " ", "\u202f": " "}
)
_WORD = re.compile(r"[^\W_]+")
_ONE_SLIP, _TWO_SLIPS = 4, 8
"""Letters from which on so many slips are forgiven in a word."""

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


_MOST_KEPT = 4096
"""Texts of a directory that are kept in the form in which they are compared: they are looked through with every key."""
_folded, _roughly = (lru_cache(_MOST_KEPT)(form) for form in (folded, roughly))


@lru_cache(_MOST_KEPT)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(roughly(text)))


def which_have(texts: Sequence[str], wanted: str) -> list[bool]:
    """Tell which of the texts of a directory have all words that are looked for, or parts of them; if none has, which
    have them roughly; if none has even so, which have them despite slips of the keys.
    """
    exact, rough = folded(wanted), roughly(wanted)
    found = [_has(_folded(text), exact) for text in texts]
    if not any(found) and rough.split():
        found = [_has(_roughly(text), rough) for text in texts]
    return found if any(found) else despite_slips(texts, wanted)


def despite_slips(texts: Sequence[str], wanted: str) -> list[bool]:
    """Tell of each text whether it has all words that are looked for, or their beginnings, a letter or two being wrong.

    A wrong letter, one too many, one too few and two exchanged are a slip each: one is forgiven in a word of four
    letters and more, two in one of eight and more. A number is looked for as it is.
    """
    sought = roughly(wanted).split()
    if not sought:
        return [False] * len(texts)
    known = [_words(text) for text in texts]
    near = {word: _near(word, {each for words in known for each in words}) for word in sought}
    return [all(not near[word].isdisjoint(words) for word in sought) for words in known]


def _near(word: str, known: set[str]) -> set[str]:
    """Return those of some words that begin with a word, despite slips."""
    slips = 0 if len(word) < _ONE_SLIP or any(map(str.isdigit, word)) else 1 if len(word) < _TWO_SLIPS else 2
    found = {each for each in known if word in each}
    if not slips:
        return found
    from rapidfuzz import process  # not needed by whoever types without a slip
    from rapidfuzz.distance import OSA

    lengths = range(len(word) - slips, len(word) + slips + 1)
    begun = {each[:length]: set[str]() for each in known for length in lengths}
    for each in known:
        for length in lengths:
            begun[each[:length]].add(each)
    close = process.extract(word, list(begun), scorer=OSA.distance, score_cutoff=slips, limit=None)
    return found.union(*(begun[beginning] for beginning, _distance, _at in close))


def _has(name: str, wanted: str) -> bool:
    return all(word in name for word in wanted.split())
