"""The panel of the detour that is being taken."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.values import TrailLine
from callscript.runtime.text import clean
from callscript.widgets.trail import SIGNS


class DetourPanel(Widget):
    """The steps of the detour being taken, one by one, with what was recorded."""

    lines: reactive[tuple[TrailLine, ...]] = reactive(())

    def render(self) -> Content:
        rows = max(1, self.size.height)
        now = next((at for at, line in enumerate(self.lines) if line.state == "now"), 0)
        first = max(0, min(now - rows // 2, len(self.lines) - rows))
        looks = {"done": "dim", "now": "bold", "ahead": ""}
        return Content("\n").join(
            Content.styled(f"{SIGNS[line.state]} {clean(line.text)}", looks[line.state]).truncate(
                max(1, self.size.width), ellipsis=True
            )
            for line in self.lines[first : first + rows]
        )
