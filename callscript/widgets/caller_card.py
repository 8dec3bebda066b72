"""The caller's card: every field in a line, filled in any order while talking, and what is still missing.

Open, while it is filled in, it shows every value whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from callscript.core.call.event import field_at
from callscript.dialogue.show.values import FieldRow
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_start
from callscript.widgets.entry import MOST_ROWS, Entry
from callscript.widgets.laid_out import Placing
from callscript.widgets.looks import HERE, SOON
from callscript.widgets.rows import DrawnRows
from callscript.widgets.wrapped import wrapped

_LABEL = 12
_WIDE_LABEL = 22
_WIDE = 50
"""Columns from which on labels have more room."""
_MARK_ROWS = 3
"""Of what is known of the caller from before; the last one is empty, and parts the card from what stands below."""
_LEAST, _AROUND, _AROUND_CLOSED = 8, 10, 14
"""So many lines there are at least; so many of the screen are for what stands around the card, open and closed."""
_SIGN = {"missing": "•", "empty": " ", "filled": "+", "absent": "-", "doubtful": "?", "orphaned": "~"}
_LOOK = {"missing": "bold", "empty": "dim", "doubtful": "bold", "absent": "dim", "orphaned": "dim"}


class CallerCard(Placing):
    """The card. One entry serves every line: it lies over the line being typed in."""

    rows: reactive[tuple[FieldRow, ...]] = reactive((), repaint=False)
    known: reactive[str] = reactive("", repaint=False)
    """A mark of what is known of the caller from before; empty: nothing is."""
    awaited: reactive[str] = reactive("", repaint=False)
    """What was promised to the caller, and until when: in the place of the mark where there is room."""
    pressing: reactive[bool] = reactive(False, repaint=False)
    """The caller waits for something, or there is a warning."""
    editing: reactive[int] = reactive(-1, repaint=False)
    """The line being typed in; -1: none."""

    def __init__(self) -> None:
        super().__init__()
        self._width = 0
        """The width for which it was drawn; 0: it was not yet."""
        self._height = 0
        """That of the screen."""
        self._lines = list[Content]()
        self._place: Region | None = None
        """Where the field is, if a line is being typed in."""

    def compose(self) -> ComposeResult:
        yield DrawnRows(lambda size: self._drawn_in(size.width)[0], id="card-rows")
        yield Entry(id="card-entry")

    @property
    def entry(self) -> Entry:
        """The field over the line being typed in."""
        return self.query_one("#card-entry", Entry)

    @property
    def row(self) -> FieldRow | None:
        """The line being typed in."""
        return self.rows[self.editing] if 0 <= self.editing < len(self.rows) else None

    def on_input_changed(self) -> None:
        """Make room for what is typed."""
        if self.row is not None and self.entry.rows != self.entry.size.height:
            self._show()

    def watch_rows(self) -> None:
        self._show()

    def watch_known(self) -> None:
        self._show()

    def watch_awaited(self) -> None:
        self._show()

    def watch_pressing(self) -> None:
        self._show()

    def watch_editing(self) -> None:
        row = self.row
        self.entry.display = row is not None
        if row is not None:
            self.entry.placeholder = clean(row.suggested or (row.shown if row.options else ""))
            self.entry.put("" if row.options else row.value)
        self._show()

    def _show(self) -> None:
        if not self._width:
            return
        width, before = self._width, (len(self._lines), self._place)
        self._width = 0
        lines, place = self._drawn_in(width)
        rows = self.query_one("#card-rows", DrawnRows)
        rows.draw_changed()
        if before != (len(lines), place):
            rows.refresh(layout=True, repaint=False)

    def places(self, room: Size) -> Mapping[Widget, Region]:
        lines, place = self._drawn_in(room.width)
        places: dict[Widget, Region] = {self.query_one("#card-rows"): Region(0, 0, room.width, len(lines))}
        return places | {self.entry: place} if place else places

    def _drawn_in(self, width: int) -> tuple[list[Content], Region | None]:
        """Return the lines for a width, worked out once, and where the field is.

        Meanwhile it may be asked for again: that the field gets another width can have the whole screen arranged.
        """
        height = self.screen.size.height
        if (width, height) != (self._width, self._height):
            lines, place = self._draw(width)
            self._width, self._height, self._lines, self._place = width, height, lines, place
        return self._lines, self._place

    def _draw(self, width: int) -> tuple[list[Content], Region | None]:
        label = _WIDE_LABEL if width >= _WIDE else _LABEL
        room = max(1, width - label - 3)
        lines, place, end = [self._heading(width)], None, 0
        left_out = self._left_out() if self.row is None else list[FieldRow]()
        for row in self.rows:
            if row in left_out:
                if row is left_out[0]:
                    more = _("… {number} more: Tab").format(number=len(left_out))
                    lines.append(Content.styled(f"  {more}", "dim"))
            elif row is self.row:
                self.entry.fit(room)
                place = Region(label + 3, len(lines), room, self.entry.rows)
                lines += self._typed(row, label)
                lines += [Content("")] * (self.entry.rows - 1)
                lines += [
                    Content("  ") + line for line in wrapped(Content.styled(_hint(row), "dim"), width - 2) if line
                ]
                end = len(lines)
            else:
                lines += self._untyped(row, label, room)
        if place and (above := end - max(_LEAST, self.screen.size.height - _AROUND)) > 0:  # what is typed in is in view
            return [lines[0], *lines[1 + above :]], place.translate(Offset(0, -above))
        return [*lines, *self._known(width)], place

    def _left_out(self) -> list[FieldRow]:
        """Return the lines of several that there is no room for while the card is closed: those before the latest."""
        over = len(self.rows) - max(_LEAST, self.screen.size.height - _AROUND_CLOSED)
        several = [row for row in self.rows if field_at(row.id)[1]]
        return several[: over + 1] if over > 0 else []

    def _known(self, width: int) -> list[Content]:
        """Return the mark in as many rows whether there is one or not: what stands below stays put. In the place of the
        script the card leaves what it does not need to what is owed.
        """
        look = SOON if self.pressing else "dim"
        forms = [wrapped(Content.styled(clean(form), look), width) for form in (self.awaited, self.known) if form]
        fitting = next((lines for lines in forms if len(lines) < _MARK_ROWS), forms[-1] if forms else [])
        lines = fitting[: _MARK_ROWS - 1]
        below = 1 if width * 2 > self.screen.size.width else _MARK_ROWS - len(lines)
        return [*lines, *[Content("")] * below]

    def _heading(self, width: int) -> Content:
        missing = sum(row.state == "missing" for row in self.rows)
        left = Content.styled(_("Caller"), "bold")
        if missing:
            lacking = _("missing: {number}").format(number=missing)
            left = Content.assemble(left, " ", (f" {lacking} ", SOON))
        return left.pad_right(max(1, width - left.cell_length - 3)) + Content.styled("Tab", "dim")

    def _typed(self, row: FieldRow, label: int) -> list[Content]:
        return [Content.assemble((_SIGN[row.state], "bold"), " ", (_fitting(row.label, label).plain, HERE), "▸")]

    def _untyped(self, row: FieldRow, label: int, room: int) -> Sequence[Content]:
        look = _LOOK.get(row.state, "")
        text = row.shown or (f"{row.suggested}?" if row.suggested else "")
        value = Content.styled(clean_start(text, room + label), look)
        lacking = value.cell_length - room
        if self.row is None and 0 < lacking <= label - Content(clean(row.label)).cell_length:
            # Begun a little further left it is whole, as a telephone number that is only suggested, at eighty columns.
            label, room = label - lacking, room + lacking
        name = _fitting(row.label, label).stylize(look if row.state != "filled" else "")
        head = Content.assemble((_SIGN[row.state], "bold"), " ", name, " ")
        if self.row is None:  # closed: a line a field
            return [head + value.truncate(room, ellipsis=True)]
        first, *others = wrapped(Content.styled(clean(text), look), room)[:MOST_ROWS] or [Content("")]
        indent = Content(" " * (label + 3))
        return [head + first, *(indent + line for line in others)]


def _fitting(label: str, room: int) -> Content:
    shown = Content(clean(label)).truncate(room, ellipsis=True)
    return shown.pad_right(room - shown.cell_length)


def _hint(row: FieldRow) -> str:
    names = "  ".join(f"{number} {name}" for number, name in enumerate(row.options, start=1))
    return clean(names or row.hint)
