"""Numbers that are typed into fields: how they are read and kept, and how conditions compare them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from callscript.core.script.conditions import InRange
from callscript.core.script.model import Field

_TYPED = re.compile(r"([-−+]?)([0-9]{1,3}(?:[ \u00a0][0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
"""Digits with blanks between thousands, or without, and behind a comma or a point those of a fraction."""
LONGEST = 30
"""Signs of the longest number."""


def number(text: str) -> Decimal | None:
    """Read a number; None if the text is none."""
    found = _TYPED.fullmatch(text.strip())
    if found is None or len(text) > LONGEST:
        return None
    sign, whole, fraction = found.groups()
    read = Decimal("".join(filter(str.isdigit, whole)) + (f".{fraction}" if fraction else ""))
    return -read if sign in ("-", "−") and read else read


def written(value: Decimal) -> str:
    """Return a number as it is recorded: with a point, and as many digits behind it as were typed."""
    return f"{value:f}"


def decimals(value: Decimal) -> int:
    """Return how many digits it has behind the comma, but for noughts at the end."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def within(value: Decimal, least: float | None, most: float | None) -> bool:
    """Tell whether a number is neither less than the least nor more than the most."""
    return (least is None or value >= exact(least)) and (most is None or value <= exact(most))


def exact(bound: float) -> Decimal:
    """Return a bound of a pack as it stands there."""
    return Decimal(str(bound))


def in_range(text: str, least: float | None, most: float | None) -> bool:
    """Tell whether a text is a number that is neither less than the least nor more than the most."""
    read = number(text)
    return read is not None and within(read, least, most)


def numbers_apart(field: Field, ranges: Iterable[InRange]) -> list[Decimal]:
    """Return numbers that a field takes, among which is one for each way in which ranges tell them apart: each bound,
    its own too, and what comes right before and behind it.
    """
    step = Decimal(1).scaleb(-field.decimals)
    bounds = (bound for each in (field, *ranges) for bound in (each.least, each.most) if bound is not None)
    at = {exact(bound).quantize(step) for bound in bounds}
    near = {value for bound in at for value in (bound - step, bound, bound + step)}
    return sorted(value for value in near if within(value, field.least, field.most))
