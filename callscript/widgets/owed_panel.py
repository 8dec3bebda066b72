"""The panel of what the standard still asks for."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.standing import SIGNS
from callscript.dialogue.show.values import OwedLine, minutes
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.timed_rows import TimedRows

_LOOK = {"met": "dim", "breached": "bold reverse", "open": "", "na": "dim", "reminder": "dim"}


@lru_cache(maxsize=256)
def owed_line(line: OwedLine, width: int) -> Content:
    """Show a clause in one line: sign, id, title, and the time left if it is limited."""
    left = "" if line.left is None else f" {'+' if line.left < 0 else ''}{minutes(line.left)}"
    head = f"{SIGNS[line.verdict]} {line.clause} "
    title = Content(clean(line.title)).truncate(max(0, width - len(head) - len(left)), ellipsis=True)
    return Content.assemble((head, _LOOK[line.verdict] or "bold"), title, (left, "bold"))


class OwedPanel(TimedRows):
    """What the standard still asks for, the most pressing first."""

    owed: reactive[tuple[OwedLine, ...]] = reactive(())

    def rows(self) -> list[Content]:
        rows = max(1, self.size.height)
        if not self.owed:
            return [Content.styled(_("nothing is owed"), "dim")]
        kept = self.owed if len(self.owed) <= rows else self.owed[: rows - 1]
        lines = [owed_line(line, self.size.width) for line in kept]
        if len(kept) < len(self.owed):
            more = _("… {number} more: PgDn").format(number=len(self.owed) - len(kept))
            lines.append(Content.styled(more, "dim"))
        return lines
