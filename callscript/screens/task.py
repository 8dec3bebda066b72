"""A piece of open work, opened whole: what it is, whom to ring, its matter, its history; and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from callscript.core.call.events import CallStarted
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_lines
from callscript.screens.call_sheets import in_sections
from callscript.screens.drafting import DraftingScreen
from callscript.screens.filed import filed_sheet
from callscript.screens.sheets import help_with
from callscript.screens.unsaved import Unsaved
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk
from callscript.service.forms.task import CALL_BACK, THE_CALL, ActLine, TaskForm
from callscript.service.lookup import OpenedTask
from callscript.widgets.bars import NoticeBar
from callscript.widgets.hung_text import HungText
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import KEY
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.task_panel import task_block
from callscript.widgets.typed_line import TypedLine

_LEAST = 20


class TaskScreen(DraftingScreen[bool]):
    """A text to scroll through, acts by digit, what they want to know.

    Dismissed with whether something was done.
    """

    CSS_PATH = "work.tcss"
    ESCAPE_CLOSES = True

    def __init__(
        self,
        desk: Desk,
        opened: OpenedTask,
        call_back: Callable[[CallBack], None],
        *,
        in_call: CallStarted | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._call_back = call_back
        """Leaves the screens below for a call back."""
        self._form = TaskForm(desk, opened, in_call=in_call)
        self._filed = self.place()
        self._asked = set[str]()
        """What was asked of the act already: an answer that is asked for again stands whole, typing replaces it."""
        self._unsaved = Unsaved(self, desk, lambda: self._unsaved.show())

    def compose_screen(self) -> ComposeResult:
        yield Piece(id="task-title")
        with VerticalScroll(id="task-scroll", can_focus=False):
            yield HungText(id="task-text")
        yield Rule(id="last-rule")
        with Vertical(id="task-acts"):
            yield Piece(id="task-asked")
            yield TypedLine(id="task-typed")
        yield NoticeBar()
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        """Say it in the words that there is room for."""
        self._show_asked()

    def _show(self) -> None:
        self.query_one("#task-text", HungText).put(in_sections(self._form.sections))
        typed, asked = self._form.is_typed, self._form.part != "act"
        self.line.display = typed
        begun = bool(self._form.drafted) and not self._form.told and self._form.part not in self._asked
        self.line.entry.put(self._form.typed, begun=begun)
        self._asked = self._asked | {self._form.part} if asked else set[str]()
        self.set_focus(self.line.entry if typed else None)
        self._show_asked()
        self.mark({"-asking": asked}, "#task-scroll", "#task-acts", "#last-rule")
        back = key_cap("F12", _("not this one") if asked else _("back"))
        scroll = () if asked else (key_cap("↑ ↓ PgUp PgDn", _("scroll")), key_cap("F1", _("help")))
        self.query_one(KeyLine).keys = (*((key_cap("Enter", _("go on")),) if typed else ()), *scroll, back)
        self._unsaved.show()
        self.say(self._form.told)

    def _show_asked(self) -> None:
        title = replace(self._form.title, who="", phone="")
        width = max(_LEAST, self.root.size.width - 2)
        self.query_one("#task-title", Piece).put(Content("\n").join(task_block(title, width)))
        low = self.has_class("-low") or self.has_class("-short")
        if self._form.part == "act":
            lines = [self._act(number, line, low=low) for number, line in enumerate(self._form.acts, start=1)]
            lines.append(_digit(THE_CALL, _("its call") if low else _("The call that has left it")))
            lines.append(self._act(CALL_BACK, self._form.call_back_line, low=low))
            text = _side_by_side(lines, width) if low else Content("\n").join(lines)
        else:
            choices = [_digit(number, name) for number, name in enumerate(self._form.choices, start=1)]
            text = Content("\n").join([Content.styled(clean_lines(self._form.question), "bold"), *choices])
        self.query_one("#task-asked", Piece).put(text)

    def _act(self, number: int, line: ActLine, *, low: bool) -> Content:
        if not line.why_not:
            return _digit(number, line.short if low else line.name)
        words = line.short if low else f"{line.name} — {line.why_not}"
        return Content.styled(f" {number}  {clean(words)}", "dim")

    async def draft(self, text: str) -> None:
        await self._form.draft(text)

    async def press(self, key: str) -> None:
        self.say("")
        self._filed.drop()
        self.keeping.drop()
        match key:
            case "up" | "down" | "pageup" | "pagedown" if self._form.part == "act":
                self._scroll(key)
                return
            case "enter" | "ctrl+j" if self._form.is_typed:
                await self._form.go(self.line.entry.value)
            case "f1":
                self.root.push_screen(
                    help_with(
                        _("1–6            do something to the work; what is dimmed cannot be done now"),
                        _("7              the call that has left it"),
                        _("8, F8          call back: take it and ring the caller up"),
                        _("↑ ↓ PgUp PgDn  scroll"),
                        _("F12, Esc       back, of what is asked one step"),
                    )
                )
                return
            case "f12" | "leave" | "escape" | "backspace" | "ctrl+h":
                if not await self._form.back():
                    self.dismiss(self._form.moved)
                    return
            case _ if key.isdecimal() and self._form.part == "act" and int(key) == THE_CALL:
                self._filed.show(self._show_call())
                await self._filed.soon()
                return
            case "f8" if self._form.part == "act":
                await self._form.ring_up()
            case _ if key.isdecimal():
                if not await self._form.choose(int(key)):
                    return
            case _:
                return
        if self._form.call_back:
            self.dismiss(self._form.moved)
            self._call_back(self._form.call_back)
        else:
            self._show()

    def _scroll(self, key: str) -> None:
        scroll = self.query_one("#task-scroll", VerticalScroll)
        page = max(1, scroll.scrollable_content_region.height)
        by = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
        scroll.scroll_to(y=scroll.scroll_y + by, animate=False, immediate=True)

    async def _show_call(self) -> None:
        filed = await self._desk.lookups.filed(self._form.call_id)
        if filed.log and self.is_current:
            self.root.push_screen(filed_sheet(filed.script, filed.log, self._desk.now(), self._desk.operator.number))


def _side_by_side(words: Sequence[Content], width: int) -> Content:
    """Set words in as few lines as there is room for, none of them apart."""
    lines = [words[0]]
    for each in words[1:]:
        longer = Content.assemble(lines[-1], "  ", each)
        lines[-1:] = [longer] if longer.cell_length <= width else [lines[-1], each]
    return Content("\n").join(lines)


def _digit(number: int, name: str) -> Content:
    return Content.assemble((f" {number} ", KEY), f" {clean(name)}")
