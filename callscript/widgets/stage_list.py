"""Where the call stands: the stages of the script, in a line or, where there is room, one below the other."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.values import TrailLine
from callscript.runtime.text import clean
from callscript.widgets.trail import SIGNS

_LOOK = {"done": "dim", "now": "bold reverse", "ahead": ""}


class StageList(Widget):
    """The stages, with the one of the moment marked; behind it the detours being taken."""

    stages: reactive[tuple[TrailLine, ...]] = reactive(())
    detours: reactive[tuple[str, ...]] = reactive(())

    def render(self) -> Content:
        return self._column() if self.size.height > 1 else self._row()

    def _column(self) -> Content:
        lines = [
            Content.assemble((f"{SIGNS[stage.state]} ", ""), (clean(stage.text), _LOOK[stage.state]))
            for stage in self.stages
        ]
        lines += [
            Content.styled(f"{'  ' * depth}└ {clean(name)}", "bold") for depth, name in enumerate(self.detours, start=1)
        ]
        return Content("\n").join(lines)

    def _row(self) -> Content:
        """Keep the current stage and the detours in sight: leave out what is done, from the left, if it is too long."""
        names = [Content.styled(f" {clean(stage.text)} ", _LOOK[stage.state]) for stage in self.stages]
        path = [Content.styled(f" {clean(name)} ", "bold reverse") for name in self.detours]
        current = next((at for at, stage in enumerate(self.stages) if stage.state == "now"), 0)
        for first in range(current + 1):
            row = Content("→").join([*([Content("…")] if first else []), *names[first:]])
            if path:
                row = Content("│").join([row, *path])
            if row.cell_length <= self.size.width:
                return row
        return Content("│").join([Content("→").join(names[current : current + 1]), *path])
