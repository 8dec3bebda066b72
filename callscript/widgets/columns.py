"""Lines of a list in columns, which are shared out so that no cell is cut while there is room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from textual.content import Content

from callscript.runtime.text import clean, clean_start
from callscript.widgets.looks import BAD, SOON
from callscript.widgets.wrapped import wrapped

_GAP = "  "
_READABLE = 11
"""Columns of a cell below which nothing can be told from it: its whole column is left out rather."""

Cells = tuple[str, ...]


class Row(Struct, frozen=True):
    """A line of a list."""

    forms: tuple[Cells, ...]
    """Its cells, the most telling form first; the first one that all lines have room for is shown."""
    badge: str = ""
    """What is wrong with it, or still to come, behind the cells."""
    short_badge: str = ""
    """The same where there is no room for it."""
    badge_is_bad: bool = True
    """Whether that is wrong: red, with an exclamation mark."""
    digit: int = 0
    """The key that chooses it; 0: none does."""
    looks: tuple[str, ...] = ()
    """Looks of its own of the first cells; of any other, and of one without, that of the line."""

    @property
    def text(self) -> str:
        """All that the line tells."""
        return _GAP.join(clean(cell) for cell in self.forms[0] if cell)


class Columns(Struct, frozen=True):
    """The form in which lines are shown, and how wide its cells are."""

    form: int
    widths: tuple[int, ...]
    """Of a column that is left out, 0."""
    short_badges: bool = False

    def line(self, row: Row, look: str = "") -> Content:
        """Show a line in a look, its badge behind it in its own."""
        cells = zip(row.forms[self.form], self.widths, _looks(row, self.form, look), strict=True)
        parts = [_fitting(cell, width).stylize(own) for cell, width, own in cells if width]
        line = Content.styled(_GAP, look).join(parts)
        return Content.assemble(line, _GAP, badge(row, short=self.short_badges)) if row.badge else line

    def cuts(self, row: Row) -> bool:
        """Tell whether a cell of a line is cut."""
        cells = zip(row.forms[self.form], self.widths, strict=True)
        return any(Content(clean(cell)).cell_length > width for cell, width in cells)

    def tells_all(self, row: Row) -> bool:
        """Tell whether there is no more to tell than the line shows."""
        badge_told = not (self.short_badges and row.badge)
        return badge_told and set(row.forms[0]) <= {*row.forms[self.form], ""} and not self.cuts(row)


@lru_cache(maxsize=8)
def columns(rows: tuple[Row, ...], room: int) -> Columns:
    """Share so many columns out over the cells of lines.

    The last form has what tells most first: what its lines have no room for, so that it can be read, is left out from
    the end.
    """
    if not rows:
        return Columns(0, ())
    forms = range(len(rows[0].forms))
    for form in forms:
        for short in (False, True):
            own = _beside_badges(rows, room, short=short)
            wanted = _wanted([row.forms[form] for row in rows], own)
            if _total(wanted) <= own:
                return Columns(form, wanted, short)
    own = _beside_badges(rows, room, short=True)
    wanted = _wanted([row.forms[-1] for row in rows], own)
    return Columns(forms[-1], _narrowed(wanted, own), short_badges=True)


def _beside_badges(rows: tuple[Row, ...], room: int, *, short: bool) -> int:
    """Return the columns that badges leave."""
    return room - max((badge(row, short=short).cell_length + len(_GAP) for row in rows if row.badge), default=0)


def whole(row: Row, room: int, form: int = 0, look: str = "") -> list[Content]:
    """Show a form of a line in a look, in as many lines as it takes, its badge behind the last."""
    looks = zip(row.forms[form], _looks(row, form, look), strict=True)
    cells = [Content.styled(clean(cell), own) for cell, own in looks if cell]
    indent = Content(" " * (cells[0].cell_length + len(_GAP))) if len(cells) > 1 else Content("")
    indent = indent if len(indent) < room // 3 else Content(_GAP)
    lines = [Content("")]
    for cell in (*cells, badge(row)):
        for part in wrapped(cell, max(4, room - len(indent))) if cell else ():
            longer = Content.assemble(lines[-1], (_GAP if lines[-1] else "", look), part)
            if longer.cell_length <= room:
                lines[-1] = longer
            else:
                lines.append(indent + part)
    return lines


def badge(row: Row, *, short: bool = False) -> Content:
    """Show what is wrong with a line."""
    sign = (" ! ", BAD) if row.badge_is_bad else (" • ", SOON)
    words = row.short_badge if short and row.short_badge else row.badge
    return Content.assemble(sign, " ", clean(words)) if row.badge else Content("")


def _looks(row: Row, form: int, look: str) -> tuple[str, ...]:
    """Return the look of each cell of a form: `look`, unless a cell has one of its own."""
    return tuple((row.looks[at] if at < len(row.looks) else "") or look for at in range(len(row.forms[form])))


def _wanted(lines: Sequence[Cells], room: int) -> tuple[int, ...]:
    return tuple(
        max(Content(clean_start(cell, room)).cell_length for cell in cells) for cells in zip(*lines, strict=True)
    )


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * max(0, sum(map(bool, widths)) - 1)


def _narrowed(wanted: tuple[int, ...], room: int) -> tuple[int, ...]:
    """Narrow the widest cells, all of them to the same width; leave out the last ones, if that is too little.

    The first cell leads its line, and is whole unless it takes more than half of it.
    """
    lead = wanted[0] if wanted[0] <= room // 2 else 0
    most, widths, others = max(wanted), wanted, sum(map(bool, wanted)) > 1
    while _total(widths) > room and most > (_READABLE if others else 1):
        most -= 1
        widths = (max(lead, min(wanted[0], most)), *(min(width, most) for width in wanted[1:]))
    if _total(widths) <= room or not others:
        return widths
    last = max(at for at, width in enumerate(wanted) if width)
    return _narrowed((*wanted[:last], *(0 for _cell in wanted[last:])), room)


def _fitting(cell: str, width: int) -> Content:
    shown = Content(clean_start(cell, width)).truncate(width, ellipsis=True)
    return shown.pad_right(width - shown.cell_length)
