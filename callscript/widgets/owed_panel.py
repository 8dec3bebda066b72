"""The panel of what the standard still asks for."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.dates import left_words
from callscript.dialogue.show.standing import SIGNS
from callscript.dialogue.show.values import OwedLine
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.looks import BAD, SOON
from callscript.widgets.rows import Rows

_SIGN = {"breached": BAD}
_LOOK = {"met": "dim", "breached": "bold", "open": "bold", "na": "dim", "reminder": "dim"}
_SOON = 30
"""Seconds before it falls due from which on a clause is marked."""
_ROOMY = 50
"""Columns from which on there is room for more words than what a clause asks for."""


def owed_line(line: OwedLine, width: int) -> Content:
    """Show a clause in one line: sign, id, title, and the time left if it is limited."""
    return _laid_out(line, "" if line.left is None else left_words(line.left, brief=width < _ROOMY), width)


@lru_cache(maxsize=256)
def _laid_out(line: OwedLine, left: str, width: int) -> Content:
    sign = f"{SIGNS[line.verdict]} "
    head = f"{sign}{line.clause}"
    title = Content(clean(line.title)).truncate(max(0, width - len(head) - len(left) - 2), ellipsis=True)
    look = SOON if line.left is not None and 0 <= line.left <= _SOON else "bold"
    start = Content.assemble(
        (sign.rstrip(), _SIGN.get(line.verdict, "")), " ", (line.clause, _LOOK[line.verdict]), " ", title
    )
    return start.pad_right(max(0, width - start.cell_length - len(left))) + Content.styled(left, look)


class OwedPanel(Rows):
    """What the standard still asks for, the most pressing first."""

    owed: reactive[tuple[OwedLine, ...]] = reactive(())

    def rows(self) -> list[Content]:
        room, width = max(1, self.size.height - 1), self.size.width
        title = Content.styled(_("Still owed"), "bold")
        heading = title.pad_right(max(1, width - title.cell_length - 4)) + Content.styled("PgDn", "dim")
        if not self.owed:
            return [heading, Content.styled(_("nothing is owed"), "dim")]
        kept = self.owed if len(self.owed) <= room else self.owed[: room - 1]
        lines = [owed_line(line, width) for line in kept]
        if len(kept) < len(self.owed):
            more = _("… {number} more: PgDn").format(number=len(self.owed) - len(kept))
            lines.append(Content.styled(more, "dim"))
        return [heading, *lines]
