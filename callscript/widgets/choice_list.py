"""A list to choose a line from with the arrows, or by a digit."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.columns import Columns, Row, columns, whole
from callscript.widgets.looks import HERE, KEY
from callscript.widgets.wrapped import wrapped

_HIGH = 8
"""Rows from which on a heading may take more than one of them."""
_FEW = 6
"""Lines that can be told whole, one under the other, and still be looked through."""
_SIGN, _DIGIT = 2, 4
"""Columns of the mark of the line that is picked, and of a digit."""


class ChoiceList(Widget):
    """Lines under a heading, one of which is picked: it is always in sight, and shown whole, unless `steady`."""

    title: reactive[str] = reactive("")
    """Empty: there is no heading."""
    note: reactive[str] = reactive("")
    """What else the heading says."""
    key: reactive[str] = reactive("")
    """What leads to the list while it is not active."""
    lines: reactive[tuple[Row, ...]] = reactive(())
    picked: reactive[int] = reactive(0)
    active: reactive[bool] = reactive(False)
    awaited: reactive[bool] = reactive(False)
    """The lines answer another question than the one that is asked now: none of them is picked."""
    nothing: reactive[str] = reactive("")
    """What is said where there are no lines; unless it is set, that there is none."""
    steady: reactive[bool] = reactive(False)
    """Each line takes a row, the one that is picked too, and is told whole elsewhere: lines change by themselves."""

    def validate_picked(self, picked: int) -> int:
        return max(0, min(len(self.lines) - 1, picked))

    def watch_lines(self) -> None:
        self.picked = self.picked

    def move(self, by: int) -> None:
        """Pick the line so many further down; above, if negative."""
        self.picked += by

    def render(self) -> Content:
        width, height = max(4, self.size.width), max(1, self.size.height)
        heading = self._heading(width, height)
        return Content("\n").join([*heading, *self._body(width, max(1, height - len(heading)))][:height])

    def _heading(self, width: int, height: int) -> Sequence[Content]:
        """Name the list, and say where in it one stands if not all of it is seen: in two lines where one is too short
        and there is room.
        """
        if not self.title:
            return ()
        rows = max(1, height - 1)
        right = Content.styled(self.key if not self.active else "", "dim")
        if len(self.lines) > rows:
            at = f"{self.picked + 1}/{len(self.lines)}"
            right = Content.styled("  ".join(filter(None, (at, right.plain))), "dim")
        left = Content.assemble((clean(self.title), "bold"), (f"  {clean(self.note)}" if self.note else "", "dim"))
        room = max(1, width - right.cell_length - 1)
        first, *more = wrapped(left, room) if height >= _HIGH else [left.truncate(room, ellipsis=True)]
        return [first.pad_right(max(0, width - first.cell_length - right.cell_length)) + right, *more]

    def _body(self, width: int, rows: int) -> Sequence[Content]:
        """Show as many lines as there is room for: all of them whole if they all fit so."""
        if not self.lines:
            return [Content.styled("…" if self.awaited else self.nothing or _("none"), "dim").truncate(width)]
        marked = self.picked if self.active and not self.awaited else -1
        indent = _SIGN + (_DIGIT if any(row.digit for row in self.lines) else 0)
        room = width - indent
        shown = columns(self.lines, room)
        blocks = self._all_whole(shown, room, rows, marked) or self._in_sight(shown, room, rows, marked)
        drawn: list[Content] = []
        for at, (start, *rest) in blocks.items():
            drawn.append(Content.assemble(self._sign(at, indent, marked), start))
            drawn += [Content(" " * indent) + line for line in rest]
        return drawn[:rows]

    def _look(self, at: int, marked: int) -> str:
        return HERE if at == marked else "dim" if self.awaited else ""

    def _all_whole(self, shown: Columns, room: int, rows: int, marked: int) -> dict[int, list[Content]]:
        """Show every line whole, if they are few, some would be cut otherwise and there is room for them; or else none.

        Many are looked through in columns.
        """
        if self.steady or len(self.lines) > min(rows, _FEW) or not any(map(shown.cuts, self.lines)):
            return {}
        blocks = {
            at: whole(row, room, 0 if at == marked else shown.form, self._look(at, marked))
            for at, row in enumerate(self.lines)
        }
        return blocks if sum(map(len, blocks.values())) <= rows else {}

    def _in_sight(self, shown: Columns, room: int, rows: int, marked: int) -> dict[int, list[Content]]:
        """Show a line a row, around the one that is picked, and that one whole."""
        picked = marked >= 0 and not self.steady and not shown.tells_all(self.lines[marked])
        told = whole(self.lines[marked], room, look=HERE) if picked else []
        fitting = rows - max(0, len(told) - 1)
        first = max(0, min(self.picked - fitting // 2, len(self.lines) - fitting))
        return {
            at: told
            if told and at == marked
            else [shown.line(self.lines[at], self._look(at, marked)).truncate(room, ellipsis=True)]
            for at in range(first, min(len(self.lines), first + max(1, fitting)))
        }

    def _sign(self, at: int, indent: int, marked: int) -> Content:
        """Mark the line that is picked, and show the digit that chooses a line."""
        number = self.lines[at].digit
        key = (f" {number} ", KEY if self.active else "dim") if number else " " * (_DIGIT - 1)
        digit = Content.assemble(key, " ") if indent > _SIGN else Content("")
        return Content.assemble(("→ ", HERE) if at == marked else "  ", digit)
