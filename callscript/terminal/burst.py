"""Tells a text that comes at once from keys: nobody types sixteen letters and a line end within a few milliseconds.

A terminal that marks no pastes, or a program that types, sends text as if it were typed: read as keys, its digits would
choose and its line ends confirm. Such a text is a paste. Keys that come one by one are handed on at once, several of
them as soon as no more come; what was typed ahead over a slow line comes in its own time, and stays keys.
"""

from __future__ import annotations

from collections.abc import Iterable

from callscript.terminal.decoder import Pasted, Press

LETTERS = 16
"""Letters from which a burst with a line end in it is a text."""
APART = 0.01
"""Seconds of silence that part one burst from the next."""
_LONGEST = 0.25
"""Seconds after which what is held is handed on, though more comes."""

_SIGNS = {"enter": "\n", "tab": "\t"}

Typed = Press | Pasted


class Bursts:
    """Holds what comes at once until it is known what it is. Times are seconds on any clock that never goes back."""

    def __init__(self) -> None:
        self._held: list[Typed] = []
        self._since = 0.0
        """When the first of what is held came."""
        self._latest = -1.0
        """When something came last."""
        self._letters = 0
        self._has_end = False

    @property
    def due(self) -> float | None:
        """When `give_up` is to be called, if nothing comes before; None: nothing is held."""
        return self._latest + APART if self._held else None

    def take(self, typed: Iterable[Typed], now: float) -> list[Typed]:
        """Take what has come; return what can be handed on."""
        new = list(typed)
        if not new:
            return []
        goes_on = now - self._latest < APART
        done = [] if goes_on else self.give_up()
        self._latest = now
        self._count(new)
        if not goes_on and len(new) == 1:
            return [*done, *new]
        self._since = self._since if self._held else now
        self._held += new
        return [*done, *(self._hand_on() if now - self._since >= _LONGEST else [])]

    def give_up(self) -> list[Typed]:
        """Return what is held: the burst is over."""
        held = self._hand_on()
        self._letters, self._has_end = 0, False
        return held

    def _count(self, new: Iterable[Typed]) -> None:
        for each in new:
            if isinstance(each, Press):
                self._letters += bool(each.character and each.character.isalpha())
                self._has_end |= each.key == "enter"

    def _hand_on(self) -> list[Typed]:
        held, self._held = self._held, []
        return _as_texts(held) if self._letters >= LETTERS and self._has_end else held


def _as_texts(held: Iterable[Typed]) -> list[Typed]:
    """Return a burst as a text, in pieces where real pastes part it. Keys that are no part of a text are left out."""
    texts: list[Typed] = []
    letters = ""
    for each in held:
        if isinstance(each, Press):
            letters += each.character or _SIGNS.get(each.key, "")
        else:
            texts += [Pasted(letters), each] if letters.strip() else [each]
            letters = ""
    return [*texts, Pasted(letters.strip("\n"))] if letters.strip() else texts
