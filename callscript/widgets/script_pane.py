"""What to say now: the biggest thing on the screen, with the line before, the answers, and the lines that follow."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from callscript.dialogue.show.values import OfferLine, ScriptView
from callscript.runtime.text import clean, clean_lines
from callscript.widgets.entry import Entry
from callscript.widgets.piece import Piece, retitle

_SHORTEST_NOTE = 8


class ScriptPane(Vertical):
    """Shows the step of the moment."""

    view: reactive[ScriptView] = reactive(ScriptView(), repaint=False)
    offers: reactive[tuple[OfferLine, ...]] = reactive((), repaint=False)
    """The answers of the page that is shown."""
    low: reactive[bool] = reactive(False, repaint=False)
    """The terminal has few rows: the tip is left out."""

    def compose(self) -> ComposeResult:
        yield Piece(id="before")
        yield Piece(id="now")
        yield Entry(id="answer")
        yield Piece(id="offers")
        yield Piece(id="after")

    @property
    def answer(self) -> Entry:
        """The field that the answer is typed into."""
        return self.query_one("#answer", Entry)

    def on_resize(self) -> None:
        """Fit the answers and their notes to the width, which is known once all is laid out."""
        self.call_after_refresh(self.watch_offers)

    def watch_low(self) -> None:
        """Show the tip only where there is room for it."""
        self.query_one("#now", Piece).put(self._now(self.view))

    def watch_view(self, view: ScriptView) -> None:
        retitle(self, clean(view.title))
        self.query_one("#before", Piece).put(self._before(view))
        now = self.query_one("#now", Piece)
        retitle(now, f"{view.act} · {view.keys}", " ".join(view.clauses))
        now.put(self._now(view))
        self.answer.display = bool(view.field)
        after = Content("\n").join(Content.styled(clean(line), "dim") for line in view.after)
        self.query_one("#after", Piece).put(after)

    def watch_offers(self) -> None:
        lines = [self._offer(offer) for offer in self.offers]
        self.query_one("#offers", Piece).put(Content("\n").join(lines))

    def _before(self, view: ScriptView) -> Content:
        return Content.styled(f"+ {clean(view.before)}", "dim") if view.before else Content("")

    def _now(self, view: ScriptView) -> Content:
        lines = [Content.styled(clean_lines(view.words), "bold" if view.spoken else "")]
        lines += [Content.styled(f"? {clean(doubt)}", "bold") for doubt in view.doubts]
        if view.tip and not self.low:
            lines.append(Content.styled(clean(view.tip), "italic dim"))
        return Content("\n").join(lines)

    def _offer(self, offer: OfferLine) -> Content:
        number = Content.styled(f" {offer.number} ", "bold reverse" if offer.offered else "dim")
        head = Content.assemble(number, " • " if offer.chosen else " ")
        text = Content.styled(clean(offer.text), "" if offer.offered else "dim")
        beside = self.query_one("#offers").gutter.width + head.cell_length
        width = self.scrollable_content_region.width - beside
        if width < _SHORTEST_NOTE:  # nobody knows it yet
            return head + text
        room = width - text.cell_length - 2
        if offer.note and room >= _SHORTEST_NOTE:
            return head + text + "  " + Content.styled(clean(offer.note), "dim").truncate(room, ellipsis=True)
        return head + Content("\n" + " " * head.cell_length).join(text.wrap(width))
