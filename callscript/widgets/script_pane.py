"""What to say now: the biggest thing on the screen, with the line before, the answers, and the lines that follow."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from callscript.telling.offers import offer_at, page_of
from callscript.telling.values import OfferLine, ScriptView
from callscript.terminal.text import clean, clean_lines
from callscript.widgets.entry import Entry

_SHORTEST_NOTE = 8


class ScriptPane(Vertical):
    """The step of the moment."""

    view: reactive[ScriptView] = reactive(ScriptView())
    page: reactive[int] = reactive(0)

    def compose(self) -> ComposeResult:
        yield Static(id="before", markup=False)
        yield Static(id="now", markup=False)
        yield Entry(id="answer")
        yield Static(id="offers", markup=False)
        yield Static(id="after", markup=False)

    @property
    def answer(self) -> Entry:
        """The field that the answer is typed into."""
        return self.query_one("#answer", Entry)

    def offer_at(self, digit: int) -> OfferLine | None:
        """Return what a digit stands for on the page that is shown."""
        return offer_at(self.view.offers, self.page, digit)

    def on_resize(self) -> None:
        """Show the tip only where there is room for it."""
        self.query_one("#now", Static).update(self._now(self.view))

    def watch_view(self, view: ScriptView) -> None:
        self.border_title = Content(clean(view.title))
        self._show("#before", self._before(view))
        now = self.query_one("#now", Static)
        now.border_title = Content(view.cue)
        now.border_subtitle = Content(" ".join(view.clauses))
        now.set_class(not view.prescribed, "-do")
        now.update(self._now(view))
        now.display = bool(view.words)
        answer = self.answer
        answer.display = bool(view.field)
        answer.border_title = Content(clean(view.field))
        self._show("#after", Content("\n").join(Content.styled(clean(line), "dim") for line in view.after))
        self.watch_page()

    def watch_page(self) -> None:
        lines = [self._offer(offer) for offer in page_of(self.view.offers, self.page)]
        self._show("#offers", Content("\n").join(lines))

    def _show(self, selector: str, content: Content) -> None:
        part = self.query_one(selector, Static)
        part.update(content)
        part.set_class(not content.plain, "-empty")

    def _before(self, view: ScriptView) -> Content:
        return Content.styled(f"+ {clean(view.before)}", "dim") if view.before else Content("")

    def _now(self, view: ScriptView) -> Content:
        words = Content.styled(clean_lines(view.words), "bold" if view.prescribed else "")
        if not view.tip or self.screen.has_class("-low"):
            return words
        return Content.assemble(words, "\n", (clean(view.tip), "italic dim"))

    def _offer(self, offer: OfferLine) -> Content:
        number = Content.styled(f" {offer.number} ", "bold reverse" if offer.offered else "dim")
        mark = " • " if offer.chosen else " "
        line = Content.assemble(number, mark, (clean(offer.text), "" if offer.offered else "dim"))
        room = self.query_one("#offers").content_size.width - line.cell_length - 2
        if not offer.note or room < _SHORTEST_NOTE:
            return line
        return Content.assemble(line, "  ", Content.styled(clean(offer.note), "dim").truncate(room, ellipsis=True))
