"""Home, between calls: who is here, whether the centre is open, today's calls, open work, and the next call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callscript.core.records import CallSummary, TaskRecord
from callscript.core.script.model import Script
from callscript.dialogue.show import listing
from callscript.dialogue.show.header import home_header, not_delivered
from callscript.dialogue.show.listing import no_number
from callscript.dialogue.show.pressing import not_sent
from callscript.dialogue.show.task_row import TaskRow
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.awaited import DeskScreen
from callscript.screens.later import look_by_the_clock, look_once_mended
from callscript.screens.lists import call_rows
from callscript.screens.unsaved import Unsaved
from callscript.service.begun import begun_words
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, has_all
from callscript.service.journey import ChangeProfile, FindCall, Leave, MakeEntry, TakeCall, Wish
from callscript.service.lookup import soon
from callscript.widgets.bars import Header, KeyCap, NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.columns import Row
from callscript.widgets.help_lines import HelpLines
from callscript.widgets.hung_text import HungText
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.task_panel import TaskPanel, most_pressing
from callscript.widgets.typed_line import TypedLine

_PANELS = ("number", "calls", "menu")
_NUMBER = 40
"""Columns of the field for a number."""


class HomeScreen(DeskScreen[Wish]):
    """Between calls. Dismissed with what is wanted next."""

    CSS_PATH = "home.tcss"

    def __init__(self, desk: Desk) -> None:
        self._panel = "number"
        super().__init__(desk, classes=f"-{self._panel}")
        self._unsaved = Unsaved(self, desk, self._tried)
        self._today: Sequence[CallSummary] = ()
        self._work, self._tasks, self._complete = tuple[TaskRecord, ...](), tuple[TaskRow, ...](), True
        self._standing, self._earlier = self.place(), self.place()
        """Where answers are shown: today's calls with open work, the earlier calls of a number."""

    def compose_screen(self) -> ComposeResult:
        yield Header()
        with Vertical(id="number-box"):
            with Horizontal(id="number-title"):
                yield Static(Content.styled(_("New call"), "bold"), id="number-name", markup=False)
                yield Static(_("the number, if known; Enter takes the call"), id="number-hint", markup=False)
                yield Piece(id="pressing")
            yield TypedLine(id="number", width=_NUMBER)
            yield HungText(id="earlier")
        yield Rule()
        with Horizontal(id="home-body"):
            with Vertical(id="calls-box"):
                yield ChoiceList(id="calls")
            with Vertical(id="home-side"):
                yield TaskPanel(id="tasks")
                with Vertical(id="menu-box"):
                    yield ChoiceList(id="menu")
                    yield HelpLines(id="home-help")
        yield Rule(id="last-rule")
        yield NoticeBar()
        yield KeyLine()

    async def on_mount(self) -> None:
        menu = self.query_one("#menu", ChoiceList)
        menu.title, menu.lines = (
            _("Menu"),
            tuple(Row(((name,),), digit=digit) for digit, name in enumerate(_wishes(self._desk.script), start=1)),
        )
        calls, work = self.query_one("#calls", ChoiceList), self.query_one(TaskPanel)
        calls.title, calls.key, work.title = _("Today's calls"), "Tab", _("Open work")
        self.query_one(HelpLines).lines = _help_lines()
        self.show()
        await soon(self._standing.show(self._show_standing()))  # then the first picture has all of it
        look_by_the_clock(self, self.look, self._desk.now)

    def look(self) -> None:
        """Show what is known now, and look up how things stand."""
        self.show()
        self._standing.show(self._show_standing())

    async def _show_standing(self) -> None:
        desk = self._desk
        today, tasks = desk.lookups.today(), desk.lookups.tasks()
        self._put_today(await today)
        self._work = tuple(await tasks)
        self._tasks = tuple(listing.task_row(desk.script, task, desk.now()) for task in self._work)
        self._complete = complete = has_all(desk)
        calls, work = self.query_one("#calls", ChoiceList), self.query_one(TaskPanel)
        calls.title = listing.titled(listing.counted(_("Today's calls"), self._today), complete)
        calls.note = listing.breached(self._today)
        work.title = listing.titled(_("Open work") + f": {len(self._tasks)}", complete)
        work.tasks = self._tasks
        calls.nothing = work.nothing = listing.none_or(_("none"), complete)
        self.query_one("#pressing", Piece).put(most_pressing(self._tasks))
        if desk.upkeep.at_work:
            look_once_mended(self, self.look)
        self._unsaved.show(otherwise=_waiting(self._desk, self._work))
        self.show_notices()

    def _tried(self) -> None:
        (self.show if has_all(self._desk) == self._complete else self.look)()  # what is saved now is listed

    def _left_work(self, _result: None) -> None:
        if self.takes_keys:  # it was not left too, for a call back
            self.look()

    def call_back(self, wanted: CallBack) -> None:
        self.dismiss(wanted)

    def _put_today(self, today: Sequence[CallSummary]) -> None:
        """List today's calls; the one that is picked stays so, wherever it stands now."""
        picked, calls = self._picked(), self.query_one("#calls", ChoiceList)
        self._today = today
        calls.lines = tuple(call_rows(self._desk.script, today, with_day=False))
        if picked:
            calls.picked = next((at for at, call in enumerate(today) if call.id == picked.id), calls.picked)

    def _picked(self) -> CallSummary | None:
        return self._today[self.query_one("#calls", ChoiceList).picked] if self._today else None

    def show(self) -> None:
        """Show what is known now."""
        desk = self._desk
        self.query_one(Header).view = home_header(desk.script, desk.operator, desk.now(), desk.others.clock_wrong)
        self.show_notices()
        self._unsaved.show(otherwise=_waiting(self._desk, self._work))
        taking = {f"-{panel}": panel == self._panel for panel in _PANELS}
        self.mark(taking, *(f"#{panel}-box" for panel in _PANELS), "#home-side")
        for name in ("calls", "menu"):
            self.query_one(f"#{name}", ChoiceList).active = self._panel == name
        self.query_one(KeyLine).keys = self._keys()
        self.set_focus(self.query_one(TypedLine).entry if self._panel == "number" else None)

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyLine).escaped = waiting

    def _keys(self) -> tuple[KeyCap, ...]:
        """Say what the keys do in the panel that they are for."""
        go = {
            "number": (),
            "calls": (key_cap("↑ ↓", _("choose")),),
            "menu": (key_cap(f"1–{len(_wishes(self._desk.script))}", _("choose")),),
        }
        enter = _("new call|call") if self._panel == "number" else _("open")
        return (
            *go[self._panel],
            key_cap("Enter", enter),
            key_cap("Tab", _("next panel|panel")),
            key_cap("PgDn", _("open work|work")),
            key_cap("F1", _("help"), "1"),
            key_cap("F12", _("leave"), "0"),
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the earlier calls of the number being typed."""
        event.stop()
        number = event.value.strip()
        if listing.is_looked_up(number):
            self._earlier.show(self._show_earlier(number))
        else:
            self._earlier.drop()
            self._put_earlier(())

    async def _show_earlier(self, number: str) -> None:
        from callscript.dialogue.show.earlier import earlier_lines  # no number is typed yet at the start

        asked = self._desk.lookups.earlier(number)
        await soon(asked)
        if not asked.done():
            self._put_earlier(())  # those shown are of another number
        found, lookups = await asked, self._desk.lookups
        complete, others, most = has_all(self._desk), lookups.others_asked, 1 if self.has_class("-low") else 3
        lines = earlier_lines(self._desk.script, found, number, complete=complete, others_asked=others, most=most)
        self._put_earlier(lines)
        self.show_notices()

    def _put_earlier(self, lines: Iterable[str]) -> None:
        self.query_one("#earlier", HungText).put(Content("\n").join(Content(clean(line)) for line in lines))

    async def press(self, key: str) -> None:
        self.say("")
        self.drop_filed()
        match key:
            case "tab" | "shift+tab":
                by = 1 if key == "tab" else -1
                self._panel = _PANELS[(_PANELS.index(self._panel) + by) % len(_PANELS)]
            case "up" | "down" if self._panel in ("calls", "menu"):
                await self._standing.soon()
                self.query_one(f"#{self._panel}", ChoiceList).move(-1 if key == "up" else 1)
            case "enter" | "ctrl+j":
                await self._go()
                return
            case "pagedown":
                from callscript.screens.open_work import OpenWorkScreen

                self.root.push_screen(OpenWorkScreen(self._desk, self.call_back), self._left_work)
            case "pageup" if self._desk.script.pack.entries:
                _choose_kind(self, self._desk)
                return
            case "f1":
                from callscript.screens.sheets import help_with

                self.root.push_screen(help_with(*_help_lines()))
            case "f12" | "leave":
                self.dismiss(Leave())
                return
            case _:
                if key.isdecimal() and self._panel == "menu" and 1 <= int(key) <= len(_wishes(self._desk.script)):
                    _want(self, self._desk, int(key))
                    return
        self.show()

    async def _go(self) -> None:
        match self._panel:
            case "calls":
                await self._standing.soon()
                picked = self._picked()  # what is picked now, whatever is listed when the call has been read
                await self.open_filed(None, lambda: picked)
            case "menu":
                _want(self, self._desk, self.query_one("#menu", ChoiceList).picked + 1)
            case _:
                number = clean(self.query_one(TypedLine).entry.value).strip()
                if wrong := no_number(number):
                    self.say(wrong)
                    return
                self.dismiss(TakeCall(number))


def _wishes(script: Script) -> Mapping[str, Wish]:
    """Return by their names what can be wanted of the menu."""
    own = {_("Without a call (PgUp)"): MakeEntry()} if script.pack.entries else {}
    first: dict[str, Wish] = {_("Find a call"): FindCall(), _("Operator's profile"): ChangeProfile()}
    return {**first, **own, _("Leave the program (F12)"): Leave()}


def _want(home: HomeScreen, desk: Desk, number: int) -> None:
    """Leave home for what is wanted of the menu, by its number."""
    wish = list(_wishes(desk.script).values())[number - 1]
    if isinstance(wish, MakeEntry):
        _choose_kind(home, desk)
    else:
        home.dismiss(wish)


def _choose_kind(home: HomeScreen, desk: Desk) -> None:
    """Have it chosen what is to be entered, and leave home for that."""
    from callscript.screens.entry import choose_kind

    choose_kind(home, desk, home.dismiss)


def _waiting(desk: Desk, work: Sequence[TaskRecord]) -> str:
    """Say what of the day is nearly late, what was not delivered, and what was begun to be entered."""
    late = (not_sent(work, desk.now()), not_delivered(desk.post.waiting, desk.post.given_up))
    return " ".join(filter(None, (*late, *begun_words(desk))))


def _help_lines() -> tuple[str, ...]:
    return (
        _("Enter          take a call, with the number typed or without"),
        _("Tab Shift+Tab  next, previous panel: number, today's calls, menu"),
        _("↑ ↓ Enter      choose a call or an entry of the menu, open it"),
        _("PgDn           the open work: open it, take it, do it"),
        _("PgUp           enter what came without a call, or go on with what was begun"),
        _("F12            leave the program"),
        _("Esc and a digit is the same as the function key: Esc 0 is F12."),
    )
