"""Corrects a call that has ended: how it ended, a field, or that it has not ended at all."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callscript.core.call.refusal import Refused
from callscript.dialogue.show import header, refusals
from callscript.runtime.i18n import _
from callscript.runtime.text import clean_lines
from callscript.screens.base import KeyScreen
from callscript.screens.keeping import Keeping
from callscript.service.forms.corrections import Corrections
from callscript.service.session import Session
from callscript.widgets.bars import MessageBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.entry import Entry


class CorrectionsScreen(KeyScreen[int]):
    """A list of what was recorded, a field for how it should be and why. Dismissed with the number of corrections."""

    CSS_PATH = ["home.tcss", "history.tcss"]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._form = Corrections(session)
        self._keeping = Keeping(self, self._keep)

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="number-box") as box:
            box.border_title = Content(_("Correct a call"))
            yield Static(id="asked", markup=False)
            yield Entry(id="query")
        with Vertical(id="calls-box") as found:
            found.border_title = Content(_("Recorded"))
            yield ChoiceList(id="calls")
        yield MessageBar()
        yield Static(id="home-keys", markup=False)

    def on_mount(self) -> None:
        self._open()

    def _open(self) -> None:
        """Ask for the next part, with what stands there to be typed over."""
        entry = self.query_one(Entry)
        entry.display = self._form.part != "what"
        entry.put(self._form.text, begun=bool(self._form.drafted))
        self.set_focus(entry if entry.display else None)
        calls = self.query_one(ChoiceList)
        calls.active = not entry.display
        calls.lines = tuple(line.text for line in self._form.lines)
        choices = [f"{number} {name}" for number, name in enumerate(self._form.choices, start=1)]
        question = "\n".join(filter(None, (self._form.question, "  ".join(choices))))
        self.query_one("#asked", Static).update(Content(clean_lines(question)))
        listed = self._form.part == "what"
        keys = _("↑ ↓ choose   Enter correct   F12 done") if listed else _("Enter go on   F12 not this one")
        self.query_one("#home-keys", Static).update(Content(keys))
        trouble = self._session.trouble
        self.query_one(MessageBar).trouble = header.trouble(trouble, self._session.unsaved) if trouble else ""

    async def keep_typed(self) -> None:
        self._keeping.drop()
        await self._keep()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is being typed in a moment, however fast the next keys come."""
        event.stop()
        self._keeping.soon()

    async def _keep(self) -> None:
        entry = self.query_one(Entry)
        if entry.display and not entry.untouched:
            await self._form.draft(entry.value)

    async def press(self, key: str) -> None:
        self.say("")
        calls = self.query_one(ChoiceList)
        match key:
            case "up" | "down" if self._form.part == "what":
                calls.move(-1 if key == "up" else 1)
            case "enter" | "ctrl+j":
                await self._go(calls.picked)
            case "f12" | "leave" | "backspace" | "ctrl+h":
                self._keeping.drop()
                if not await self._form.back():
                    self.dismiss(self._form.made)
                    return
                self._open()
            case _:
                pass

    async def _go(self, picked: int) -> None:
        made = self._form.made
        self._keeping.drop()
        try:
            if self._form.part == "what":
                self._form.choose(picked + 1)
            else:
                await self._form.go(self.query_one(Entry).value)
        except Refused as refused:
            self.say(refusals.words(refused, self._session.script, self._session.call))
            self.query_one(Entry).stand()
            return
        if self._session.call.under_way:
            self.dismiss(self._form.made)
            return
        self._open()
        if self._form.made > made:
            self.say(_("Corrected."))
