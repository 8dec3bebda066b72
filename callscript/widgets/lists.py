"""The panels beside the script: what the standard still asks for, the steps of a detour, the running clocks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.clocks import clock_words
from callscript.dialogue.show.standing import SIGNS
from callscript.dialogue.show.values import ClockLine, OwedLine, TrailLine, minutes
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.timed_rows import TimedRows

_LOOK = {"met": "dim", "breached": "bold reverse", "open": "", "na": "dim", "reminder": "dim"}
_PHASE = {"running": "bold", "warning": "bold reverse", "over": "bold reverse"}


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


class DetourPanel(Widget):
    """The steps of the detour being taken, one by one, with what was recorded."""

    lines: reactive[tuple[TrailLine, ...]] = reactive(())

    def render(self) -> Content:
        rows = max(1, self.size.height)
        now = next((at for at, line in enumerate(self.lines) if line.state == "now"), 0)
        first = max(0, min(now - rows // 2, len(self.lines) - rows))
        signs = {"done": "+", "now": "→", "ahead": "·"}
        looks = {"done": "dim", "now": "bold", "ahead": ""}
        return Content("\n").join(
            Content.styled(f"{signs[line.state]} {clean(line.text)}", looks[line.state]).truncate(
                max(1, self.size.width), ellipsis=True
            )
            for line in self.lines[first : first + rows]
        )


class Clocks(TimedRows):
    """The running countdowns: what is left by number, how it stands by word and sign."""

    clocks: reactive[tuple[ClockLine, ...]] = reactive((), layout=True)

    def rows(self) -> list[Content]:
        return [row for clock in self.clocks for row in _clock_rows(clock)]


def _clock_rows(clock: ClockLine) -> Iterator[Content]:
    sign = {"running": "", "warning": "!", "over": "!!"}[clock.phase]
    yield Content.styled(f"{sign} {clean(clock_words(clock))}", _PHASE[clock.phase])
    if clock.note:
        yield Content.styled(f" {clean(clock.note)}", "dim")
