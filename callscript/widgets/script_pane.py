"""What to say now: the biggest thing on the screen, with the line before, the answers, and the lines that follow."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

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

    view: reactive[ScriptView] = reactive(ScriptView(), repaint=False)
    offers: reactive[tuple[OfferLine, ...]] = reactive((), repaint=False)
    """The answers, as many as there are digits for."""
    trail: reactive[tuple[TrailLine, ...]] = reactive((), repaint=False)
    """The steps of the detour that is being taken."""
    detour: reactive[str] = reactive("", repaint=False)
    """Its name."""
    page: reactive[int] = reactive(0, repaint=False)
    """The page of the step that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = Drawn()
        """What is shown."""
        self._held = False

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
        return True

    def on_resize(self) -> None:
        """Draw anew for another size."""
        self.draw()

    def on_input_changed(self) -> None:
        """Draw anew if the field needs other rows now."""
        if self.drawn.entry and self.answer.rows != self.drawn.entry.height:
            self.draw()

    @contextmanager
    def given(self) -> Generator[None]:
        """Take several values, and draw them once."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.draw()

    def watch_page(self) -> None:
        """Draw another page."""
        if not self._held:
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
