"""Corrects a call that has ended: how it ended, a field, or that it has not ended at all."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callscript.core.call.refusal import Refused
from callscript.dialogue.show import header, refusals
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_lines
from callscript.screens.drafting import DraftingScreen
from callscript.service.forms.corrections import Corrections
from callscript.service.session import Session
from callscript.widgets.bars import MessageBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.columns import Row
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import KEY
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.typed_line import TypedLine


class CorrectionsScreen(DraftingScreen[int]):
    """A list of what was recorded, a field for how it should be and why. Dismissed with the number of corrections."""

    CSS_PATH = "history.tcss"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._form = Corrections(session)

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="query-box"):
            title = _("Correct an entry") if self._session.call.entry else _("Correct a call")
            yield Static(Content.styled(title, "bold"), id="query-name", markup=False)
            yield Piece(id="asked")
            yield TypedLine(id="correction")
        yield Rule()
        with Vertical(id="found-box"):
            yield ChoiceList(id="recorded")
        yield MessageBar()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(ChoiceList).title = _("Recorded")
        self._open()

    def _open(self) -> None:
        """Ask for the next part, with what stands there to be typed over."""
        listed = self._form.part == "what"
        self.line.display = not listed
        self.line.entry.put(self._form.text, begun=bool(self._form.drafted))
        self.set_focus(None if listed else self.line.entry)
        calls = self.query_one(ChoiceList)
        calls.active = listed
        calls.lines = tuple(Row(((line.name, line.recorded),)) for line in self._form.lines)
        question = Content(clean_lines(self._form.question))
        choices = [
            Content.assemble((f" {number} ", KEY), f" {clean(name)}")
            for number, name in enumerate(self._form.choices, start=1)
        ]
        answers = Content("  " if self.has_class("-low") else "\n").join(choices)
        self.query_one("#asked", Piece).put(Content("\n").join(filter(None, (question, answers))))
        self.mark({"-listed": listed}, "#query-box", "#found-box")
        keys = (
            (key_cap("↑ ↓", _("choose")), key_cap("Enter", _("correct")), key_cap("F12", _("done")))
            if listed
            else (key_cap("Enter", _("go on")), key_cap("F12", _("not this one")))
        )
        self.query_one(KeyLine).keys = keys
        trouble = self._session.trouble
        self.query_one(MessageBar).trouble = header.trouble(trouble, self._session.unsaved) if trouble else ""

    async def draft(self, text: str) -> None:
        await self._form.draft(text)

    async def press(self, key: str) -> None:
        self.say("")
        calls = self.query_one(ChoiceList)
        match key:
            case "up" | "down" if self._form.part == "what":
                calls.move(-1 if key == "up" else 1)
            case "enter" | "ctrl+j":
                await self._go(calls.picked)
            case "f12" | "leave" | "backspace" | "ctrl+h":
                self.keeping.drop()
                if not await self._form.back():
                    self.dismiss(self._form.made)
                    return
                self._open()
            case _:
                pass

    async def _go(self, picked: int) -> None:
        made = self._form.made
        self.keeping.drop()
        try:
            if self._form.part == "what":
                self._form.choose(picked + 1)
            else:
                await self._form.go(self.line.entry.value)
        except Refused as refused:
            self.say(refusals.words(refused, self._session.script, self._session.call))
            self.line.entry.stand()
            return
        if self._session.call.under_way:
            self.dismiss(self._form.made)
            return
        self._open()
        if self._form.made > made:
            self.say(_("Corrected."))
