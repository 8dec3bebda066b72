"""Where the call stands: the way that it has taken through the stages, and at the right the detours being taken."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.values import TrailLine
from callscript.runtime.text import clean
from callscript.widgets.looks import HERE
from callscript.widgets.rows import Rows

_LOOK = {"done": "dim", "now": HERE, "ahead": ""}
_BEHIND = " › "


class StageList(Rows):
    """The stages in a row, with the one of the moment marked; while a detour is taken, that is the last of these."""

    stages: reactive[tuple[TrailLine, ...]] = reactive(())
    detours: reactive[tuple[str, ...]] = reactive(())

    def rows(self) -> list[Content]:
        width = self.size.width
        path = self._path(width)
        room = width - path.cell_length - (1 if path else 0)
        row = self._row(room)
        return [row.pad_right(max(0, width - row.cell_length - path.cell_length)) + path]

    def _path(self, width: int) -> Content:
        """Name the detours: all of them, or the last one if there is no room."""
        if not self.detours:
            return Content("")
        *outer, last = (f" {clean(name)} " for name in self.detours)
        path = Content.assemble(("└", "dim"), *((name, "underline") for name in outer), (last, HERE))
        if path.cell_length > width // 2:
            path = Content.assemble(("└", "dim"), (last, HERE))
        return path.truncate(width, ellipsis=True)

    def _row(self, room: int) -> Content:
        """Keep the stage of the moment and the next one in sight: leave out what is done, from the left."""
        names = [self._shown(stage) for stage in self.stages]
        current = next((at for at, stage in enumerate(self.stages) if stage.state == "now"), 0)
        behind = Content.styled(_BEHIND, "dim")
        first, left_out = 0, list[Content]()
        for first in range(current + 1):
            left_out = [Content("…")] if first else []
            if behind.join([*left_out, *names[first : current + 2]]).cell_length <= room - 2:
                break
        return behind.join([*left_out, *names[first:]]).truncate(max(1, room), ellipsis=True)

    def _shown(self, stage: TrailLine) -> Content:
        name = clean(stage.text)
        if stage.state == "now" and self.detours:
            return Content.styled(f" {name} ", "underline")
        if stage.state == "now":
            return Content.styled(f" {name} ", HERE)
        return Content.styled(f"+ {name}" if stage.state == "done" else name, _LOOK[stage.state])
