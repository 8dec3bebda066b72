"""Shows the application's picture on the terminal, sending only the cells that changed.

Two pictures are kept: the one wanted, which Textual's updates draw into, and the one shown. A moment after an update
the difference goes out in one write; while the terminal does not take what was sent before, it waits, so a slow line
gets the newest picture and never a queue of old ones.

Textual's updates come by one hook, `show_update` of `terminal/textual_private.py`; a test compares the screens with
those of stock output.
"""

from __future__ import annotations

import asyncio
import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from rich.cells import cell_len, split_graphemes
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.content import Content
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input

from callscript.terminal.cells import BLANK, PLAIN, Cell, Look, Pen, Picture, blank
from callscript.terminal.driver import TerminalDriver
from callscript.terminal.glyphs import allowed, in_ascii
from callscript.terminal.shifts import shift_of
from callscript.terminal.textual_private import OpenApp, Stretch, forget_rendered

_LARGE = 256
"""Bytes from which on an update is sent as synchronized output (mode 2026): the terminal shows it all at once."""
_SYNCHRONISED = ("alacritty", "contour", "foot", "ghostty", "kitty", "tmux", "wezterm")
"""Terminals, by a part of their TERM, that know synchronized output or ignore the sequence."""
_AS_PICTURE = "\ufe0f"
"""The variation selector that makes a picture of the sign before it, and with some a wide one."""
_FIRST_WIDE = "\u0300"
"""The first character that may be of another width than one cell."""


class CellDisplay(OpenApp, inherit_bindings=False):
    """An application of which the terminal is sent the cells that changed."""

    def __init__(self, *, ascii_only: bool = False, **options: Any) -> None:
        super().__init__(driver_class=TerminalDriver, **options)
        self.terminal: TerminalDriver | None = None
        """None: there is no terminal, as in a test; Textual's own output goes nowhere."""
        self._ascii_only = ascii_only
        self._cells: _Display | None = None

    @property
    def draws_itself(self) -> bool:
        """Tell whether there is a terminal to send cells to."""
        return self.terminal is not None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave colours to the cells: Textual's filter for NO_COLOR would take badges away before they are reversed."""
        return () if self.draws_itself else super().get_line_filters()

    def show_update(self, size: Size, stretches: Iterable[Stretch]) -> None:
        """Take an update into the picture; the terminal gets it a moment later."""
        if self.terminal is None:
            return
        if self._cells is None:
            self._cells = _Display(self, self.terminal, in_ascii if self._ascii_only else allowed)
        self._cells.take(size, stretches)

    def show_at_once(self, widget: Widget, rows: Mapping[int, Content]) -> bool:
        """Show some rows of a widget's content, past layout and compositor; tell whether that could be done.

        It is for what a clock changes every second, in a widget that stays where it is and renders the same.
        """
        if self._cells is None or not self.is_drawing or not widget.is_attached:
            return False
        try:
            if widget.screen is not self.screen:
                return False
            place = self.screen.find_widget(widget)
        except NoWidget:
            return False
        inside = widget.content_region
        if (
            not inside
            or place.visible_region != place.region
            or any(row.cell_length > inside.width for row in rows.values())
        ):
            return False
        forget_rendered(widget)
        for y, row in rows.items():
            padded = row.pad_right(inside.width - row.cell_length)
            self._cells.draw(inside.y + y, inside.x, padded.render_segments(widget.visual_style))
        return True


class _Display:
    """The picture that is wanted, the one that the terminal shows, and what sends the difference."""

    def __init__(self, app: App[Any], driver: TerminalDriver, glyph: Callable[[str], str]) -> None:
        self._app = app
        self._glyph = glyph
        self._driver = driver
        driver.on_drained, driver.on_lost = self._send, self._forget_shown
        coloured = not os.environ.get("NO_COLOR")
        self._colours = coloured
        self._dim = coloured and not os.environ.get("TERM", "").startswith("linux")
        self._at_once = any(name in os.environ.get("TERM", "") for name in _SYNCHRONISED)
        self._wanted = Picture(0, 0)
        self._shown = Picture(0, 0)
        self._pen = Pen()
        self._narrow = set[str]()
        """The signs that were seen to take up one cell."""
        self._made: dict[Look, _Cells] = {}
        self._drawn: set[int] = set()
        """The rows in which the two may differ."""
        self._anew = True
        """It is unknown what the terminal shows: everything is sent."""
        self._sending: asyncio.Handle | None = None
        self._caret_shown = False

    def take(self, size: Size, stretches: Iterable[Stretch]) -> None:
        """Take an update into the picture wanted."""
        if (self._wanted.width, self._wanted.height) != size:
            self._wanted = self._wanted.resized(*size)
            self._forget_shown()
        for y, x, segments in stretches:
            self._draw(y, x, segments)
        self._send_soon()

    def draw(self, y: int, x: int, segments: Iterable[Segment]) -> None:
        """Take a part of a row into the picture wanted."""
        self._draw(y, x, segments)
        self._send_soon()

    def _draw(self, y: int, x: int, segments: Iterable[Segment]) -> None:
        """Put text into a row of the wanted picture."""
        if not 0 <= y < self._wanted.height:
            return
        row = self._wanted.rows[y]
        self._drawn.add(y)
        for text, style, control in segments:
            if control:
                continue
            look = look_of(style, self._colours, self._dim) if style else PLAIN
            end = x + len(text)
            if text and x >= 0 and end <= len(row) and self._narrow.issuperset(text):
                _part_wide(row, x, len(text))
                row[x:end] = map(self._cells_in(look).__getitem__, text)
                x = end
                continue
            for glyph, width in glyphs(text):
                if width == 0:
                    _combine(row, x, glyph)
                elif 0 <= x <= len(row) - width:
                    _part_wide(row, x, width)
                    row[x] = blank(look) if glyph == " " else Cell(self._glyph(glyph), look)
                    if width == 2:
                        row[x + 1] = Cell("", look)
                if width == len(glyph) == 1:
                    self._narrow.add(glyph)
                x += width

    def _cells_in(self, look: Look) -> _Cells:
        if look not in self._made:
            self._made[look] = _Cells(self._glyph, look)
        return self._made[look]

    # Towards the terminal

    def _forget_shown(self) -> None:
        self._anew = True
        self._send_soon()

    def _send_soon(self) -> None:
        if self._sending is None:
            self._sending = asyncio.get_running_loop().call_soon(self._send)

    def _send(self) -> None:
        """Send the difference in one write, unless the terminal has not accepted the one before."""
        self._sending = None
        if self._driver.congested:
            return
        if self._anew:
            self._anew = self._caret_shown = False
            self._pen = Pen()
            self._pen.clear()
            self._shown = Picture(self._wanted.width, self._wanted.height)
            self._drawn = set(range(self._wanted.height))
        elif shift := shift_of(self._shown, self._wanted, self._drawn):
            self._pen.shift(shift)
            self._shown.shift(shift)
            self._drawn.update(range(shift.top, shift.bottom + 1))
        for y in sorted(self._drawn):
            self._pen.update(self._shown.rows[y], self._wanted.rows[y], y)
        self._drawn.clear()
        self._place_caret()
        if data := self._pen.take():
            whole = self._at_once and len(data) > _LARGE
            self._driver.draw(f"\x1b[?2026h{data}\x1b[?2026l" if whole else data)

    def _place_caret(self) -> None:
        """Put the terminal's cursor into the field being typed in, and show it only there."""
        focused = self._app.focused
        field = focused if isinstance(focused, Input) and focused.is_on_screen else None
        if field:
            x, y = self._app.screen.outer_size.clamp_offset(field.cursor_screen_offset)
            self._pen.move(y, x)
        if bool(field) != self._caret_shown:
            self._pen.say("\x1b[?25h" if field else "\x1b[?25l")
            self._caret_shown = bool(field)


class _Cells(dict[str, Cell]):
    """Cells of a look, by sign: each is made once."""

    def __init__(self, glyph: Callable[[str], str], look: Look) -> None:
        super().__init__()
        self._glyph, self._look = glyph, look

    def __missing__(self, sign: str) -> Cell:
        cell = self[sign] = blank(self._look) if sign == " " else Cell(self._glyph(sign), self._look)
        return cell


@lru_cache(maxsize=1024)
def look_of(style: Style, colours: bool, dim: bool) -> Look:
    """Return how a style is shown, in the sixteen colours that every terminal has, or without any.

    Without `dim` nothing is dimmed: it is a grey, which counts as a colour, and on a Linux console is too dark to read.
    Nothing reversed is bold, and no badge: terminals that show bold as a brighter colour, as PuTTY does, would make it
    grey on grey. A badge is reversed where there are no colours.
    """
    badge = style.bgcolor is not None and not style.bgcolor.is_default
    shown = {
        "1": style.bold and not style.reverse and not badge,
        "2": style.dim and dim,
        "3": style.italic,
        "4": style.underline,
        "7": style.reverse or (badge and not colours),
        "9": style.strike,
    }
    return Look(
        tuple(number for number, on in shown.items() if on),
        _colour(style.color, foreground=True) if colours else "",
        _colour(style.bgcolor, foreground=False) if colours else "",
    )


def _colour(colour: Color | None, *, foreground: bool) -> str:
    if colour is None or colour.is_default:
        return ""
    return ";".join(colour.downgrade(ColorSystem.STANDARD).get_ansi_codes(foreground))


def glyphs(text: str) -> Iterable[tuple[str, int]]:
    """Yield the characters of a text, each with its width in cells."""
    if text.isascii():
        return ((sign, 1) for sign in text)
    if _AS_PICTURE in text:
        return _glyphs_with_pictures(text)
    return ((sign, 1 if sign < _FIRST_WIDE else _width(sign)) for sign in text)


def _glyphs_with_pictures(text: str) -> Iterable[tuple[str, int]]:
    """Yield the characters of a text, some of which are shown as pictures, as wide as it was laid out with."""
    for start, end, width in split_graphemes(text)[0]:
        glyph = text[start:end]
        if width and allowed(glyph) == glyph:
            yield glyph, width
        else:
            yield from ((sign, _width(sign)) for sign in glyph)


@lru_cache(maxsize=4096)
def _width(sign: str) -> int:
    return cell_len(sign) if allowed(sign) == sign else int(unicodedata.category(sign) != "Cf")


def _combine(row: list[Cell], x: int, mark: str) -> None:
    """Put a combining mark onto the glyph before it; what has no width and is no mark is left out."""
    before = x - 1 if 0 < x <= len(row) else -1
    if before > 0 and not row[before].glyph:
        before -= 1
    if before >= 0 and unicodedata.category(mark).startswith("M") and row[before] != BLANK:
        row[before] = row[before]._replace(glyph=row[before].glyph + mark)


def _part_wide(row: list[Cell], x: int, width: int) -> None:
    """Blank the other half of a wide glyph that is half overwritten."""
    if not row[x].glyph and x > 0:
        row[x - 1] = blank(row[x - 1].look)
    behind = x + width
    if behind < len(row) and not row[behind].glyph:
        row[behind] = blank(row[behind].look)
