"""Telephone numbers: what is one, how it is read, and when two are the same.

There is one reader. A text that is one number and nothing else has a form in which it is kept; of any other text, what
was typed is kept, and it goes by every number in it. Surely the same are two numbers that are complete and equal;
maybe, if one of them is not complete and the last digits agree. Never more is made of a "maybe" than showing it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

_NUMBER = r"\+?[ \u00a0]?[(]?\d(?:[\d() \u00a0./\u2010-\u2015\u2212-]*\d)?"
"""Digits and what is written between them."""
_EXTENSION = (
    r"[ \u00a0,;]*(?:доб(?:авочн\w*)?|дод(?:атков\w*)?|вн(?:утр\w*)?|iekš\w*|papild\w*|ext(?:ension)?|x|#)"
    r"[.:\u00a0 ]*\d{1,6}"
)
_LABEL = r"(?:т|тел|телефон|моб|номер|тел/факс|t|tel|tālr|tālrunis|mob|phone|nr|no|№)[.:\u00a0 ]*"
_IN_TEXT = rf"(?<!\d)(?P<number>{_NUMBER})(?:{_EXTENSION}(?!\d))?(?!\d)"
_ONE = rf"(?P<number>{_NUMBER})(?P<extension>{_EXTENSION})?"
_LABELLED = rf"(?:{_LABEL})?{_NUMBER}(?:{_EXTENSION})?[.]?"
_WRITTEN = rf"{_LABELLED}(?:[ \u00a0]*[,;][ \u00a0]*{_LABELLED})*"
_COMPLETE = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,4}|116[0-9]{3}")
"""E.164, or a short number, before which nothing can stand. Those of Europe's social services have six digits: 116…"""
_LAST = 7
_FEWEST = 5
"""Digits from which on an incomplete number is worth looking for."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, which takes a millisecond: not at every start."""
    return re.compile(pattern, re.IGNORECASE)


def may_be_number(text: str) -> bool:
    """Tell whether a text can be entered as a number: it has a digit."""
    return any(map(str.isdigit, text))


def is_written_as_number(text: str, region: str) -> bool:
    """Tell whether a text that may be a name as well is written as numbers, and has enough of one to be looked for."""
    return _compiled(_WRITTEN).fullmatch(text.strip()) is not None and bool(numbers(text, region))


def kept(text: str, region: str) -> str:
    """Return the form in which a text that is one number, as dialled in `region`, is kept; empty if it is not.

    That is +380…, or the digits of a short number that is official there; and the extension, as it was typed.
    """
    found = _compiled(_ONE).fullmatch(text.strip())
    if found is None:
        return ""
    number = _complete(found["number"], region)
    extension = (found["extension"] or "").strip(" ,;\u00a0")
    return f"{number} {extension}".rstrip() if number else ""


def numbers(text: str, region: str) -> tuple[str, ...]:
    """Return every number in a text, complete where it can be one, otherwise its digits; extensions are left out.

    Short ones are numbers only where there is nothing else: in a sentence they are those of houses and hours.
    """
    every = (number for found in _compiled(_IN_TEXT).finditer(text) for number in _split(found["number"], region))
    found = tuple(dict.fromkeys(every))
    return found if _compiled(_WRITTEN).fullmatch(text.strip()) else tuple(n for n in found if len(n) >= _FEWEST)


def bucket(phone: str) -> str | None:
    """Return the name of the register file that numbers like this one are in; None: it has no digits."""
    return hashlib.sha256(last.encode()).hexdigest()[:3] if (last := last_digits(phone)) else None


def same(one: str, other: str) -> bool | None:
    """Compare two numbers as `numbers` returns them: True surely, False maybe the same, None different."""
    if _COMPLETE.fullmatch(one) and _COMPLETE.fullmatch(other):
        return True if one == other else None
    last = last_digits(one)
    return False if last and last == last_digits(other) else None


def last_digits(phone: str) -> str:
    """Return the digits by which numbers that may be the same are found."""
    return _digits(phone)[-_LAST:]


@lru_cache(maxsize=256)
def _complete(text: str, region: str) -> str:
    """Read digits and what stands between them as one number that can be dialled in `region`; empty if it is none.

    The library is loaded when the first number is read: it is not needed to show the first screen.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return ""
    digits = _digits(text)
    if len(digits) <= 6 and phonenumbers.is_valid_short_number_for_region(number, region):
        return digits
    if not phonenumbers.is_valid_number(number):
        return ""
    national = phonenumbers.national_significant_number(number)
    if number.preferred_domestic_carrier_code or not digits.endswith(national):
        return ""  # the library has put in digits of its own, or has left some out
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _split(run: str, region: str) -> Iterator[str]:
    """Yield the numbers that stand in a run of digits, one after another: the longest that can be dialled each time."""
    if whole := _complete(run, region):
        yield whole
        return
    groups = re.findall(r"\+?\d+", run)
    read: list[tuple[str, bool]] = []
    while groups:
        lengths = range(len(groups), 0, -1)
        length, number = next(
            ((n, e164) for n in lengths if (e164 := _complete(" ".join(groups[:n]), region)).startswith("+")), (1, "")
        )
        read.append((number or _digits(groups[0]), bool(number)))
        del groups[:length]
    for complete, parts in groupby(read, key=lambda part: part[1]):
        if complete:
            yield from (number for number, _ in parts)
        elif len(rest := "".join(digits for digits, _ in parts)) >= _FEWEST:
            yield rest


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())
