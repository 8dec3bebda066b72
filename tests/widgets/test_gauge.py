"""A countdown is a band that grows shorter, in rows that are the same ones whether a clock runs or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.content import Content, Span
from textual.geometry import Size

from callscript.dialogue.show.clocks import gauge_words
from callscript.dialogue.show.values import ClockLine
from callscript.runtime import i18n
from callscript.widgets.gauge import Gauge
from callscript.widgets.looks import BAD, BAND, SOON

WIDTHS = st.integers(40, 240)
LIMITS = st.sampled_from([10, 30, 60, 180, 600])
TIMES = LIMITS.flatmap(lambda limit: st.tuples(st.integers(-4000, limit), st.just(limit)))
"""What is left, and of how much."""
NAMES = st.sampled_from(["Hold", "Очікування", "Відновлення зв’язку з абонентом", "字字字字字字字字字"])


class Sized(Gauge):
    """A gauge that is so wide, without a screen around it."""

    def __init__(self, width: int, *clocks: ClockLine) -> None:
        super().__init__()
        self._wide = width
        self.set_reactive(Gauge.clocks, clocks)

    @property
    def size(self) -> Size:
        """The room that it would have."""
        return Size(self._wide, 2)


def clock(left: int, limit: int = 180, warns: int = 30, name: str = "Hold", note: str = "") -> ClockLine:
    """Return a countdown with so many seconds left."""
    phase = "over" if left <= 0 else "warning" if left <= warns else "running"
    return ClockLine(name, left, phase, note, limit=limit, warns=warns)


def filled(gauge: Gauge) -> int:
    """Return how long the band is: a heavy rule, or blanks in the look of the badge."""
    row = gauge.rows()[0]
    return row.plain.count("━") + sum(span.end - span.start for span in blocks(row))


def blocks(row: Content) -> list[Span]:
    """Return what of a row is blank, but in the look of a badge."""
    return [span for span in row.spans if str(span.style) in (SOON, BAD) and row.plain[span.start : span.end].isspace()]


def looks(row: Content, text: str) -> set[str]:
    """Return the looks of a part of a row."""
    start = row.plain.index(text)
    end = start + len(text)
    return {str(span.style) for span in row.spans if span.start <= start and span.end >= end}


@pytest.fixture(autouse=True)
def english() -> None:
    """Have the words in English."""
    i18n.use("en")


@given(WIDTHS, LIMITS, NAMES)
def test_the_band_grows_shorter(width: int, limit: int, name: str) -> None:
    """From second to second the band is as long or shorter: whole at the start, there until the end."""
    every = max(1, limit // 60)
    lengths = [filled(Sized(width, clock(left, limit, name=name))) for left in range(limit, 0, -every)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] >= 1
    assert len(set(lengths)) > 1 or lengths[0] < 2


@given(WIDTHS, NAMES, st.lists(TIMES, max_size=3), st.booleans())
def test_rows_fit_and_are_as_many(width: int, name: str, times: list[tuple[int, int]], about: bool) -> None:
    """With no clock, one or several there are as many rows, none wider than the screen."""
    clocks = [replace(clock(left, limit, 30, name, "2 before, 5:12"), about=about) for left, limit in times]
    rows = Sized(width, *clocks).rows()
    assert len(rows) == len(Sized(width).rows())
    assert all(row.cell_length <= width for row in rows)


@given(WIDTHS, NAMES, TIMES)
def test_the_time_stands_whole_at_the_right(width: int, name: str, time: tuple[int, int]) -> None:
    """What is left is never cut, and ends where the row ends."""
    shown = clock(*time, name=name)
    row = Sized(width, shown).rows()[0]
    assert row.plain.endswith(f" {gauge_words(shown)} ")
    assert row.cell_length == width


def test_a_warning_and_the_end_are_badges() -> None:
    """From the warning on the time is a badge with a sign, over the limit another one, and the band has its colour."""
    running, warning, over = (Sized(80, clock(left)).rows()[0] for left in (100, 20, -16))
    assert not {SOON, BAD} & {str(span.style) for span in running.spans}
    assert SOON in looks(warning, "! 0:20")
    assert BAD in looks(over, "+0:16 over 3:00 !!")
    assert looks(running, "━") == {BAND}
    assert "━" not in warning.plain + over.plain
    assert [{str(span.style) for span in blocks(row)} for row in (warning, over)] == [{SOON}, {BAD}]


def test_the_band_is_whole_where_time_is_up() -> None:
    """Over the limit all of the band stands there, as long as it was in the beginning."""
    assert filled(Sized(80, clock(-16))) == filled(Sized(80, clock(0))) == filled(Sized(80, clock(180)))


def test_the_most_pressing_is_the_band() -> None:
    """Where two clocks run, the one with less left is the band, and the other is told under it."""
    first, second = Sized(80, clock(170, name="Hold"), clock(8, 10, 0, name="Line")).rows()
    assert first.plain.startswith("Line")
    assert "Hold" in second.plain
