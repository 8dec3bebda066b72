"""The open work, line by line of a list: the operator's own and anybody's, or that of the whole home."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from callscript.core.records import TaskRecord
from callscript.dialogue.show import listing
from callscript.dialogue.show.earlier import not_asked
from callscript.runtime.i18n import _
from callscript.screens.awaited import DeskScreen
from callscript.screens.later import look_by_the_clock
from callscript.screens.lists import task_rows
from callscript.screens.sheets import Sheet, help_with
from callscript.screens.unsaved import Unsaved
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, has_all
from callscript.service.lookup import soon
from callscript.widgets.bars import NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.rule import Rule


class OpenWorkScreen(DeskScreen[None]):
    """What is to be done; a digit or Enter opens a piece of it."""

    CSS_PATH = "work.tcss"
    ESCAPE_CLOSES = True

    def __init__(self, desk: Desk, call_back: Callable[[CallBack], None]) -> None:
        super().__init__(desk)
        self._call_back = call_back
        """Leaves home for a call back."""
        self._of_all = False
        self._tasks: Sequence[TaskRecord] = ()
        self._listed = self.place()
        """Where the work is shown."""
        self._unsaved = Unsaved(self, desk, lambda: self._unsaved.show())

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="work-box"):
            yield ChoiceList(id="work")
        yield Rule(id="last-rule")
        yield NoticeBar()
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one(ChoiceList).active = True
        self._name_keys()
        await soon(self._listed.show(self._show_listed()))  # then the first picture has all of it
        look_by_the_clock(self, self.look, self._desk.now)

    def look(self) -> None:
        self._listed.show(self._show_listed())

    def call_back(self, wanted: CallBack) -> None:
        self.dismiss(None)
        self._call_back(wanted)

    def _name_keys(self) -> None:
        others = _("only mine and anyone’s|mine") if self._of_all else _("of all operators|of all")
        self.query_one(KeyLine).keys = (
            key_cap("↑ ↓", _("choose")),
            key_cap("Enter", _("open")),
            key_cap("Tab", others),
            key_cap("F1", _("help")),
            key_cap("F12", _("back to the start|back")),
        )

    async def _show_listed(self) -> None:
        desk, work = self._desk, self.query_one(ChoiceList)
        picked = self._tasks[work.picked].id if self._tasks else ""
        self._tasks = await desk.lookups.tasks(of_all=self._of_all)
        work.lines = tuple(task_rows(desk.script, self._tasks, desk.operator.number, desk.now()))
        work.picked = next((at for at, task in enumerate(self._tasks) if task.id == picked), work.picked)
        work.awaited = False
        work.nothing = listing.none_or(_("none"), has_all(desk))
        work.title = listing.titled(_("Open work") + f": {len(self._tasks)}", has_all(desk))
        whose = _("of all operators") if self._of_all else _("yours and anyone’s")
        work.note = "  ".join((whose, *not_asked(desk.lookups.work_asked)))
        self._unsaved.show()
        self.show_notices()

    async def press(self, key: str) -> None:
        self.say("")
        self.drop_filed()
        await self._listed.soon()
        work = self.query_one(ChoiceList)
        page = max(1, work.size.height - 1)
        match key:
            case "up" | "down":
                work.move(-1 if key == "up" else 1)
            case "pagedown" if work.picked >= len(self._tasks) - 1:
                self.dismiss(None)  # the key that has opened it, at its end
            case "pageup" | "pagedown":
                work.move(-page if key == "pageup" else page)
            case "tab" | "shift+tab":
                self._of_all = not self._of_all
                work.awaited = True
                self._name_keys()
                await soon(self._listed.show(self._show_listed()))
            case "enter" | "ctrl+j":
                await self._open(work.picked)
            case "f1":
                self.root.push_screen(_help())
            case "f12" | "leave" | "escape" | "backspace" | "ctrl+h":
                self.dismiss(None)
            case _ if key.isdecimal() and 1 <= int(key) <= len(self._tasks):
                work.picked = int(key) - 1
                await self._open(work.picked)
            case _:
                pass

    async def _open(self, at: int) -> None:
        if self._tasks and not self.query_one(ChoiceList).awaited:
            await self.open_task(self._tasks[at].id)


def _help() -> Sheet:
    return help_with(
        _("↑ ↓ Enter      choose work and open it; so does its digit"),
        _("Tab            the work of all operators, or only yours and anyone’s"),
        _("PgUp PgDn      a page on"),
        _("F12, Esc       back to the start"),
    )
