"""The wrap-up: how the call is filed, why a clause was not met, a summary. Two presses of Enter if nothing is owed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from callscript.core.call.refusal import Refused
from callscript.dialogue.show import header, refusals
from callscript.dialogue.show.values import HeaderView
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens import call_bars, call_sheets
from callscript.screens.base import KeyScreen
from callscript.screens.call import SAVE_AFTER
from callscript.service.desk import Desk
from callscript.service.forms.wrap_up import AGAIN, OUTCOME, SUMMARY, WrapUp
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.entry import Entry


class WrapUpScreen(KeyScreen[str]):
    """After the call. Dismissed with `closed`, or `left` with the wrap-up still to be finished."""

    CSS_PATH = "wrap_up.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._wrap_up = WrapUp(session, desk.now)
        self._save: Timer | None = None

    def compose_screen(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="wrap-up", can_focus=False) as box:
            box.border_title = Content(_("Wrap-up"))
            yield Static(id="ended", markup=False)
            yield Static(id="outcomes", markup=False)
            yield Static(id="reasons", markup=False)
            yield Static(id="summary", markup=False)
        yield Static(id="typing-label", markup=False)
        yield Entry(id="typing")
        yield MessageBar()
        yield KeyBar()

    def on_mount(self) -> None:
        self._open()
        self.show()
        self.set_interval(1, self._tick)

    def show(self) -> None:
        """Show the call as it is filed so far."""
        script, call = self._session.script, self._session.call
        self.query_one(Header).view = self._header()
        trouble = self._session.trouble
        self.query_one(MessageBar).trouble = header.trouble(trouble, self._session.unsaved) if trouble else ""
        self.query_one(KeyBar).keys = call_bars.keys(script, call)
        self.query_one("#ended", Static).update(Content(clean(self._wrap_up.ended)))
        self.query_one("#outcomes", Static).update(self._outcome_lines())
        self.query_one("#reasons", Static).update(self._reason_lines())
        mark = "→" if self._wrap_up.part == SUMMARY else " "
        summary = Content.assemble((mark + " " + _("Summary") + ": ", "bold"), clean(call.summary))
        self.query_one("#summary", Static).update(summary)
        typed = self._wrap_up.part != OUTCOME
        entry = self.query_one(Entry)
        entry.display = typed
        label = self.query_one("#typing-label", Static)
        label.update(Content(self._typing_label()))
        self.set_focus(entry if typed else None)

    def _typing_label(self) -> str:
        if self._wrap_up.part == OUTCOME:
            return _("Enter: file under the marked outcome. A digit marks another one.")
        if self._wrap_up.part == SUMMARY:
            return _("Summary (may stay empty). Enter closes the call.")
        return _("Why was {clause} not met? Enter. «=» repeats the reason before.").format(clause=self._wrap_up.part)

    def _outcome_lines(self) -> Content:
        lines = [Content.styled(_("Outcome"), "bold")]
        for number, outcome in enumerate(self._wrap_up.outcomes, start=1):
            name = self._wrap_up.name(outcome)
            marked = number == self._wrap_up.picked + 1
            recorded = outcome.id == self._session.call.outcome
            sign = "→" if marked and self._wrap_up.part == OUTCOME else "+" if recorded else " "
            lines.append(
                Content.assemble(
                    f"{sign} ", (f" {number} ", "bold reverse"), " ", (clean(name), "bold" if marked else "")
                )
            )
        return Content("\n").join(lines)

    def _reason_lines(self) -> Content:
        lines: list[Content] = []
        for each in self._wrap_up.not_met:
            here = self._wrap_up.part == each.clause
            mark = "→" if here else "+" if each.reason else "!" if each.must else "i"
            reason = f" — {each.reason}" if each.reason else ""
            lines.append(Content.assemble((f"{mark} {clean(each.text)}", "bold"), clean(reason)))
        head = _("Owed by the standard") if lines else _("Nothing is owed by the standard.")
        return Content("\n").join([Content.styled(head, "bold"), *lines])

    async def _tick(self) -> None:
        if self._session.unsaved:
            await self._session.tick()
            self.show()

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyBar).escaped = waiting

    def _header(self) -> HeaderView:
        session, desk = self._session, self._desk
        return header.header(session.script, session.call, desk.operator, desk.now(), session.unsaved)

    # Keys

    async def press(self, key: str) -> None:
        self.query_one(MessageBar).message = ""
        try:
            await self._press(key)
        except Refused as refused:
            words = refusals.words(refused, self._session.script, self._session.call)
            self.query_one(MessageBar).message = words
        if self._session.call.closed:
            self.dismiss("closed")
        elif self.is_attached:
            self.show()

    async def _press(self, key: str) -> None:
        match key:
            case "enter" | "ctrl+j":
                self._stop_saving()
                await self._wrap_up.go(self.query_one(Entry).value)
                if not self._session.call.closed:
                    self._open()
            case "up" | "shift+tab" | "down" | "tab":
                await self._keep()
                self._wrap_up.move(-1 if key in ("up", "shift+tab") else 1)
                self._open()
            case "f1":
                sheet = call_sheets.help_sheet(self._session.script, self._session.call)
                self.root.push_screen(sheet, self._help_closed)
            case "pagedown":
                self.root.push_screen(call_sheets.standard_sheet(self._session, self._desk.now()))
            case "pageup":
                self.root.push_screen(call_sheets.aids_sheet(self._session))
            case "leave":
                self.root.push_screen(call_sheets.leave_question(), self._leave)
            case _:
                if key.isdecimal() and self._wrap_up.part == OUTCOME:
                    self._wrap_up.pick(int(key))

    def _open(self) -> None:
        """Go to the part that is filled in now, with what is recorded there."""
        self.query_one(Entry).put(self._wrap_up.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Save what is being typed once the keys have been silent for a moment."""
        event.stop()
        if self._save is not None:
            self._save.stop()
        self._save = self.set_timer(SAVE_AFTER, self._keep)

    async def keep_typed(self) -> None:
        if self._wrap_up.part != OUTCOME:
            await self._keep()
        await self._session.tick()  # what could not be saved before

    async def _keep(self) -> None:
        """Record what stands in the part being filled in."""
        self._stop_saving()
        entry = self.query_one(Entry)
        await self._wrap_up.keep(entry.value)
        if entry.value.strip() == AGAIN and self._wrap_up.text:
            self._open()

    def _stop_saving(self) -> None:
        if self._save is not None:
            self._save.stop()
            self._save = None

    def _help_closed(self, answer: str | None) -> None:
        if answer == "0":
            self.root.push_screen(call_sheets.leave_question(), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "2":
            self.dismiss("left")
