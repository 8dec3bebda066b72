"""The running countdowns: the hold, and trying to re-establish a line on which nobody can be heard."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.clocks import clock_words
from callscript.dialogue.show.values import ClockLine
from callscript.runtime.text import clean
from callscript.widgets.timed_rows import TimedRows

_PHASE = {"running": "bold", "warning": "bold reverse", "over": "bold reverse"}


class Clocks(TimedRows):
    """The running countdowns: what is left by number, how it stands by word and sign."""

    clocks: reactive[tuple[ClockLine, ...]] = reactive((), layout=True)

    def rows(self) -> list[Content]:
        return [row for clock in self.clocks for row in _clock_rows(clock)]


def _clock_rows(clock: ClockLine) -> Iterator[Content]:
    sign = {"running": "", "warning": "!", "over": "!!"}[clock.phase]
    yield Content.styled(f"{sign} {clean(clock_words(clock))}", _PHASE[clock.phase])
    if clock.note:
        yield Content.styled(f" {clean(clock.note)}", "dim")
