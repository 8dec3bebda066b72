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

Cells = tuple[str, ...]


class Row(Struct, frozen=True):
    """A line of a list."""

    forms: tuple[Cells, ...]
    """Its cells, the most telling form first; the first one that all lines have room for is shown."""
    badge: str = ""
    """What is wrong with it, or still to come, behind the cells."""
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

    def line(self, row: Row, look: str = "") -> Content:
        """Show a line in a look, its badge behind it in its own."""
        cells = zip(row.forms[self.form], self.widths, _looks(row, self.form, look), strict=True)
        parts = [_fitting(cell, width).stylize(own) for cell, width, own in cells if width]
        line = Content.styled(_GAP, look).join(parts)
        return Content.assemble(line, _GAP, badge(row)) if row.badge else line

    def cuts(self, row: Row) -> bool:
        """Tell whether a cell of a line is cut."""
        cells = zip(row.forms[self.form], self.widths, strict=True)
        return any(Content(clean(cell)).cell_length > width for cell, width in cells)

    def tells_all(self, row: Row) -> bool:
        """Tell whether there is no more to tell than the line shows."""
        return set(row.forms[0]) <= {*row.forms[self.form], ""} and not self.cuts(row)


@lru_cache(maxsize=8)
def columns(rows: tuple[Row, ...], room: int) -> Columns:
    """Share so many columns out over the cells of lines."""
    if not rows:
        return Columns(0, ())
    room -= max((badge(row).cell_length + len(_GAP) for row in rows if row.badge), default=0)
    wanted: tuple[int, ...] = ()
    for form in range(len(rows[0].forms)):
        wanted = _wanted([row.forms[form] for row in rows], room)
        if _total(wanted) <= room:
            return Columns(form, wanted)
    return Columns(len(rows[0].forms) - 1, _capped(wanted, room))


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


def badge(row: Row) -> Content:
    """Show what is wrong with a line."""
    sign = (" ! ", BAD) if row.badge_is_bad else (" • ", SOON)
    return Content.assemble(sign, " ", clean(row.badge)) if row.badge else Content("")


def _looks(row: Row, form: int, look: str) -> tuple[str, ...]:
    """Return the look of each cell of a form: `look`, unless a cell has one of its own."""
    return tuple((row.looks[at] if at < len(row.looks) else "") or look for at in range(len(row.forms[form])))


def _wanted(lines: Sequence[Cells], room: int) -> tuple[int, ...]:
    return tuple(
        max(Content(clean_start(cell, room)).cell_length for cell in cells) for cells in zip(*lines, strict=True)
    )


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * max(0, sum(map(bool, widths)) - 1)


def _capped(wanted: Sequence[int], room: int) -> tuple[int, ...]:
    """Narrow the widest cells, all of them to the same width."""
    most = max(wanted, default=0)
    while most > 1 and _total([min(width, most) for width in wanted]) > room:
        most -= 1
    return tuple(min(width, most) for width in wanted)


def _fitting(cell: str, width: int) -> Content:
    shown = Content(clean_start(cell, width)).truncate(width, ellipsis=True)
    return shown.pad_right(width - shown.cell_length)
