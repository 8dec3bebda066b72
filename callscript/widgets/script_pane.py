"""What to say now: the biggest thing on the screen, with the line before, the answers, and the lines that follow."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.widget import Widget

from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.widgets.entry import Entry
from callscript.widgets.laid_out import Placing
from callscript.widgets.rows import DrawnRows
from callscript.widgets.script_lines import Drawn, Step, drawn, entry_room


class ScriptPane(Placing):
    """Shows the step of the moment, by pages where it has not room. The field lies over the row that is typed in."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ScriptView()
        self.offers: tuple[OfferLine, ...] = ()
        """The answers, as many as there are digits for."""
        self.trail: tuple[TrailLine, ...] = ()
        """The steps of the detour that is being taken."""
        self.detour = ""
        """Its name."""
        self.page = 0
        """The page of the step that is shown."""
        self.drawn = Drawn()
        """What is shown."""
        self._room: Size | None = None
        """The size for which it was drawn."""

    def compose(self) -> ComposeResult:
        yield DrawnRows(lambda size: self._drawn_in(size).rows, id="script")
        yield Entry(id="answer")

    @property
    def answer(self) -> Entry:
        """The field that the answer is typed into."""
        return self.query_one("#answer", Entry)

    def turn(self, by: int) -> bool:
        """Turn pages on, or back; tell whether there was one."""
        wanted = self.page + by
        if not 0 <= wanted < self.drawn.pages:
            return False
        self.page = wanted
        self.draw()
        return True

    def on_input_changed(self) -> None:
        """Draw anew if the field needs other rows now."""
        if self.drawn.entry and self.answer.rows != self.drawn.entry.height:
            self.draw()

    def put(
        self, view: ScriptView, offers: tuple[OfferLine, ...], trail: tuple[TrailLine, ...], detour: str, page: int
    ) -> None:
        """Show a step, on one of its pages."""
        self.view, self.offers, self.trail, self.detour, self.page = view, offers, trail, detour, page
        self.answer.display = bool(view.field)
        self.draw()

    def draw(self) -> None:
        """Draw the step of the moment, if it was drawn before."""
        if not self._room or self._is_too_small:
            return
        room, before = self._room, self.drawn.entry
        self._room = None
        after = self._drawn_in(room).entry
        self.query_one("#script", DrawnRows).draw_changed()
        if before != after:
            self.answer.refresh(layout=True)

    def places(self, room: Size) -> Mapping[Widget, Region]:
        places: dict[Widget, Region] = {self.query_one("#script"): room.region}
        entry = self._drawn_in(room).entry
        return places | {self.answer: entry} if entry else places

    def _drawn_in(self, room: Size) -> Drawn:
        """Draw the step into so much room, once; not while the terminal is too small: keys that wait are for what was
        shown.
        """
        if room != self._room and not self._is_too_small:
            entry = self.answer
            if self.view.field:
                entry.fit(entry_room(self.view, room.width)[1])
            step = Step(self.view, self.offers, self.trail, self.detour, entry.rows)
            self._room, self.drawn = room, drawn(step, room, self.page)
        return self.drawn

    @property
    def _is_too_small(self) -> bool:
        return any(each.has_class("-too-small") for each in self.ancestors)
