"""The call screen: what its keys ask for, as commands, and what is typed, into the field that it belongs to. It knows
no rule. What is shown stands in `call_panels.py`, what the wrap-up shares in `call_work.py`.
"""

from __future__ import annotations

from textual.widgets import Input

from callscript.core.call import commands as c
from callscript.core.call.event import field_at
from callscript.core.call.flow import current
from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import BY_ID, detour_of, prolongs
from callscript.dialogue.read.digits import choosing, none_found, offer_at
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import call_view
from callscript.dialogue.show.doubts import doubted
from callscript.dialogue.show.field_text import half_typed, typed, value_as_typed
from callscript.dialogue.show.sheets import essence
from callscript.runtime.i18n import _
from callscript.screens.begun import Begun, OnCard
from callscript.screens.call_panels import CallPanels
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.entry import Entry
from callscript.widgets.script_pane import ScriptPane


class CallScreen(CallPanels):
    """A call being led. Dismissed with `over` when nothing more is asked after the call, or `left`."""

    @property
    def done(self) -> str:
        """`over` once the call has ended."""
        return "over" if self.session.call.over else ""

    def show(self) -> None:
        self._back_to_card()
        super().show()

    async def obey(self, action: str, key: str) -> None:
        """Carry out what a key asks for."""
        if action == "end" and self.session.call.ended:
            await self.leave_field()
            self.correct()
            return
        if action and prolongs(BY_ID[action], self.session.script, self.session.call):
            await self.prolong()
            return
        if action and (detour := detour_of(BY_ID[action], self.session.script)):
            await self._take_detour(detour)
            return
        on_card = self._line >= 0
        match action:
            case "go":
                await self._go()
            case "caller" if not on_card:
                await self.open_caller()
            case "next_panel" | "caller":
                await self.leave_field()
                self._open_card(-1 if on_card else self._first_to_fill())
            case "field_up" if on_card:
                await self.leave_field()
                self._begun.pop(self._typed_into(), None)
                self._open_card(max(0, self._line + (-1 if key == "up" else 1)))
            case "field_up":
                self.query_one(ScriptPane).turn(-1 if key == "up" else 1)
            case "back" if not on_card and self.session.call.may_be_a_mistake:
                self.ask_to_discard()
            case "back" if not on_card:
                await self.leave_field()
                await self.session.do(c.Back())
            case "back" if self._entry().value:
                self.say(_("Backspace erases only what is typed now: Del empties the field."))
            case "language":
                await self.leave_field()
                language = call_view.next_language(self.session.script, self.session.call)
                await self.session.do(c.SwitchLanguage(language))
            case "help" | "articles":
                await self.leave_field()
                await self.open_sheet(action)
            case _ if key.isdecimal():
                if not on_card:
                    await self._choose(int(key))
            case _:
                await self.open_sheet(action)

    async def _take_detour(self, detour: str) -> None:
        line, field = self._line, self._typed_into()
        await self.leave_field()
        before = self.session.call
        await self.session.do(c.TakeDetour(detour))
        self._open_card(-1)
        if line >= 0 and field in self._begun and len(self.session.call.frames) > len(before.frames):
            self._on_card = OnCard(before.frames, line)
        if back := call_view.came_back(self.session.script, before, self.session.call):
            self.say(back)

    async def _go(self) -> None:
        if self._line < 0 and self.query_one(ScriptPane).turn(1):
            return  # only what was shown is confirmed
        try:
            await self.save_field(confirm=True)
        except Refused:
            self._entry().stand()
            raise
        self._begun.pop(self._typed_into(), None)
        if self._line < 0:
            await self.session.do(c.Advance())
            return
        following = -1 if self._mending else self._line + 1
        self._open_card(following if following < len(self.card()) else -1)

    async def _choose(self, digit: int) -> None:
        offer = offer_at(self.listed(), self._page, digit)
        pane = self.query_one(ScriptPane)
        if offer and offer.id and digit not in pane.drawn.digits:
            self.say(_("Answer {digit} stands on another page: Enter turns it.").format(digit=digit))
        elif offer is None:
            self.say(_("There is no {digit} to choose here.").format(digit=digit))
        elif not offer.id:
            self._page += 1
            pane.page = 0
        elif offer.field:
            self._mending = True
            self._open_card(next(at for at, row in enumerate(self.card()) if row.id == offer.field))
        else:
            for command in choosing(current(self.session.script, self.session.call), offer):
                await self.session.do(command)

    def help_lines(self) -> tuple[str, ...]:
        return tuple(essence())

    # The card

    def _first_to_fill(self) -> int:
        return next((at for at, row in enumerate(self.card()) if row.state in ("missing", "empty")), 0)

    def _open_card(self, line: int) -> None:
        """Go to a line of the card, or back to the script: -1. Each field shows what is recorded now."""
        panel, rows = self.query_one(CallerCard), self.card()
        was_open = self._line >= 0
        self._line = min(line, len(rows) - 1)
        self._mending = self._mending and self._line >= 0
        panel.rows = rows
        panel.editing = -1
        panel.editing = self._line
        if was_open and self._line < 0:
            self.load_answer()
        elif self._line >= 0:
            self.take_up(panel.entry, rows[self._line].id)

    def _back_to_card(self) -> None:
        """Open the card again at the line that was being typed in when a detour was taken, once that is over."""
        frames = self.session.call.frames
        if (left := self._on_card) and len(frames) <= len(left.frames):
            self._on_card = None
            if frames == left.frames:
                self._open_card(left.line)

    # What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.focused and not self._entry().untouched:
            self.say("")
        if event.input is self.query_one(ScriptPane).answer and self.query_one(ScriptPane).answer.narrows:
            self._page = 0
            self.show()
            self.say(none_found(self.listed(), self.query_one(ScriptPane).answer.value))
        super().on_input_changed(event)

    async def keep_draft(self) -> None:
        field, entry = self._typed_into(), self._entry()
        if field and not entry.untouched:
            text = entry.value
            recorded = value_as_typed(self.session.script, self.session.call, field)
            await self.session.do(c.Draft(field, "" if text == recorded else text))
            self.show_header()

    def come_back(self) -> None:
        """Go into the field of the card in which something was being typed when the program ended."""
        for field in half_typed(self.session.script, self.session.call):
            text = typed(self.session.script, self.session.call, field)
            self._begun[field] = Begun(text, text)
        draft = next(reversed(tuple(self.session.call.drafts)), "")
        line = next((at for at, row in enumerate(self.card()) if row.id == draft), -1)
        if line >= 0 and draft != self._typed_into():
            self._open_card(line)

    def _typed_into(self) -> str:
        """Return the field that is typed in; empty: none is."""
        if self._line >= 0:
            return self.card()[self._line].id
        step = current(self.session.script, self.session.call)
        return step.field if call_view.is_typed(step, self.session.script) else ""

    def _entry(self) -> Entry:
        return self.query_one(CallerCard).entry if self._line >= 0 else self.query_one(ScriptPane).answer

    async def save_field(self, *, confirm: bool = False) -> None:
        """Save the field being typed in, in its normal form; `confirm` takes over a value that is only suggested."""
        field = self._typed_into()
        if not field or (self._entry().untouched and not confirm):
            return
        self.stop_keeping()
        if command := entered(self.session.script, self.session.call, field, self._entry().value, confirm=confirm):
            await self.session.do(command)
            self.say(doubted(self.session.script, self.session.call, field))

    async def leave_field(self) -> None:
        field, entry = self._typed_into(), self._entry()
        is_chosen = bool(field and self.session.script.fields[field_at(field)[0]].options)
        try:
            await self.save_field()
        except Refused as refused:
            if is_chosen:  # what is none of the answers is told and left behind
                await self.session.do(c.Draft(field, ""))
            else:
                await self.keep_draft()
            self.say_refused(refused)
        if field and entry.value and not (entry.untouched or is_chosen):
            self._begun[field] = Begun(entry.value, typed(self.session.script, self.session.call, field))
