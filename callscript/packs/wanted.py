"""What a text of a pack has to look like, in words, and what was most likely meant by one that does not."""

from __future__ import annotations

import re
from typing import get_args

from callscript.core.script.base import ClauseId, Identifier, TimeOfDay
from callscript.core.script.durations import DayBound, Due, Duration, Within
from callscript.core.script.hours import TimeSpan

_WORDS = {
    get_args(Duration)[1].pattern: "a duration like 90s, 3m, 2h or 1d",
    get_args(Within)[1].pattern: "a duration like 90s, 3m, 2h or 1d, or today, or due",
    get_args(Due)[1].pattern: (
        "a duration like 90s, 3m, 2h, 1d or 1wd (working days), or today, or by: and a field of kind date, or at: and "
        "one of kind time"
    ),
    get_args(TimeOfDay)[1].pattern: "a time of day like 09:00",
    get_args(TimeSpan)[1].pattern: "from when to when on a day, like 09:00-18:00 (23:59 at the latest)",
    get_args(Identifier)[1].pattern: "a name of small Latin letters, digits and _, beginning with a letter",
    get_args(ClauseId)[1].pattern: "a clause id like UA-01",
    get_args(DayBound)[1].pattern: 'a date in quotation marks like "2026-12-31", or days, months or years from today '
    "like 0d, 30d, -6mo or -18y",
    "^[a-z0-9][a-z0-9-]*$": "a pack id of small Latin letters, digits and -",
    "^[A-Z]{2}$": "a country code of two capitals, like UA",
    "^([A-Z]{2})?$": "a country code of two capitals, like UA, or nothing",
    "^[a-z]{2,3}$": "a language code like uk",
    "^[1-9][0-9]{0,3}(d|mo)$": "days or months back, like 90d or 12mo",
}
_UNITS = ("s", "m", "h", "wd", "d")
_IN_WORDS = re.compile(
    r"\s*([1-9][0-9]*)\s*(?:(?P<s>s|secs?|seconds?)|(?P<m>m|mins?|minutes?)|(?P<h>h|hrs?|hours?)"
    r"|(?P<wd>wd|working days?)|(?P<d>d|days?))\.?\s*",
    re.IGNORECASE,
)
"""A length of time as people write it."""


def in_words(pattern: str) -> str:
    """Say what a text that fits a pattern looks like."""
    return _WORDS.get(pattern, f"a text like {pattern}")


def as_duration(pattern: str, value: str) -> str:
    """Say how a length of time is written that stands there in words; empty: none does."""
    found = _IN_WORDS.fullmatch(value)
    meant = f"{found[1]}{next(word for word in _UNITS if found[word])}" if found else ""
    return f": write {meant}" if meant and re.fullmatch(pattern, meant) else ""
