"""What to say now: the biggest thing on the screen, with the line before, the answers, and the lines that follow."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.widgets.entry import Entry
from callscript.widgets.script_lines import Drawn, Step, drawn, entry_room


class Rows(Widget):
    """Rows that are drawn as they are given."""

    rows: reactive[tuple[Content, ...]] = reactive(())

    def render(self) -> Content:
        return Content("\n").join(self.rows)


class ScriptPane(Container):
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

    def compose(self) -> ComposeResult:
        yield Rows(id="script")
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

    def on_resize(self) -> None:
        """Draw anew for another size."""
        self.draw()

    def on_input_changed(self) -> None:
        """Draw anew if the field needs other rows now."""
        if self.drawn.entry and self.answer.rows != self.drawn.entry.height:
            self.draw()

    def put(
        self, view: ScriptView, offers: tuple[OfferLine, ...], trail: tuple[TrailLine, ...], detour: str, page: int
    ) -> None:
        """Show a step, on one of its pages."""
        self.view, self.offers, self.trail, self.detour, self.page = view, offers, trail, detour, page
        self.draw()

    def draw(self) -> None:
        """Draw the step of the moment; not while the terminal is too small: keys that wait are for what was shown."""
        if not self.size or not self.is_mounted or any(each.has_class("-too-small") for each in self.ancestors):
            return
        entry = self.answer
        if self.view.field:
            entry.fit(entry_room(self.view, self.size.width)[1])
        self.drawn = drawn(Step(self.view, self.offers, self.trail, self.detour, entry.rows), self.size, self.page)
        self.query_one("#script", Rows).rows = self.drawn.rows
        if place := self.drawn.entry:
            entry.styles.offset = place.x, place.y
            entry.styles.width, entry.styles.height = place.width, place.height
        entry.display = place is not None
