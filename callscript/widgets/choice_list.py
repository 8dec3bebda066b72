"""A list to choose a line from with the arrows."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.runtime.i18n import _
from callscript.runtime.text import clean_start


class ChoiceList(Widget):
    """Lines, one of which is picked. It scrolls so that the picked one is always in sight."""

    lines: reactive[tuple[str, ...]] = reactive(())
    picked: reactive[int] = reactive(0)
    active: reactive[bool] = reactive(False)
    awaited: reactive[bool] = reactive(False)
    """The lines answer another question than the one that is asked now: none of them is picked."""
    nothing: reactive[str] = reactive("")
    """What is said where there are no lines; unless it is set, that there is none."""

    def validate_picked(self, picked: int) -> int:
        return max(0, min(len(self.lines) - 1, picked))

    def watch_lines(self) -> None:
        self.picked = self.picked

    def move(self, by: int) -> None:
        """Pick the line so many further down; above, if negative."""
        self.picked += by

    def render(self) -> Content:
        if not self.lines:
            return Content.styled("…" if self.awaited else self.nothing or _("none"), "dim")
        marked = self.picked if self.active and not self.awaited else None
        rows = max(1, self.size.height)
        first = max(0, min(self.picked - rows // 2, len(self.lines) - rows))
        width = max(1, self.size.width)
        return Content("\n").join(
            Content.styled(
                f"{'→' if at == marked else ' '} {clean_start(line, width)}",
                "bold reverse" if at == marked else "dim" if self.awaited else "",
            ).truncate(width, ellipsis=True)
            for at, line in enumerate(self.lines[first : first + rows], start=first)
        )
