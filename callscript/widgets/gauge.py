"""The running countdowns, the hold and trying to re-establish a line, as a gauge in the place of the rule under the
stages. It takes up the same rows whether a clock runs or not, so nothing moves when one comes or goes.
"""

from __future__ import annotations

from msgspec.structs import replace
from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.clocks import clock_words, gauge_note, gauge_words
from callscript.dialogue.show.values import ClockLine
from callscript.runtime.text import clean
from callscript.widgets.looks import BAD, BAND, SOON
from callscript.widgets.rows import Rows
from callscript.widgets.rule import rule

_BADGE = {"running": "bold", "warning": SOON, "over": BAD}
_STEP = 10
"""Seconds from one length of the band to the next, at least, where it runs for minutes."""


class Gauge(Rows):
    """The countdown that is most pressing as a band that grows shorter, the time beside it; under it the others."""

    clocks: reactive[tuple[ClockLine, ...]] = reactive(())

    def rows(self) -> list[Content]:
        width = self.size.width
        if not self.clocks:
            return [rule(width), Content("")]
        first, *others = sorted(self.clocks, key=lambda clock: clock.left)
        note = Content.styled(clean(gauge_note(first)), "dim" if first.phase == "running" else "bold")
        parts = [note, *(Content.styled(f" {clean(clock_words(each))} ", _BADGE[each.phase]) for each in others)]
        return [_band_row(first, width), Content("  ").join(part for part in parts if part).truncate(width)]


def _band_row(clock: ClockLine, width: int) -> Content:
    words = Content.styled(f" {clean(gauge_words(clock))} ", _BADGE[clock.phase])
    beside = max(len(gauge_words(each)) for each in _phases(clock)) + 2
    most = max(4, min(width // 4, width - max(beside, words.cell_length) - 3))
    name = Content.styled(clean(clock.name), "bold").truncate(most, ellipsis=True)
    room = max(1, width - name.cell_length - beside - 2)
    filled = _filled(clock, room)
    band = Content.styled("━" * filled, BAND) if clock.phase == "running" else _block(filled, _BADGE[clock.phase])
    spent = rule(room - filled)
    gap = " " * max(0, width - name.cell_length - 1 - room - words.cell_length)
    return Content.assemble(name, " ", band, spent, gap, words)


def _block(width: int, look: str) -> Content:
    """Draw a band in the look of its badge: of blanks, which are a third of the bytes of any block."""
    return Content.styled(" " * width, look)


def _phases(clock: ClockLine) -> tuple[ClockLine, ...]:
    """Return the clock as it will be: the widest of its words has its place from the beginning."""
    return clock, replace(clock, phase="warning"), replace(clock, phase="over", left=-1)


def _filled(clock: ClockLine, room: int) -> int:
    """Return how much of the band is left; all of it is, once the time is up."""
    if clock.phase == "over" or not clock.limit:
        return room
    steps = min(room, max(10, clock.limit // _STEP))
    return -(-steps * max(0, clock.left) // clock.limit) * room // steps
