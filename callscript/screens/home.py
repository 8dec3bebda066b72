"""Home, between calls: who is here, whether the centre is open, today's calls, open work, and the next call."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callscript.core.records import CallSummary
from callscript.dialogue.show import listing
from callscript.dialogue.show.header import home_header
from callscript.dialogue.show.listing import no_number
from callscript.dialogue.show.values import Wish
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.screens.call_sheets import filed_sheet
from callscript.screens.sheets import Sheet
from callscript.service.desk import Desk
from callscript.widgets.bars import Header, MessageBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.entry import Entry

_PANELS = ("number", "calls", "menu")


_MENU = (Wish("find"), Wish("profile"), Wish("leave"))


class HomeScreen(KeyScreen[Wish]):
    """Between calls. Dismissed with what is wanted next."""

    CSS_PATH = "home.tcss"

    def __init__(self, desk: Desk) -> None:
        self._panel = "number"
        super().__init__(classes=f"-{self._panel}")
        self._desk = desk
        self._today: Sequence[CallSummary] = ()

    def compose_screen(self) -> ComposeResult:
        yield Header()
        with Vertical(id="number-box") as box:
            box.border_title = Content(_("New call"))
            yield Static(_("Caller's number, if it is known. Enter: the phone rings, take the call."), markup=False)
            yield Entry(id="number")
            yield Static(id="earlier", markup=False)
        with Horizontal(id="home-body"):
            with Vertical(id="calls-box") as calls:
                calls.border_title = Content(_("Today's calls"))
                yield ChoiceList(id="calls")
            with Vertical(id="home-side"):
                with Vertical(id="tasks-box") as tasks:
                    tasks.border_title = Content(_("Open work"))
                    yield Static(id="tasks", markup=False)
                with Vertical(id="menu-box") as menu:
                    menu.border_title = Content(_("Menu"))
                    yield ChoiceList(id="menu")
        yield MessageBar()
        yield Static(id="home-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#menu", ChoiceList).lines = tuple(self._menu())
        keys = _("Enter new call   Tab next panel   ↑ ↓ choose   F1 help   F12 leave")
        self.query_one("#home-keys", Static).update(keys)
        self.show()
        self.set_interval(30, self.show)

    def show(self) -> None:
        """Show what is known now."""
        desk = self._desk
        self.query_one(Header).view = home_header(desk.script, desk.operator, desk.now())
        self._today = desk.today()
        self.query_one("#calls", ChoiceList).lines = tuple(listing.call_line(desk.script, call) for call in self._today)
        tasks = [Content(clean(line)) for line in listing.task_lines(desk.script, desk.tasks(), desk.now())]
        self.query_one("#tasks", Static).update(
            Content("\n").join(tasks) if tasks else Content.styled(_("none"), "dim")
        )
        bar = self.query_one(MessageBar)
        if desk.notices:
            bar.message = "  ".join(desk.notices)
            desk.notices.clear()
        taking = {f"-{panel}": panel == self._panel for panel in _PANELS}
        self.mark(taking, *(f"#{panel}-box" for panel in _PANELS))
        for name in ("calls", "menu"):
            self.query_one(f"#{name}", ChoiceList).active = self._panel == name
        self.set_focus(self.query_one("#number", Entry) if self._panel == "number" else None)

    def _menu(self) -> list[str]:
        return [_("Find a call"), _("Operator's profile"), _("Leave the program (F12)")]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the earlier calls of the number being typed."""
        event.stop()
        number = event.value.strip()
        found = self._desk.earlier(number) if listing.is_looked_up(number) else None
        lines = [] if found is None else listing.earlier_lines(self._desk.script, found)
        self.query_one("#earlier", Static).update(Content("\n").join(Content(clean(line)) for line in lines))

    async def press(self, key: str) -> None:
        self.query_one(MessageBar).message = ""
        match key:
            case "tab" | "shift+tab":
                by = 1 if key == "tab" else -1
                self._panel = _PANELS[(_PANELS.index(self._panel) + by) % len(_PANELS)]
            case "up" | "down" if self._panel in ("calls", "menu"):
                self.query_one(f"#{self._panel}", ChoiceList).move(-1 if key == "up" else 1)
            case "enter" | "ctrl+j":
                await self._go()
                return
            case "f1":
                self.root.push_screen(_help())
            case "f12" | "leave":
                self.dismiss(Wish("leave"))
                return
            case _:
                if key.isdecimal() and self._panel == "menu" and 1 <= int(key) <= len(_MENU):
                    self.dismiss(_MENU[int(key) - 1])
                    return
        self.show()

    async def _go(self) -> None:
        match self._panel:
            case "calls":
                if self._today:
                    picked = self._today[self.query_one("#calls", ChoiceList).picked]
                    script, log = self._desk.log_of(picked.id)
                    if log:
                        self.root.push_screen(filed_sheet(script, log, self._desk.now()))
            case "menu":
                self.dismiss(_MENU[self.query_one("#menu", ChoiceList).picked])
            case _:
                number = clean(self.query_one("#number", Entry).value).strip()
                if wrong := no_number(number):
                    self.query_one(MessageBar).message = wrong
                    return
                self.dismiss(Wish("call", number))


def _help() -> Sheet:
    lines = (
        _("Enter          take a call, with the number typed or without"),
        _("Tab Shift+Tab  next, previous panel: number, today's calls, menu"),
        _("↑ ↓ Enter      choose a call or an entry of the menu, open it"),
        _("F12            leave the program"),
        _("Esc and a digit is the same as the function key: Esc 0 is F12."),
    )
    return Sheet(_("Help: the keys of the moment"), Content("\n".join(lines)), opened_by="f1")
