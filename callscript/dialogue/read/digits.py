"""What the digits stand for when there are more answers than digits, and what choosing one asks for."""

from __future__ import annotations

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.script.steps import Ask, Step
from callscript.dialogue.show.values import OfferLine
from callscript.runtime.i18n import _

PAGE = 8
"""Answers shown at once when there are more digits needed than there are: 9 turns the page."""


def page_of(offers: tuple[OfferLine, ...], page: int) -> tuple[OfferLine, ...]:
    """Return the answers that the digits stand for on a page, numbered from 1, with 9 for the next page."""
    own = [offer for offer in offers if not offer.apart]
    apart = tuple(sorted((offer for offer in offers if offer.apart), key=lambda offer: offer.number))
    if len(own) <= 9:
        return (*own, *apart)
    pages = -(-len(own) // PAGE)
    start = (page % pages) * PAGE
    shown = [replace(offer, number=number) for number, offer in enumerate(own[start : start + PAGE], start=1)]
    more = OfferLine(9, _("more ({page} of {pages})").format(page=page % pages + 1, pages=pages))
    return (*shown, more)


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
