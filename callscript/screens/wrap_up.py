"""The wrap-up: how the call is filed, why a clause was not met, a summary. Two presses of Enter if nothing is owed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import BY_ID
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.call_work import CallWork
from callscript.service.desk import Desk
from callscript.service.forms.corrections import begun
from callscript.service.forms.wrap_up import AGAIN, OUTCOME, SUMMARY, WrapUp
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.entry import Entry


class WrapUpScreen(CallWork):
    """After the call. Dismissed with `closed`, `on`, or `left` with the wrap-up still to be finished."""

    CSS_PATH = "wrap_up.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._wrap_up = WrapUp(session, desk.now)

    @property
    def done(self) -> str:
        """`closed` once the call is, `on` if it goes on after all."""
        call = self.session.call
        return "closed" if call.closed else "on" if call.under_way else ""

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
        self.set_interval(1, self._save_again)
        if begun(self.session.call):
            self.correct()

    def show(self) -> None:
        """Show the call as it is filed so far."""
        self.show_header()
        self.show_keys()
        self.query_one("#ended", Static).update(Content(clean(self._wrap_up.ended)))
        self.query_one("#outcomes", Static).update(self._outcome_lines())
        self.query_one("#reasons", Static).update(self._reason_lines())
        mark = "→" if self._wrap_up.part == SUMMARY else " "
        summary = Content.assemble((mark + " " + _("Summary") + ": ", "bold"), clean(self.session.call.summary))
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
            recorded = outcome.id == self.session.call.outcome
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

    async def _save_again(self) -> None:
        """Save what could not be saved before."""
        if self.session.unsaved:
            await self.session.tick()
            self.show()

    # Keys

    async def obey(self, action: str, key: str) -> None:
        """Fill in the wrap-up, part by part."""
        match action:
            case "go":
                self.stop_keeping()
                part = self._wrap_up.part
                try:
                    await self._wrap_up.go(self.query_one(Entry).value)
                finally:
                    if not self.done and part != self._wrap_up.part:
                        self._open()
            case "back" if self._wrap_up.part == OUTCOME:
                if self.session.call.may_be_a_mistake:
                    self.ask_to_discard()
            case "caller":
                await self.open_caller()
            case "field_up" | "next_panel" | "back":
                await self._keep()
                self._wrap_up.move(1 if key in ("down", "tab") else -1)
                self._open()
            case "end":
                await self.keep_draft()
                self.correct()
            case _ if key.isdecimal():
                if self._wrap_up.part == OUTCOME:
                    self._wrap_up.pick(int(key))
            case _ if action and BY_ID[action].detour:
                raise Refused("call_over")
            case _:
                await self.open_sheet(action)

    def help_lines(self) -> tuple[str, ...]:
        return (
            _("Enter          keep this, go to what is wanted next; at the end: close"),
            _("↑ ↓ Tab        another part; so does Backspace before anything is typed"),
            _("digit          mark an outcome"),
            _("=              for a reason: the one given before"),
            _("F12            correct: it has not ended, how it ended, a field"),
        )

    def _corrected(self, made: int | None) -> None:
        self._wrap_up = WrapUp(self.session, self._desk.now)  # other outcomes may fit now
        super()._corrected(made)
        if self.is_attached and not self.done:
            self._open()

    def _open(self) -> None:
        """Go to the part that is filled in now, with what is recorded there."""
        self.query_one(Entry).put(self._wrap_up.text, begun=bool(self._wrap_up.drafted))

    # What is typed

    async def keep_draft(self) -> None:
        entry = self.query_one(Entry)
        if not entry.untouched:
            await self._wrap_up.draft(entry.value)

    async def leave_field(self) -> None:
        if self._wrap_up.part != OUTCOME:
            await self._keep()

    async def _keep(self) -> None:
        """Record what stands in the part being filled in."""
        self.stop_keeping()
        entry = self.query_one(Entry)
        if entry.untouched and self._wrap_up.part != OUTCOME:
            return
        await self._wrap_up.keep(entry.value)
        if entry.value.strip() == AGAIN and self._wrap_up.text:
            self._open()
