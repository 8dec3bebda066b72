"""Words as they are looked for in texts: both folded as names are, so that typing needs neither marks nor apostrophes.

The last word may be half typed. Second best, a word is found by its beginning: Ukrainian and Latvian change its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from callscript.contacts.search import ALIKE, folded
from callscript.core.articles import Wanted

_MOST = 12
"""Words of a question that are looked for."""
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
"""Marks on letters."""
_WORD = re.compile(r"[^\W_]+")
_SHOWN = re.compile(r"[^\W_]+(?:['’‘‛`´ʼʹʻʽˈ′＇][^\W_]+)*")
"""A word as it stands in a text, an apostrophe within being part of it."""
_STEM = 4
"""Letters of a word's beginning at least, where its end does not matter."""
_END = 3
"""Letters at the end of a word that change."""


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(_MARKS.sub("", folded(text).translate(ALIKE)))


def wanted(text: str) -> tuple[Wanted, ...]:
    """Return what is looked for by a text that is being typed: whole words, and the last one by its beginning."""
    found = list(dict.fromkeys(words(text)))[-_MOST:]
    return tuple(Wanted(word, begins=word == found[-1]) for word in found)


def loosely(sought: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Return the same words, each by its beginning."""
    return tuple(Wanted(each.word[: max(_STEM, len(each.word) - _END)], begins=True) for each in sought)


def is_wanted(word: str, sought: Iterable[Wanted]) -> bool:
    """Tell whether a folded word is one of those that are looked for."""
    return any(word.startswith(each.word) if each.begins else word == each.word for each in sought)


def meets(line: str, sought: Iterable[Wanted]) -> int:
    """Return how many of the words that are looked for stand in a line of folded words, parted by a blank each."""
    line = f" {line} "
    return sum(f" {each.word}{'' if each.begins else ' '}" in line for each in sought)


def places(text: str, sought: Iterable[Wanted]) -> Iterator[tuple[int, int]]:
    """Yield where in a text the words stand that are looked for."""
    sought = tuple(sought)
    for word in _SHOWN.finditer(text) if sought else ():
        if any(is_wanted(part, sought) for part in words(word[0])):
            yield word.span()
