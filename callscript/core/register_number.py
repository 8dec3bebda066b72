"""Numbers under which a matter is registered: told on the telephone, written down, read back days later.

`231126-17-0283-115-462-К`: the day, the operator, digits in groups, and a check letter. It is made out of the id of
the call and of the count of what was registered in it: so it is unique as that id is, without asking anybody, stays the
same in every rebuild and after every correction, and leads to the call without a register.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits of a call's id: no i, l, o, u, so that it is read aloud and typed without a slip."""

Alphabet = Literal["cyrillic", "latin"]

_LETTERS: dict[Alphabet, str] = {"cyrillic": "АДІЙКМОРСУШ", "latin": "ADILKMORSUW"}
"""Eleven letters whose names do not sound alike: eleven being prime, no single slip keeps the letter."""
_VALUES = {letter: at for letters in _LETTERS.values() for at, letter in enumerate(letters)} | {"P": 7, "C": 8, "Y": 9}
"""The letters of both alphabets, and those that are only seen alike: Р, С, У."""

_ID = re.compile(rf"20([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})-([A-Za-z0-9_]+)-([{SIGNS}]{{4}})([{SIGNS}]{{3}})")
_SIGN = re.compile(r"^(№|nr\b\.?|no\b\.?)\s*", re.IGNORECASE)
_PARTED = re.compile(r"[\s.,:;/\u2010-\u2015\u2212-]+")
"""What stands between the groups, however somebody writes it."""
_GROUPED = re.compile(r"(\d{6})-(\w+)-(\d{4,})-(\d{3})-(\d{3})-?([^\W\d_]?)", re.ASCII)
_WHOLE = re.compile(r"(\d{6})(\w+?)(\d{4})(\d{3})(\d{3})([^\W\d_])", re.ASCII)
_DAY = 24 * 60 * 60
_CHANCES = 32**3
ASIDE = "_aside"
"""What the operator's number has behind it in the id of what a command of theirs has entered: nobody is told that."""
_ENTERED = 32
"""The count that stands in the number of such a thing, so that it leads to its id all the same: in a call, the one that
was registered behind so many others has the next one.
"""
_MOMENTS = _DAY * _CHANCES


class Number(NamedTuple):
    """What a number says."""

    call: str
    """The id of the call in which it was given."""
    before: int
    """How many were given in it before."""

    @property
    def day(self) -> date:
        """The day on which that call began."""
        return date(int(self.call[:4]), int(self.call[4:6]), int(self.call[6:8]))

    def written(self, alphabet: Alphabet) -> str:
        """Write it in groups, with a check letter of an alphabet; empty: the call has an id of another making."""
        if not (found := _ID.fullmatch(self.call)):
            return ""
        year, month, day, operator, moment, chance = found.groups()
        second, entered = _read(moment), operator.endswith(ASIDE)
        if second >= _DAY or (entered and self.before):
            return ""
        operator = operator.removesuffix(ASIDE)
        count = _ENTERED if entered else self.before + (self.before >= _ENTERED)
        digits = f"{count * _MOMENTS + second * _CHANCES + _read(chance):010}"
        start = f"{day}{month}{year}"
        letter = _LETTERS[alphabet][_check(f"{start}{operator}{digits}")]
        return "-".join((start, operator, digits[:-6], digits[-6:-3], digits[-3:], letter))


def looks_like_number(text: str) -> bool:
    """Tell whether a text is written as such a number is, rightly or not."""
    return _groups(text) is not None


def read_number(text: str) -> Number | None:
    """Read a number, however its groups are parted; None: it is none, or its check letter does not fit."""
    if not (found := _groups(text)):
        return None
    day, operator, *digits, letter = found
    together = "".join(digits)
    if not letter or _VALUES.get(letter.upper()) != _check(f"{day}{operator}{together}"):
        return None
    count, rest = divmod(int(together), _MOMENTS)
    second, chance = divmod(rest, _CHANCES)
    try:
        on = date(2000 + int(day[4:]), int(day[2:4]), int(day[:2]))
    except ValueError:
        return None
    if count == _ENTERED:
        operator, count = operator + ASIDE, 0
    return Number(f"{on:%Y%m%d}-{operator}-{_written(second, 4)}{_written(chance, 3)}", count - (count > _ENTERED))


def _groups(text: str) -> tuple[str, ...] | None:
    parted = _PARTED.sub("-", _SIGN.sub("", text.strip())).strip("-")
    # The last sign may be of any alphabet, all others are ASCII.
    body, letter = (parted[:-1], parted[-1]) if parted and parted[-1].isalpha() else (parted, "")
    plain = f"{body}A" if letter else body
    found = _GROUPED.fullmatch(plain) or (_WHOLE.fullmatch(plain.replace("-", "")) if letter else None)
    return (*found.groups()[:-1], letter) if found else None


def _check(signs: str) -> int:
    """Work out the check: each sign weighs twice the one before, so that neighbours that are exchanged are noticed."""
    total = 0
    for sign in signs:
        total = (total * 2 + (36 if sign == "_" else int(sign, 36))) % 11
    return total


def _read(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value << 5 | SIGNS.index(sign)
    return value


def _written(value: int, signs: int) -> str:
    return "".join(SIGNS[value >> 5 * at & 31] for at in reversed(range(signs)))
