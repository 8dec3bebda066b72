"""How long the work after a call may take, as the settings of a centre say."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from callscript.core.script.base import Record
from callscript.core.script.durations import seconds

_Time = Annotated[str, Meta(pattern="^[1-9][0-9]{0,3}[smh]$")]
_WARNS = 6
"""So many parts of the limit, the last of which warns unless it is said when."""


class AfterCallSettings(Record, frozen=True, kw_only=True):
    """The limit on it; of a centre that names none, it may take any time."""

    limit: _Time | None = None
    warn: _Time | None = None
    """How long before the limit to warn."""
    more: _Time = "1m"
    """By how much it is prolonged at a time."""

    @property
    def seconds(self) -> int:
        """The limit; 0: there is none."""
        return seconds(self.limit) if self.limit else 0

    @property
    def warns(self) -> int:
        """How many seconds before the limit it warns."""
        return seconds(self.warn) if self.warn else self.seconds // _WARNS

    @property
    def wrong(self) -> tuple[str, str]:
        """The first key that does not go with the others, and why; both empty: all do."""
        if not self.limit:
            return ("warn", "there is no limit to warn of: write limit too") if self.warn else ("", "")
        if self.warns >= self.seconds:
            return "warn", f"must be shorter than the limit of {self.limit}"
        return "", ""
