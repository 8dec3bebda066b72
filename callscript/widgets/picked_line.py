"""The line that is picked in a list of columns, whole: rows are kept for it below the list, so that no line moves."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from callscript.widgets.columns import Row, whole
from callscript.widgets.rows import Rows


class PickedLine(Rows):
    """All that a line tells, in as many rows as there are."""

    row: reactive[Row | None] = reactive(None)

    def rows(self) -> list[Content]:
        return whole(self.row, max(4, self.size.width))[: self.size.height] if self.row else []
