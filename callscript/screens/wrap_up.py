"""The wrap-up: how the call is filed, why a clause was not met, a summary. Two presses of Enter if nothing is owed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from callscript.core import commands as c
from callscript.core import phrases
from callscript.core.decide import wanting
from callscript.core.guards import holds
from callscript.core.refusal import Refused
from callscript.core.script import Outcome
from callscript.desk import Desk
from callscript.i18n import _
from callscript.screens import call_bars, call_sheets
from callscript.screens.base import KeyScreen
from callscript.screens.call import SAVE_AFTER
from callscript.session import Session
from callscript.telling import call_view, refusals
from callscript.telling.timeline import ending
from callscript.telling.values import minutes
from callscript.terminal.text import clean
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.entry import Entry

_OUTCOME, _SUMMARY = "outcome", "summary"


class WrapUpScreen(KeyScreen[str]):
    """After the call. Dismissed with `closed`, or `left` with the wrap-up still to be finished."""

    CSS_PATH = "wrap_up.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._part = _OUTCOME
        """What Enter acts on: the outcome, a clause that wants a reason, or the summary."""
        self._picked = 0
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
        outcomes = self._outcomes()
        ids = [outcome.id for outcome in outcomes]
        self._picked = ids.index(self._session.call.outcome) if self._session.call.outcome in ids else 0
        if self._session.call.outcome:
            self._enter(self._next_wanted())  # taken up again after a crash: go on where it stood
        self.show()
        self.set_interval(1, self._tick)

    def _outcomes(self) -> tuple[Outcome, ...]:
        call = self._session.call
        return tuple(
            outcome
            for outcome in self._session.script.pack.outcomes
            if call.ended and call.ended.how in outcome.ended and holds(outcome.when, call)
        )

    def show(self) -> None:
        """Show the call as it is filed so far."""
        script, call = self._session.script, self._session.call
        self.query_one(Header).view = call_bars.header(self._desk, self._session)
        trouble = self._session.trouble
        self.query_one(MessageBar).trouble = call_bars.trouble(trouble, self._session.unsaved) if trouble else ""
        self.query_one(KeyBar).keys = call_bars.keys(script, call)
        self.query_one("#ended", Static).update(self._ended())
        self.query_one("#outcomes", Static).update(self._outcome_lines())
        self.query_one("#reasons", Static).update(self._reason_lines())
        mark = "→" if self._part == _SUMMARY else " "
        summary = Content.assemble((mark + " " + _("Summary") + ": ", "bold"), clean(call.summary))
        self.query_one("#summary", Static).update(summary)
        typed = self._part != _OUTCOME
        entry = self.query_one(Entry)
        entry.display = typed
        label = self.query_one("#typing-label", Static)
        label.update(Content(self._typing_label()))
        self.set_focus(entry if typed else None)

    def _typing_label(self) -> str:
        if self._part == _OUTCOME:
            return _("Enter: file under the marked outcome. A digit marks another one.")
        if self._part == _SUMMARY:
            return _("Summary (may stay empty). Enter closes the call.")
        return _("Why was {clause} not met? Enter. «=» repeats the reason before.").format(clause=self._part)

    def _ended(self) -> Content:
        call = self._session.call
        if call.ended is None or call.start is None:
            return Content("")
        length = int((call.ended.at - call.start.at).total_seconds())
        text = f"{ending(call.ended.how)}, {minutes(length)}"
        if note := call_view.waits_note(call, "hold"):
            text += f"  ·  {phrases.label(self._session.script, 'detour.hold', call.language)}: {note}"
        return Content(clean(text))

    def _outcome_lines(self) -> Content:
        script, call = self._session.script, self._session.call
        lines = [Content.styled(_("Outcome"), "bold")]
        for number, outcome in enumerate(self._outcomes(), start=1):
            name = phrases.label(script, f"outcome.{outcome.id}", call.language)
            marked = number == self._picked + 1
            sign = "→" if marked and self._part == _OUTCOME else "+" if outcome.id == call.outcome else " "
            lines.append(
                Content.assemble(
                    f"{sign} ", (f" {number} ", "bold reverse"), " ", (clean(name), "bold" if marked else "")
                )
            )
        return Content("\n").join(lines)

    def _reason_lines(self) -> Content:
        script, call, now = self._session.script, self._session.call, self._desk.now()
        lines: list[Content] = []
        for line in call_view.standing(script, call, now):
            if line.verdict not in ("breached", "open"):
                continue
            reason = call.reasons.get(line.clause, "")
            word = call_sheets.verdict_word(line.verdict)
            mark = "→" if self._part == line.clause else "+" if reason else "!" if line.must else "i"
            text = f"{line.clause} {word}: {line.title}"
            if not line.must:
                text += " (" + _("recommended") + ")"
            lines.append(Content.assemble((f"{mark} {clean(text)}", "bold"), clean(f" — {reason}" if reason else "")))
        head = _("Owed by the standard") if lines else _("Nothing is owed by the standard.")
        return Content("\n").join([Content.styled(head, "bold"), *lines])

    async def _tick(self) -> None:
        if self._session.unsaved:
            await self._session.tick()
            self.show()

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyBar).escaped = waiting

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
                await self._go()
            case "up" | "shift+tab":
                await self._keep()
                self._enter(self._beside(-1))
            case "down" | "tab":
                await self._keep()
                self._enter(self._beside(1))
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
                if key.isdecimal() and self._part == _OUTCOME and 1 <= int(key) <= len(self._outcomes()):
                    self._picked = int(key) - 1

    async def _go(self) -> None:
        await self._keep()
        if self._part == _SUMMARY:
            await self._session.do(c.Close())
        elif self._part == _OUTCOME or self._session.call.reasons.get(self._part):
            self._enter(self._next_wanted())
        else:
            raise Refused("reasons_first", self._part)

    def _next_wanted(self) -> str:
        owed = wanting(self._session.script, self._session.call, self._desk.now())
        return owed[0].clause if owed else _SUMMARY

    def _parts(self) -> list[str]:
        standing = call_view.standing(self._session.script, self._session.call, self._desk.now())
        return [_OUTCOME, *(line.clause for line in standing if line.verdict in ("breached", "open")), _SUMMARY]

    def _beside(self, by: int) -> str:
        parts = self._parts()
        at = parts.index(self._part) if self._part in parts else 0
        return parts[max(0, min(len(parts) - 1, at + by))]

    def _enter(self, part: str) -> None:
        self._part = part
        call = self._session.call
        self.query_one(Entry).put(call.summary if part == _SUMMARY else call.reasons.get(part, ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Save what is being typed once the keys have been silent for a moment."""
        event.stop()
        if self._save is not None:
            self._save.stop()
        self._save = self.set_timer(SAVE_AFTER, self._keep)

    async def keep_typed(self) -> None:
        if self._part != _OUTCOME:
            await self._keep()

    async def _keep(self) -> None:
        """Record what stands in the part being filled in."""
        if self._save is not None:
            self._save.stop()
            self._save = None
        text = self.query_one(Entry).value.strip()
        if self._part == _OUTCOME:
            if outcomes := self._outcomes():
                await self._session.do(c.SetOutcome(outcomes[self._picked].id))
        elif self._part == _SUMMARY:
            await self._session.do(c.Summarise(text))
        elif text == "=":
            before = [reason for clause, reason in self._session.call.reasons.items() if clause != self._part]
            if before:
                await self._session.do(c.Explain(self._part, before[-1]))
                self.query_one(Entry).put(before[-1])
        else:
            await self._session.do(c.Explain(self._part, text))

    def _help_closed(self, answer: str | None) -> None:
        if answer == "0":
            self.root.push_screen(call_sheets.leave_question(), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "2":
            self.dismiss("left")
