"""A picture in cells, and the shortest way to make one out of another on a terminal. Knows neither Textual nor files.

What is written relies on what every terminal does since the VT100, and on automatic wrapping being off: so a cell in
the last column may be written, and the cursor's column is not known afterwards. It is not known either behind a glyph
of whose width terminals have different opinions: the cursor is placed anew there, and what stands behind is written
again, since it may have been covered.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_VISIBLE_ON_BLANKS = {"4", "7", "9"}
"""Underline, reverse, strike: the attributes that show where there is no glyph."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
_ERASE_FROM = 4
"""Blanks at the end of a row from which on erasing them (EL) is shorter than writing them."""
_ERASE_HEAD_FROM = 12
"""The same of those at its beginning: the cursor has to be put behind them."""


class Look(NamedTuple):
    """How a glyph is shown, in the parameters of the sequence that asks for it (SGR); empty: the terminal's own."""

    attributes: tuple[str, ...] = ()
    foreground: str = ""
    background: str = ""


PLAIN = Look()


class Cell(NamedTuple):
    """What stands in a cell; no glyph in the right half of a wide one."""

    glyph: str = " "
    look: Look = PLAIN


BLANK = Cell()


@lru_cache(maxsize=1024)
def blank(look: Look) -> Cell:
    """Return an empty cell of a look, without what cannot be seen on a blank."""
    if _VISIBLE_ON_BLANKS.isdisjoint(look.attributes):
        return Cell(" ", Look((), "", look.background))
    return Cell(" ", look)


class Shift(NamedTuple):
    """Rows that move down, or up where `by` is negative; blank ones come in behind them."""

    top: int
    bottom: int
    by: int


class Picture:
    """Rows of cells."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows = [[BLANK] * width for _ in range(height)]

    def resized(self, width: int, height: int) -> Picture:
        """Return as much of the picture as another size has room for."""
        other = Picture(width, height)
        for old, new in zip(self.rows, other.rows, strict=False):
            new[: min(width, self.width)] = old[:width]
        return other

    def shift(self, shift: Shift) -> None:
        """Move rows as a terminal does."""
        inside, by = self.rows[shift.top : shift.bottom + 1], shift.by
        blank = [[BLANK] * self.width for _ in range(abs(by))]
        self.rows[shift.top : shift.bottom + 1] = [*blank, *inside[:-by]] if by > 0 else [*inside[-by:], *blank]


class Pen:
    """Writes on a terminal, and keeps where its cursor is and which look it has."""

    def __init__(self) -> None:
        self.y = -1
        self.x = -1
        """-1: not known."""
        self.look: Look | None = None
        self._written: list[str] = []

    def take(self) -> str:
        """Return what was written since the last time."""
        written = "".join(self._written)
        self._written.clear()
        return written

    def clear(self) -> None:
        """Empty the screen."""
        self._written.append("\x1b[m\x1b[H\x1b[2J")
        self.y, self.x, self.look = 0, 0, PLAIN

    def say(self, sequence: str) -> None:
        """Write a sequence that neither moves the cursor nor changes the look."""
        self._written.append(sequence)

    def move(self, y: int, x: int) -> None:
        """Put the cursor into a cell."""
        self._written.append(movement(self.y, self.x, y, x))
        self.y, self.x = y, x

    def shift(self, shift: Shift) -> None:
        """Have the terminal move rows, between margins (DECSTBM): from the last on (LF), or the first (RI)."""
        self._wear(PLAIN, on_blank=True)
        edge = movement(-1, -1, shift.top if shift.by > 0 else shift.bottom, 0)
        moved = "\x1bM" * shift.by if shift.by > 0 else "\n" * -shift.by
        self._written.append(f"\x1b[{shift.top + 1};{shift.bottom + 1}r{edge}{moved}\x1b[r")
        self.y = self.x = -1

    def update(self, shown: list[Cell], wanted: Sequence[Cell], y: int) -> None:
        """Write what makes a row that is shown the one that is wanted."""
        width = len(wanted)
        changed = [x for x, (old, new) in enumerate(zip(shown, wanted, strict=True)) if old is not new and old != new]
        if not changed:
            return
        disputed = any(map(is_disputed, {row[x].glyph for row in (shown, wanted) for x in changed}))
        if disputed:
            changed = _and_covered(changed, shown, wanted)
        tail = _tail(wanted, changed)
        if not disputed and (head := _head(wanted, changed)):
            changed = changed[len(head) :]
            self.move(y, head[-1] + (changed[:1] == [head[-1] + 1]))  # the cursor's cell is erased too
            self._wear(PLAIN, on_blank=True)
            self._written.append("\x1b[1K")
        for first, last in self._runs([x for x in changed if x < tail], wanted, y):
            self.move(y, first)
            if disputed:
                self._write_one_by_one(y, first, last, wanted)
                continue
            for cell in wanted[first : last + 1]:
                self._put(cell)
            self.x = last + 1 if last + 1 < width else -1
        if tail < width:
            self.move(y, max(tail, changed[0]))
            self._wear(PLAIN, on_blank=True)
            self._written.append("\x1b[K")
        shown[:] = wanted

    def _runs(self, changed: Sequence[int], wanted: Sequence[Cell], y: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches to write; cells between two changes are in them if moving the cursor is no shorter."""
        at = 0
        while at < len(changed):
            first = last = changed[at]
            while not wanted[first].glyph and first:
                first -= 1  # a wide glyph is written whole
            at += 1
            while at < len(changed) and _worth_bridging(wanted, last, changed[at], y):
                last = changed[at]
                at += 1
            while last + 1 < len(wanted) and not wanted[last + 1].glyph:
                last += 1
                at += at < len(changed) and changed[at] == last
            yield first, last

    def _put(self, cell: Cell) -> None:
        glyph, look = cell
        if glyph:
            if look != self.look:
                self._wear(look, on_blank=glyph == " ")
            self._written.append(glyph)

    def _write_one_by_one(self, y: int, first: int, last: int, row: Sequence[Cell]) -> None:
        """Write cells among which are glyphs of disputed width: behind each of them the cursor is placed anew."""
        for x in range(first, last + 1):
            glyph = row[x].glyph
            if not glyph:
                continue
            width = 2 if x + 1 < len(row) and not row[x + 1].glyph else 1
            disputed = is_disputed(glyph)
            self.move(y, x)
            if disputed and width == 2:
                self._wear(row[x].look, on_blank=False)
                self._written.append("  ")  # where the terminal draws it narrow, nothing old stays beside it
                self.x = -1
                self.move(y, x)
            self._put(row[x])
            self.x = -1 if disputed or x + width >= len(row) else x + width

    def _wear(self, look: Look, *, on_blank: bool) -> None:
        if on_blank and self.look is not None and blank(self.look).look == look:
            return
        if look != self.look:
            self._written.append(change(self.look, look))
            self.look = look


_UNDISPUTED = (
    *((0x20, 0x2FF), (0x370, 0x52F), (0x1E00, 0x1FFF)),  # Latin, Greek and Cyrillic letters
    *((0x2010, 0x2027), (0x2030, 0x205E)),  # dashes and quotes
    *((0x20A0, 0x20BF), (0x2100, 0x22FF)),  # currencies, arrows
    (0x2500, 0x25FC),  # frames and blocks; behind them begin those that are drawn as pictures too
)


def is_disputed(glyph: str) -> bool:
    """Tell whether terminals dispute the width of a glyph: that of emoji, of letters with marks, of rare scripts."""
    return (len(glyph) > 1 or glyph > "\u02ff") and _disputed(glyph)


@lru_cache(maxsize=4096)
def _disputed(glyph: str) -> bool:
    if len(glyph) > 1:
        return True
    code = ord(glyph)
    if any(first <= code <= last for first, last in _UNDISPUTED):
        return False
    return unicodedata.east_asian_width(glyph) not in "WF" or unicodedata.category(glyph)[0] not in "LP"


def _and_covered(changed: Iterable[int], shown: Sequence[Cell], wanted: Sequence[Cell]) -> list[int]:
    """Return the cells that change, and those that a glyph of disputed width covers, or has covered."""
    found = dict.fromkeys(changed)
    for x in range(min(found), len(wanted)):
        if x in found:
            signs = max((len(glyph) for row in (shown, wanted) if is_disputed(glyph := row[x].glyph)), default=0)
            found.update(dict.fromkeys(range(x + 1, min(x + 2 * signs, len(wanted)))))  # each may be drawn wide
    return sorted(found)


def _tail(wanted: Sequence[Cell], changed: Sequence[int]) -> int:
    """Return the column from which on erasing a row is shorter than writing it."""
    tail = len(wanted)
    while tail and wanted[tail - 1] == BLANK:
        tail -= 1
    return tail if sum(x >= tail for x in changed) >= _ERASE_FROM else len(wanted)


def _head(wanted: Sequence[Cell], changed: Sequence[int]) -> Sequence[int]:
    """Return the changed cells at the beginning of a row that are erased sooner than written."""
    end = next((x for x, cell in enumerate(wanted) if cell != BLANK), 0) if len(changed) >= _ERASE_HEAD_FROM else 0
    head = changed[: bisect_left(changed, end)]
    return head if len(head) >= _ERASE_HEAD_FROM else ()


def _worth_bridging(wanted: Sequence[Cell], before: int, behind: int, y: int) -> bool:
    if behind == before + 1:
        return True
    between = wanted[before + 1 : behind]
    look = wanted[before].look
    if any(is_disputed(cell.glyph) for cell in between):
        return False  # written again, it would cover what stands behind it
    if any(cell.look != look and not (cell == BLANK and blank(look) == BLANK) for cell in between):
        return False
    return sum(len(cell.glyph.encode()) for cell in between) <= len(movement(y, before + 1, y, behind))


@lru_cache(maxsize=4096)
def change(old: Look | None, new: Look) -> str:
    """Return the shortest sequence that changes the look."""
    parts = [*new.attributes, *filter(None, (new.foreground, new.background))]
    anew = f"\x1b[{';'.join(['0', *parts])}m" if parts else "\x1b[m"
    if old is None or old == new:
        return "" if old == new else anew
    off = {_OFF[each] for each in old.attributes if each not in new.attributes}
    kept = [each for each in old.attributes if _OFF[each] not in off]
    steps = sorted(off) + [each for each in new.attributes if each not in kept]
    if old.foreground != new.foreground:
        steps.append(new.foreground or "39")
    if old.background != new.background:
        steps.append(new.background or "49")
    return min(anew, f"\x1b[{';'.join(steps)}m", key=len)


def movement(y: int, x: int, to_y: int, to_x: int) -> str:
    """Return the shortest sequence that moves the cursor; `x` or `y` is -1 where it is not known."""
    if (y, x) == (to_y, to_x):
        return ""
    ways = [f"\x1b[{to_y + 1};{to_x + 1}H" if to_x else f"\x1b[{to_y + 1}H" if to_y else "\x1b[H"]
    if y == to_y:
        ways += [_along(x, to_x)] if x >= 0 else []
        ways += ["\r" + _along(0, to_x)]
    elif y >= 0 and to_y == y + 1:
        ways.append("\r\n" + _along(0, to_x))
    if y >= 0 and x >= 0 and to_y != y:
        ways.append(_times("A" if to_y < y else "B", abs(to_y - y)) + _along(x, to_x))
    return min(ways, key=len)


def _along(x: int, to_x: int) -> str:
    if x == to_x:
        return ""
    far = _times("C" if to_x > x else "D", abs(to_x - x))
    return min("\b" * (x - to_x), far, key=len) if to_x < x else far


def _times(letter: str, number: int) -> str:
    return f"\x1b[{letter}" if number == 1 else f"\x1b[{number}{letter}"
