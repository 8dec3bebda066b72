"""Reads a line that was typed: an answer (a text, a number, nothing), or an action, which begins with a star."""

from __future__ import annotations

import re
from typing import NamedTuple

from callscript.dialogue.actions import ACTIONS, ARTICLES, BY_ID, BY_STAR, Action
from callscript.runtime.i18n import _
from callscript.runtime.text import clean

_CARD = BY_ID["next_panel"]
_ARTICLES = BY_ID[ARTICLES]
_CALLER = BY_ID["caller"]
_BY_CAP = {action.cap: action.typed for action in ACTIONS if action.star is not None}
_CAP = re.compile(rf"\b({'|'.join(map(re.escape, sorted(_BY_CAP, key=len, reverse=True)))})\b")


class Text(NamedTuple):
    """An answer: what is typed without a star. Empty: Enter alone."""

    text: str

    @property
    def number(self) -> int | None:
        """The number that it is, if it is one. Digits of other alphabets choose nothing."""
        return int(self.text) if self.text.isascii() and self.text.isdecimal() else None


class Star(NamedTuple):
    """An action."""

    action: Action
    number: int = 0
    """The field of the card, or the caller's open work, that is meant; 0: the card, all that is known."""
    text: str = ""
    """What is looked for among the articles."""


class NoSuchStar(NamedTuple):
    """A star and something behind it that no action has."""

    typed: str

    @property
    def words(self) -> str:
        """Say so, and how a text begins with a star."""
        return _(
            "There is no {line}. * tells what can be done; a text that begins with a star is typed with two."
        ).format(line=self.typed)


Typed = Text | Star | NoSuchStar


def read(line: str) -> Typed:
    """Return what a line means."""
    text = clean(line).strip()
    if not text.startswith("*"):
        return Text(text)
    if text.startswith("**"):
        return Text(text[1:])
    behind = text[1:].strip()
    if action := BY_STAR.get(behind):
        return Star(action)
    first, _blank, words = behind.partition(" ")
    if first == _ARTICLES.star:
        return Star(_ARTICLES, text=words.strip())
    if first == _CALLER.star and (chosen := Text(words.strip()).number):
        return Star(_CALLER, chosen)
    number = Text(behind.removeprefix(_CARD.star or "").strip()).number
    return NoSuchStar(text) if number is None or not behind.startswith(_CARD.star or "") else Star(_CARD, number)


def typeable(text: str) -> str:
    """Return a text with each key that it names replaced by what is typed instead of it here."""
    return _CAP.sub(lambda found: _BY_CAP[found[1]], text)
