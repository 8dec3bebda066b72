"""A picture as SVG, cell by cell: each glyph where a terminal has it, in the colours that a terminal brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from callscript.terminal.cells import Cell, Look, Picture
from tests.terminal.palettes import COLOURS, colours

PALETTE = "Campbell"
WIDTH, HEIGHT = 8, 17
"""Of a cell."""
BASE = 13
"""From the top of a cell to the line on which letters stand."""
FRONT, BACK = "#cccccc", "#0c0c0c"
"""The palette's own, for what has no colour."""
FONT = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"
LINES = {
    "─": ("lr", 1), "━": ("lr", 3), "═": ("lr", 3), "│": ("ud", 1), "║": ("ud", 3), "┃": ("ud", 2),
    "┌": ("rd", 1), "┐": ("ld", 1), "└": ("ru", 1), "┘": ("lu", 1),
    "╔": ("rd", 3), "╗": ("ld", 3), "╚": ("ru", 3), "╝": ("lu", 3),
    "├": ("udr", 1), "┤": ("udl", 1), "┬": ("lrd", 1), "┴": ("lru", 1), "┼": ("lrud", 1),
}  # fmt: skip
"""By glyph: which ways its line goes from the middle (left, right, up, down), and how thick it is. Fonts leave gaps
between them."""


class Paint(NamedTuple):
    """How a cell is painted."""

    front: str
    back: str
    bold: bool
    dim: bool
    italic: bool
    underlined: bool


def paint(look: Look) -> Paint:
    """Return how a look is painted."""
    front, back = _colour(look.foreground, FRONT), _colour(look.background, BACK)
    if "7" in look.attributes:
        front, back = back, front
    return Paint(front, back, *(number in look.attributes for number in "1234"))


def _colour(parameter: str, own: str) -> str:
    if not parameter:
        return own
    number = int(parameter)
    bright = number >= 90
    red, green, blue = colours(PALETTE)[COLOURS[number % 10 + 8 * bright]]
    return f"#{red:02x}{green:02x}{blue:02x}"


def svg(picture: Picture, title: str) -> str:
    """Draw a picture; the same one is always the same text."""
    width, height = picture.width * WIDTH, picture.height * HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 {width + 16} {height + 16}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:{BASE}px {FONT};fill:{FRONT}}}.b{{font-weight:bold}}.d{{opacity:.6}}"
        ".i{font-style:italic}rect{shape-rendering:crispEdges}</style>",
        f'<rect x="-8" y="-8" width="{width + 16}" height="{height + 16}" rx="6" fill="{BACK}"/>',
    ]
    for y, row in enumerate(picture.rows):
        parts += _row(row, y * HEIGHT)
    return "\n".join([*parts, "</svg>", ""])


def _row(row: list[Cell], y: int) -> Iterator[str]:
    x = 0
    for shown, cells in groupby(row, key=lambda cell: paint(cell.look)):
        run = [cell.glyph for cell in cells]
        yield from _run("".join(run), shown, x, y, len(run))
        x += len(run)


def _run(text: str, shown: Paint, x: int, y: int, cells: int) -> Iterator[str]:
    """Draw cells of one look: what is behind them, lines and blocks, letters."""
    if shown.back != BACK:
        yield _box(x * WIDTH, y, cells * WIDTH, HEIGHT, shown.back)
    if shown.underlined:
        yield _box(x * WIDTH, y + BASE + 2, cells * WIDTH, 1, shown.front)
    at = x
    for glyph, same in groupby(text):
        number = len(list(same))
        yield from _drawn(glyph, at, y, number, shown)
        at += number
    yield from _letters(text, shown, x, y)


def _letters(text: str, shown: Paint, x: int, y: int) -> Iterator[str]:
    """Draw letters, each stretch of them in its place: blanks between two are not told apart everywhere."""
    letters = "".join(" " if sign in LINES or sign == "█" else sign for sign in text)
    names = " ".join(name for name, on in zip("bdi", (shown.bold, shown.dim, shown.italic), strict=True) if on)
    looks = (f' class="{names}"' if names else "") + (f' style="fill:{shown.front}"' if shown.front != FRONT else "")
    for each in re.finditer(r"\S+(?: \S+)*", letters):
        place = f'x="{(x + each.start()) * WIDTH}" y="{y + BASE}" textLength="{len(each[0]) * WIDTH}"'
        yield f"<text {place}{looks}>{escape(each[0], quote=False)}</text>"


def _drawn(glyph: str, x: int, y: int, number: int, shown: Paint) -> Iterator[str]:
    """Draw blocks and lines, of which so many stand side by side."""
    if glyph == "█":
        yield _box(x * WIDTH, y + 2, number * WIDTH, HEIGHT - 4, shown.front, shown.dim)
    if glyph not in LINES:
        return
    ways, thick = LINES[glyph]
    if ways == "lr":
        yield _box(x * WIDTH, y + HEIGHT // 2, number * WIDTH, thick, shown.front, shown.dim)
        return
    for each in range(x, x + number):
        for left, top, wide, high in _line(ways, thick):
            yield _box(each * WIDTH + left, y + top, wide, high, shown.front, shown.dim)


def _line(ways: str, thick: int) -> Iterator[tuple[int, int, int, int]]:
    """Return the bars of a line in its cell, by the ways that it goes from the middle."""
    x, y = WIDTH // 2, HEIGHT // 2
    if "l" in ways or "r" in ways:
        left, right = (0 if "l" in ways else x), (WIDTH if "r" in ways else x + thick)
        yield left, y, right - left, thick
    if "u" in ways or "d" in ways:
        top, bottom = (0 if "u" in ways else y), (HEIGHT if "d" in ways else y + thick)
        yield x, top, thick, bottom - top


def _box(x: int, y: int, width: int, height: int, colour: str, dim: bool = False) -> str:
    look = ' class="d"' if dim else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"{look}/>'
