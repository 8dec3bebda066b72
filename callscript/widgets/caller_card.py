"""The caller's card: every field in a line, filled in any order while talking, and what is still missing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.values import FieldRow
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_start
from callscript.widgets.entry import Entry
from callscript.widgets.piece import Piece, retitle

_LABEL = 12
_SIGN = {"missing": "•", "empty": " ", "filled": "+", "absent": "-", "doubtful": "?", "orphaned": "~"}


class CallerCard(Vertical):
    """The card. One entry serves every line: it lies over the line being typed in."""

    rows: reactive[tuple[FieldRow, ...]] = reactive((), repaint=False)
    known: reactive[str] = reactive("", repaint=False)
    """A mark of what is known of the caller from before; empty: nothing is."""
    editing: reactive[int] = reactive(-1, repaint=False)
    """The line being typed in; -1: none."""

    def compose(self) -> ComposeResult:
        yield Piece(id="card-rows")
        yield Entry(id="card-entry")
        yield Piece(id="card-known")
        yield Piece(id="card-hint")

    @property
    def entry(self) -> Entry:
        """The field over the line being typed in."""
        return self.query_one("#card-entry", Entry)

    @property
    def row(self) -> FieldRow | None:
        """The line being typed in."""
        return self.rows[self.editing] if 0 <= self.editing < len(self.rows) else None

    def on_resize(self) -> None:
        """Fit the lines to the width, which is not known until the card has been laid out."""
        self._show()

    def watch_rows(self) -> None:
        self._show()

    def watch_known(self) -> None:
        self.query_one("#card-known", Piece).put(Content(clean(self.known)))

    def watch_editing(self) -> None:
        row = self.row
        self.entry.display = row is not None
        if row is not None:
            self.entry.styles.offset = (_LABEL + 2, self.editing)
            self.entry.placeholder = clean(row.suggested or (row.shown if row.options else ""))
            self.entry.put("" if row.options else row.value)
        self._show()

    def _show(self) -> None:
        width = max(1, self.size.width - _LABEL - 2)
        self.query_one("#card-rows", Piece).put(Content("\n").join(self._line(row, width) for row in self.rows))
        missing = sum(row.state == "missing" for row in self.rows)
        retitle(self, _("Caller · Tab"), _("missing: {number}").format(number=missing) if missing else "")
        self.query_one("#card-hint", Piece).put(Content(self._hint()))

    def _line(self, row: FieldRow, width: int) -> Content:
        active = row is self.row
        label = Content(clean(row.label)).truncate(_LABEL, ellipsis=True).pad_right(_LABEL - len(row.label[:_LABEL]))
        look = {"missing": "bold", "doubtful": "bold", "absent": "dim", "orphaned": "dim"}.get(row.state, "")
        value = (
            Content("").truncate(0)
            if active
            else Content(clean_start(row.shown or _as_question(row.suggested), width)).truncate(width, ellipsis=True)
        )
        sign = _SIGN[row.state]
        return Content.assemble((sign, "bold"), (label.plain, "reverse" if active else look), " ", value.stylize(look))

    def _hint(self) -> str:
        row = self.row
        if row is None:
            return ""
        names = "  ".join(f"{number} {name}" for number, name in enumerate(row.options, start=1))
        return clean(names or row.hint)


def _as_question(suggested: str) -> str:
    return f"{suggested}?" if suggested else ""
