"""What a relay tells for the system's log: how much it has sent on, never what or whose; what is wrong, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from callscript.relay.shipping import Tally
from callscript.runtime.clock import Clock

_EACH = timedelta(minutes=1)
"""How often it is told at most what was sent on."""


class Telling:
    """Tells; `say` gets a line for whatever there is to tell."""

    def __init__(self, say: Callable[[str], None], clock: Clock) -> None:
        self.say = say
        self._clock = clock
        self._tally = Tally()
        self._unusable = self._other_format = 0
        """Lines that were left out since that was told last."""
        self._wrong = dict[str, str]()
        """What was told last to be wrong with PostgreSQL, with journals, and with seats."""
        self._told = clock.now()

    def add(self, tally: Tally) -> None:
        """Note what was sent on."""
        self._tally.add(tally)

    def left_out(self, unusable: int, other_format: int) -> None:
        """Note how many lines were left out: damaged ones, and those of other formats."""
        self._unusable += unusable
        self._other_format += other_format

    def once(self, what: str, wrong: str) -> None:
        """Tell what is wrong, unless that is what was told of it last."""
        if wrong and self._wrong.get(what) != wrong:
            self.say(wrong)
        self._wrong[what] = wrong

    def now_and_then(self) -> None:
        """Tell what was sent on if that was not told for long."""
        if self._clock.now() - self._told >= _EACH:
            self.all()

    def all(self) -> bool:
        """Tell what was sent on since this was told last; return whether there was anything."""
        tally, self._tally, self._told = self._tally, Tally(), self._clock.now()
        told = {
            "lines sent on": tally.lines,
            "late or contradicting, kept apart": tally.late,
            "calls worked out": tally.calls,
            "calls whose script is not here": tally.without_script,
            "of months that were dropped, left out": tally.dropped,
            "damaged lines left out (see callscript doctor)": self._unusable,
            "of other formats, left out": self._other_format,
        }
        self._unusable = self._other_format = 0
        if any(told.values()):
            self.say(", ".join(f"{what}: {number}" for what, number in told.items() if number))
        return any(told.values())
