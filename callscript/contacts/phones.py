"""Telephone numbers: what is one, how it is read, and when two are the same.

Surely the same are two that are complete and equal; maybe, if one of them is not complete and the last digits agree.
Never more is made of a "maybe" than showing it.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_WRITTEN = re.compile(r"\+?[0-9][0-9 ()-]{4,}")
_COMPLETE = re.compile(r"\+[1-9][0-9]{6,14}")
_LAST = 7


def may_be_number(text: str) -> bool:
    """Tell whether a text can be entered as a number: it has a digit."""
    return any(map(str.isdigit, text))


def is_written_as_number(text: str) -> bool:
    """Tell whether a text that may be a name as well is written as a number: digits and what stands between them."""
    return _WRITTEN.fullmatch(text) is not None


@lru_cache(maxsize=256)
def e164(text: str, region: str) -> str:
    """Return a number as +380…, read as dialled in `region`; empty if it cannot be one.

    The library is loaded when the first number is read: it is not needed to show the first screen.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def bucket(phone: str) -> str | None:
    """Return the name of the register file that numbers like this one are in; None: it has no digits."""
    return hashlib.sha256(last.encode()).hexdigest()[:3] if (last := _last_digits(phone)) else None


def same(one: str, other: str) -> bool | None:
    """Compare two numbers, E.164 or as typed: True surely, False maybe the same, None different."""
    if _COMPLETE.fullmatch(one) and _COMPLETE.fullmatch(other):
        return True if one == other else None
    last = _last_digits(one)
    return False if last and last == _last_digits(other) else None


def _last_digits(phone: str) -> str:
    return "".join(str(int(sign)) for sign in phone if sign.isdecimal())[-_LAST:]
