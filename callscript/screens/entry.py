"""What came without a call, as it is entered: a form, a line for each thing that is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from callscript.dialogue.show.listing import named
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.screens.drafting import DraftingScreen
from callscript.screens.sheets import Question, Sheet, help_with
from callscript.screens.unsaved import Unsaved
from callscript.service.desk import Desk
from callscript.service.forms.entry import END, EntryForm
from callscript.service.journey import MakeEntry, entry_unasked
from callscript.service.session import Session
from callscript.widgets.bars import NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.columns import Row
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import KEY
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.typed_line import TypedLine


class EntryScreen(DraftingScreen[str]):
    """The form of an entry. Dismissed with `done` when it is registered or discarded, or else with `aside`."""

    CSS_PATH = "entry.tcss"
    ESCAPE_CLOSES = True

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self._desk = desk
        self._form = EntryForm(desk, session)
        self._row = self._form.first
        self._unsaved = Unsaved(self, desk, lambda: self._unsaved.show())

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="entry-box"):
            yield ChoiceList(id="entry-rows")
        yield Rule(id="last-rule")
        with Vertical(id="entry-asked"):
            yield Piece(id="entry-label")
            yield TypedLine(id="entry-typed")
        yield NoticeBar()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(ChoiceList).active = True
        self._open(self._row)

    def _open(self, row: str) -> None:
        """Go to a line."""
        self._row, typed, entry = row, self._form.is_typed(row), self.line.entry
        self.line.display = typed
        entry.put(self._form.as_typed(row) if typed else "")
        self.set_focus(entry if typed else None)
        self._show()

    def _show(self) -> None:
        form, row = self._form, self._row
        rows = self.query_one(ChoiceList)
        rows.title = form.title
        rows.lines = tuple(Row(((form.name(each), form.shown(each)),)) for each in form.rows)
        rows.picked = form.rows.index(row)
        names = [
            Content.assemble((f" {number} ", KEY), f" {clean(name)}")
            for number, name in enumerate(form.choices(row), start=1)
        ]
        asked = Content.styled(f"{clean(form.label(row))}:", "bold")
        self.query_one("#entry-label", Piece).put(Content("\n").join([asked, *names]))
        self.query_one(KeyLine).keys = (
            key_cap("Enter", _("register") if row == END else _("next")),
            key_cap("↑ ↓", _("another line|line")),
            *((key_cap(f"1–{len(names)}", _("choose")),) if names else ()),
            key_cap("F1", _("help")),
            key_cap("F12", _("set it aside|aside")),
        )
        self._unsaved.show()
        self.say(form.told)

    # What is typed

    async def draft(self, text: str) -> None:
        if not self._form.done:
            await self._form.keep(self._row, text)

    async def keep_typed(self) -> None:
        await super().keep_typed()
        await self._form.tick()

    # Keys

    async def press(self, key: str) -> None:
        self.say("")
        self._form.told = ""
        at = self._form.rows.index(self._row)
        match key:
            case "up" | "shift+tab" | "down" | "tab":
                await self._leave(at + (1 if key in ("down", "tab") else -1))
            case "backspace" | "ctrl+h":
                await self._leave(at - 1)
            case "enter" | "ctrl+j":
                await self._go(at)
            case "f1":
                self.root.push_screen(_help())
            case "f12" | "escape" | "leave":
                await self.keep_typed()
                await self._form.set_aside()
                self.dismiss("leave" if key == "leave" else "aside")
                return
            case _ if key.isdecimal() and not self._form.is_typed(self._row):
                if asked := self._form.question(self._row, int(key)):
                    question = Question(self._form.title, asked.text, asked.answers, passes=("f12",))
                    self.root.push_screen(question, self._sure)
                    return
                if await self._form.choose(self._row, int(key)) and self._row != END:
                    self._open(self._form.rows[at + 1])
            case _:
                return
        self._go_on()

    async def _sure(self, answer: str | None) -> None:
        """Discard it, if that is the answer; the key that sets it aside does so here, too."""
        if answer == "f12":
            await self.press(answer)
        elif answer == "2":
            await self._form.discard()
            self._go_on()

    def _go_on(self) -> None:
        """Leave the form if it is done with, or else show it as it is."""
        if self._form.done:
            self._desk.notices.add(self._form.told)
            self.dismiss("done")
        elif self.is_current:
            self._show()

    async def _go(self, at: int) -> None:
        """Take what stands in the line, and go on; the last line registers."""
        if self._row == END:
            await self._form.choose(END, 1)
        else:
            await self._leave(at + 1)

    async def _leave(self, to: int) -> None:
        """Take what was typed in the line, and go to another one; what the line cannot take is told and stays."""
        self.keeping.drop()
        if self._form.is_typed(self._row) and not await self._form.take(self._row, self.line.entry.value):
            self.line.entry.stand()
            return
        self._open(self._form.rows[max(0, min(len(self._form.rows) - 1, to))])


def choose_kind(screen: KeyScreen[Any], desk: Desk, want: Callable[[MakeEntry], object]) -> None:
    """Have it chosen what is to be entered, unless something was begun, or there is only one kind; then want that."""
    if unasked := entry_unasked(desk):
        want(unasked)
        return
    kinds = desk.script.pack.entries
    names = tuple(named(desk.script, "entries", kind.id) for kind in kinds)

    def chosen(answer: str | None) -> None:
        if answer and answer.isdecimal():
            want(MakeEntry(kinds[int(answer) - 1].id))

    screen.root.push_screen(
        Question(_("Without a call"), _("What is to be entered?"), names, passes=("f12", "pageup"), escape=""), chosen
    )


def _help() -> Sheet:
    return help_with(
        _("Enter          keep the line, go to the next one; on the last line: register"),
        _("↑ ↓ Tab        another line; so does Backspace before anything is typed"),
        _("digit          choose what is listed under the line"),
        _("F12, Esc       set it aside: it is kept, and gone on with from the start"),
    )
