"""Lengths of time as a pack writes them: `90s`, `3m`, `2h`, `1d` (calendar days), `1wd` (working days)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal, cast

from msgspec import Meta, Struct

Unit = Literal["s", "m", "h", "d", "wd"]

_SECONDS: dict[Unit, int] = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "wd": 86_400}
_WRITTEN = f"([1-9][0-9]*)({'|'.join(_SECONDS)})"
_DIGITS = 12
"""A number with more digits is cut: so many make a length that no check lets pass."""

Duration = Annotated[str, Meta(pattern=f"^{_WRITTEN}$")]
"""A length of time, as a pack writes it."""

BY, AT = "by:", "at:"
DUE = "due"
CENTRE = "centre"
Within = Annotated[str, Meta(pattern=f"^(today|due|{_WRITTEN})$")]
"""A `Duration` from now; `today`: by the end of that day on the centre's clock; `due`: when the work opened is due."""

Due = Annotated[str, Meta(pattern=f"^(today|{CENTRE}|({BY}|{AT})[a-z][a-z0-9_]*|{_WRITTEN})$")]
"""A `Duration` from now; `today`: until the centre closes; `by:` and a field: on the day that is recorded there;
`at:` and a field: at the very moment that is recorded there; `centre`: so long as the centre's settings say, and
without a term if they say nothing.
"""


DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
AWAY = "(-?[0-9]{1,5})(d|mo|y)"
DayBound = Annotated[str, Meta(pattern=f"^({DATE}|{AWAY})$")]
"""A date, or so many days, months or years from today; with a minus, before it."""


class Length(Struct, frozen=True):
    """A number of units of time."""

    number: int
    unit: Unit

    @property
    def seconds(self) -> int:
        """How long it is, a working day counted as a day."""
        return self.number * _SECONDS[self.unit]


@lru_cache(maxsize=256)
def length(text: str) -> Length | None:
    """Read a length of time; None: `text` is none."""
    found = re.fullmatch(_WRITTEN, text)
    return Length(int(found[1][:_DIGITS]), cast("Unit", found[2])) if found else None


@lru_cache(maxsize=256)
def seconds(duration: Duration) -> int:
    """Return how many seconds a duration is; raise ValueError of what is none."""
    found = length(duration)
    if found is None:
        raise ValueError(f"no length of time: {duration}")
    return found.seconds


def due_field(due: Due) -> str:
    """Return the field that holds the day or the moment at which something is due; empty: it does not come from one."""
    return due.partition(":")[2]
