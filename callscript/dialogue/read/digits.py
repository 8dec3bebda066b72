"""What the digits stand for when there are more answers than digits, and what choosing one asks for.

More names than there are digits are found by typing: letters narrow the list, digits choose from what is left.
"""

from __future__ import annotations

from msgspec.structs import replace

from callscript.contacts.search import has_words, which_have
from callscript.core.call import commands as c
from callscript.core.script.steps import Ask, Step
from callscript.dialogue.show.values import OfferLine
from callscript.runtime.i18n import _

_DIGITS = tuple(range(1, 10))


def page_of(offers: tuple[OfferLine, ...], page: int) -> tuple[OfferLine, ...]:
    """Return the answers that the digits stand for on a page, numbered from 1; the last digit turns it if need be.

    A detour that is open at every step keeps its digit.
    """
    own = [offer for offer in offers if not offer.apart]
    apart = tuple(sorted((offer for offer in offers if offer.apart), key=lambda offer: offer.number))
    free = [digit for digit in _DIGITS if digit not in {offer.number for offer in apart}]
    if len(own) <= len(free):
        return (*map(_numbered, own, free), *apart)
    size = len(free) - 1
    pages = -(-len(own) // size)
    start = (page % pages) * size
    more = OfferLine(free[-1], _("more ({page} of {pages})").format(page=page % pages + 1, pages=pages))
    return (*map(_numbered, own[start : start + size], free), more, *apart)


def _numbered(offer: OfferLine, number: int) -> OfferLine:
    return offer if offer.number == number else replace(offer, number=number)


def narrowed(offers: tuple[OfferLine, ...], wanted: str) -> tuple[OfferLine, ...]:
    """Return the answers that have all words that are looked for, in whatever is known of them; if none has, roughly;
    if none has even so, despite slips of the keys. Those whose names have them come first.
    """
    if not wanted.strip():
        return offers
    told = {offer.id: offer.found_by or f"{offer.text} {offer.note}" for offer in offers if not offer.apart}
    fits = dict(zip(told, which_have(tuple(told.values()), wanted), strict=True))
    found = (offer for offer in offers if offer.apart or fits[offer.id])
    return tuple(sorted(found, key=lambda offer: has_words(offer.text, wanted) is not True))


def none_found(found: tuple[OfferLine, ...], wanted: str) -> str:
    """Say that no answer has what is looked for; empty: one has, or nothing is looked for."""
    wanted = wanted.strip()
    nothing = wanted and all(offer.apart for offer in found)
    return _("Nothing in the directory is found by: {text}").format(text=wanted) if nothing else ""


def offer_at(offers: tuple[OfferLine, ...], page: int, digit: int) -> OfferLine | None:
    """Return what a digit stands for on a page."""
    return next((offer for offer in page_of(offers, page) if offer.number == digit), None)


def choosing(step: Step | None, offer: OfferLine) -> tuple[c.Command, ...]:
    """Return what choosing an answer asks for; nothing where it turns the page."""
    if not offer.id:
        return ()
    if isinstance(step, Ask) and not offer.apart:
        return c.Fill(step.field, offer.id), c.Advance()
    return (c.Answer(offer.id),)
