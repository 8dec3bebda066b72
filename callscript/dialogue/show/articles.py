"""Puts articles, and what is found of them, into lines: the words that were looked for are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from callscript.contacts.texts import places
from callscript.core.articles import Article, Found, Hit, Kind, Wanted
from callscript.core.call.call import Call
from callscript.runtime.i18n import _
from callscript.runtime.text import clean


class Marked(Struct, frozen=True):
    """A text, and where in it the words stand that were looked for."""

    text: str
    found: tuple[tuple[int, int], ...] = ()


class HitLine(Struct, frozen=True):
    """Something that was found."""

    title: Marked
    context: Marked
    note: str = ""
    """That it is no article."""


class PartLine(Struct, frozen=True):
    """A part of an article that is open."""

    words: Marked
    kind: Kind = "text"
    number: int = 0
    """Which of those it is that can be told to the caller; 0: a heading."""
    given: bool = False
    """It is marked as the information given."""


def hit_lines(found: Found) -> tuple[HitLine, ...]:
    """Return what was found, a line each."""
    return tuple(
        HitLine(marked(hit.title, hit.wanted), marked(hit.context, hit.wanted), _("directory") if hit.entry else "")
        for hit in found.hits
    )


def part_lines(article: Article, sought: Sequence[Wanted], call: Call) -> tuple[PartLine, ...]:
    """Return an article that is open, a line a part."""
    given = {each.text for each in call.informed if each.article == article.id}
    lines: list[PartLine] = []
    number = 0
    for part in article.parts:
        told = part.kind != "heading"
        number += told
        lines.append(PartLine(marked(part.text, sought), part.kind, number if told else 0, part.text in given))
    return tuple(lines)


def sought_in(found: Found, id: str) -> tuple[Wanted, ...]:
    """Return the words by which something was found."""
    return next((hit.wanted for hit in found.hits if hit.id == id), ())


def nothing_found(found: Found) -> str:
    """Say that there is nothing; only if nothing is missing."""
    return _("none among those that can be read") if found.unreadable else _("none")


def not_readable(found: Found) -> str:
    """Say how many articles are there that cannot be read, and who tells more; nothing if all can be."""
    told = _("cannot be read: {number}, see callscript check")
    return told.format(number=found.unreadable) if found.unreadable else ""


def informed_words(article: Article, call: Call, text: str) -> str:
    """Say that a paragraph was marked as given, or that the mark was taken back."""
    given = any(each.article == article.id and each.text == text for each in call.informed)
    return _("Information given: it stands in the log.") if given else _("Not given after all: the mark is taken back.")


def hit_words(hit: Hit) -> str:
    """Tell in one line what was found."""
    name = _("{name} (directory)").format(name=hit.title) if hit.entry else hit.title
    return clean(": ".join(filter(None, (name, hit.context))))


def marked(text: str, sought: Sequence[Wanted]) -> Marked:
    shown = clean(text)
    return Marked(shown, tuple(places(shown, sought)))
