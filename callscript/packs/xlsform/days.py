"""Days and times that are over or still to come, as a form says it in a constraint and a script of a field."""

from __future__ import annotations

import re
from collections.abc import Mapping

from callscript.packs.xlsform.form import Days

TO_COME = ". > now()"
"""The constraint of every time of a script."""
_DAYS: Mapping[Days, str] = {"coming": ". >= today()", "past": ". <= today()", "any": ""}
_BLANK = re.compile(r"\s+")


def is_to_come(constraint: str) -> bool:
    """Tell whether a constraint says of a time that it is still to come."""
    return _bare(constraint) == _bare(TO_COME)


def days_of(constraint: str) -> Days | None:
    """Return which days a constraint allows; None: it says anything else."""
    return next((days for days, said in _DAYS.items() if said and _bare(said) == _bare(constraint)), None)


def as_constraint(days: Days) -> str:
    """Return the constraint of a date; empty: it is any."""
    return _DAYS[days]


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
