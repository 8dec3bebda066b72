"""How words follow a number in a language: the forms that the CLDR tells apart, as Babel has them.

Loaded only where a text has words by number.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.plural import PluralRule

from callscript.core.script.numbers import number

FORMS = ("zero", "one", "two", "few", "many", "other")
"""All that there are, in the order in which they are told."""
_SEEN = 200
"""Whole numbers among which a form that stands for more than one of them does so."""


def forms(language: str) -> tuple[str, ...]:
    """Return the forms that a language has; empty: it is not known which."""
    rule = _rule(language)
    return tuple(form for form in FORMS if form == "other" or form in rule.tags) if rule else ()


def form(language: str, text: str) -> str:
    """Return the form that a number wants, as it is recorded; `other` where that cannot be told."""
    rule, read = _rule(language), number(text)
    return rule(read) if rule and read is not None else "other"


@cache
def of_one_number(language: str, form: str) -> bool:
    """Tell whether a form stands for one single number, so that its words may leave the number out: “one book”."""
    rule = _rule(language)
    return rule is not None and sum(rule(each) == form for each in range(_SEEN)) == 1


@cache
def _rule(language: str) -> PluralRule | None:
    try:
        return Locale(language).plural_form
    except UnknownLocaleError:
        return None
