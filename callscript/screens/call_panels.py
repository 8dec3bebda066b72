"""What the widgets of the call screen are given: the call as values, all of it after a key, a second's changes alone
when nothing else has happened. A widget draws what it is given and is asked for nothing but its field.
"""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.css.query import NoMatches

from callscript.core.call.flow import current
from callscript.dialogue.read.digits import narrowed, page_of
from callscript.dialogue.show import call_view
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import suggested, typed
from callscript.dialogue.show.stages import stages
from callscript.dialogue.show.standing import owed, standing
from callscript.dialogue.show.values import FieldRow, OfferLine, OwedLine, ScriptView
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens import call_sheets
from callscript.screens.begun import Begun, OnCard
from callscript.screens.call_work import CallWork
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.entry import Entry
from callscript.widgets.gauge import Gauge
from callscript.widgets.laid_out import Column
from callscript.widgets.owed_panel import OwedPanel
from callscript.widgets.piece import Piece
from callscript.widgets.script_pane import ScriptPane
from callscript.widgets.stage_list import StageList


class CallPanels(CallWork):
    """The panels of a call being led."""

    CSS_PATH = "call.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._line = -1
        """The line of the caller's card that is typed in; -1: none, the keys are for the script."""
        self._mending = False
        """A line of the card was gone to from what is read back: Enter leads back there."""
        self._begun: dict[str, Begun] = {}
        """By field: what was left half typed."""
        self._on_card: OnCard | None = None
        """A detour was taken in the middle of a line of the card."""
        self._view = ScriptView()
        self._page = 0
        """The page of the answers, where there are more of them than digits."""
        self._shown_step: str = ""

    def compose_screen(self) -> ComposeResult:
        yield Header()
        yield StageList()
        yield Gauge()
        yield from self.compose_above()
        with Horizontal(id="body"):
            with Column(id="main"):
                yield ScriptPane()
                yield Piece(id="aids")
            with Column(id="side"):
                yield Piece(id="step-line")
                yield CallerCard()
                yield OwedPanel()
        yield MessageBar(whole_by="F1")
        yield KeyBar()

    def compose_above(self) -> ComposeResult:
        """Yield what stands above the script and the caller's card."""
        yield from ()

    def on_mount(self) -> None:
        self.show()
        self.come_back()
        self.seconds.start()

    def come_back(self) -> None:
        """Go to where something was being typed."""

    def on_resize(self) -> None:
        """Show more where there is more room."""
        self.call_after_refresh(self.show)

    # The call

    def show(self) -> None:
        """Give every widget the call as it is now; those whose value is the same do not repaint."""
        script, call = self.session.script, self.session.call
        pane = self.query_one(ScriptPane)
        detours = call_view.detour_path(script, call)
        is_new = call.step != self._shown_step
        self._view = call_view.script_view(script, call)
        if is_new:
            self._shown_step = call.step
            self._page = 0
            self.load_answer()
        offers, trail = page_of(self.listed(), self._page), call_view.detour_lines(script, call)
        pane.put(self._view, offers, trail, detours[-1] if detours else "", 0 if is_new else pane.page)
        row = self.query_one(StageList)
        row.stages, row.detours = stages(script, call), detours
        self.query_one(CallerCard).rows = self.card()
        self.known.look()
        self._show_mark()
        self._show_standing()
        if self.has_class("-high"):
            self.query_one("#aids", Piece).put(call_sheets.aids_at_step(script, call))
        self.show_keys()
        self.show_header()
        self.focus_panel()

    def listed(self) -> tuple[OfferLine, ...]:
        """Return the answers of the step: those that are looked for, where a name is."""
        answer = self.query_one(ScriptPane).answer
        return narrowed(self._view.offers, answer.value) if answer.narrows else self._view.offers

    def show_known(self) -> None:
        super().show_known()
        self._show_mark()

    def _show_mark(self) -> None:
        panel = self.query_one(CallerCard)
        panel.awaited = self.known.awaited
        panel.pressing, panel.known = self.known.pressing, self.known.mark

    def card(self) -> tuple[FieldRow, ...]:
        """Return the lines of the caller's card."""
        return card(self.session.script, self.session.call)

    def load_answer(self) -> None:
        """Show what is recorded in the field of the step, if it has one."""
        script, call = self.session.script, self.session.call
        step = current(script, call)
        answer = self.query_one(ScriptPane).answer
        answer.narrows = call_view.is_looked_for(step, script)
        if answer.narrows:
            answer.put("")
            answer.placeholder = ""
        elif call_view.is_typed(step, script):
            answer.put(typed(script, call, step.field))
            answer.placeholder = clean(suggested(script, call, step.field))
            self.take_up(answer, step.field)

    def take_up(self, entry: Entry, field: str) -> None:
        """Go on with what was left half typed in a field, unless it was changed since; or say what can be done with
        what stands there, unless there is something else to be said."""
        begun = self._begun.get(field)
        if draft := self.session.call.drafts.get(field):
            entry.put(draft, begun=True)
        elif begun and begun.recorded == typed(self.session.script, self.session.call, field):
            entry.put(begun.text, begun=True)
        elif entry.value and not self.query_one(MessageBar).message:
            self.say(_("Typing replaces this; → goes on behind it, Del empties it, Enter keeps it."))

    def focus_panel(self) -> None:
        """Mark the panel that the keys are for, and go into its field."""
        pane, panel = self.query_one(ScriptPane), self.query_one(CallerCard)
        on_card = self._line >= 0
        if not on_card:
            panel.editing = -1
        taking = {"-card-focus": on_card, "-script-focus": not on_card}
        self.mark(taking, "#main", "#side", "#step-line")
        if on_card:
            line = Content.assemble((f"{clean(self._view.act)}: ", "dim"), " ".join(clean(self._view.words).split()))
            self.query_one("#step-line", Piece).put(line)
        typing = bool(self._view.field)
        self.set_focus(panel.entry if on_card else pane.answer if typing else None)

    def _show_standing(self) -> None:
        self.query_one(OwedPanel).owed = self._standing()

    def _standing(self) -> tuple[OwedLine, ...]:
        """List what is owed; where there is room, every clause."""
        list_clauses = standing if self.has_class("-high") else owed
        return list_clauses(self.session.script, self.session.call, self._desk.now())

    # Time

    def tick(self) -> None:
        if self.session.wants_tick and self.stands and self.root.is_running:
            self.call_later(self._record_time)
        else:
            super().tick()

    async def _record_time(self) -> None:
        await self.session.tick()
        with suppress(NoMatches):  # the screen is being taken down
            self.show()
            self.seconds.start()

    def show_second(self) -> None:
        if self.clocks_turn:
            self.show_header()
            self._show_standing()
            return
        super().show_second()
        self.query_one(OwedPanel).tick(OwedPanel.owed, self._standing(), self.root.show_at_once)
