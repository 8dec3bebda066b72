"""Which of its names each key of a bar is shown by: the longest ones that have room together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_READABLE = 5
"""Letters, a dot among them, from which on an abbreviation tells what it stands for."""
_VOWELS = "aeiouyāēīōūаеєиіїоуюяыэёйь'’ʼ"
"""What no abbreviation ends in, in Latvian as in Ukrainian."""


def abbreviated(name: str, room: int) -> str:
    """Cut a name to so many letters: behind a consonant, with a dot, as words are abbreviated; merely cut, if that
    tells nothing.
    """
    if len(name) <= room:
        return name
    if room < _READABLE:
        return name[: max(0, room)]
    cut = name[: room - 1]
    while cut[-1:].casefold() in _VOWELS + " .":
        cut = cut[:-1]
        if not cut:
            return name[:room]
    return f"{cut}."


@lru_cache(maxsize=16)
def levels(rooms: Sequence[Sequence[int]], room: int) -> tuple[int, ...]:
    """Choose one of its names for each key, by the rooms that these need, the longest first.

    While not all of them fit, the longest becomes shorter, and none for the second time before each has for the first.
    What is left over makes names longer again, the shortest first.
    """
    chosen = [0] * len(rooms)

    def needed() -> int:
        return sum(each[level] for each, level in zip(rooms, chosen, strict=True))

    for level in range(1, max(map(len, rooms), default=0)):
        shorter = [at for at, each in enumerate(rooms) if level < len(each)]
        for at in sorted(shorter, key=lambda at: -rooms[at][level - 1]):
            if needed() <= room:
                break
            chosen[at] = level
    for at in sorted(range(len(rooms)), key=lambda at: rooms[at][max(0, chosen[at] - 1)]):
        while chosen[at] and needed() + rooms[at][chosen[at] - 1] - rooms[at][chosen[at]] <= room:
            chosen[at] -= 1
    return tuple(chosen)


def most_letters(needed: Sequence[int], free: int, gaps: int) -> int:
    """Return how many letters a name may have at most where the shortest ones do not fit; they lose the gaps between
    them before they tell nothing.
    """
    apart = _fitting(needed, free - gaps)
    return apart if apart >= min(_READABLE, max(needed, default=0)) else _fitting(needed, free)


def _fitting(needed: Sequence[int], room: int) -> int:
    most = max(needed, default=0)
    return next((n for n in range(most, 0, -1) if sum(min(n, each) for each in needed) <= room), 1)
