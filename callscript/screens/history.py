"""Finds filed calls by day, number, name or outcome, and opens one to see its timeline, fields and verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from callscript.core.records import CallSummary
from callscript.dialogue.show import listing
from callscript.dialogue.show.registered import mistyped
from callscript.runtime.i18n import _
from callscript.screens.awaited import DeskScreen
from callscript.screens.lists import call_rows
from callscript.screens.sheets import Sheet, help_with
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, has_all
from callscript.service.lookup import soon
from callscript.widgets.bars import NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.entry import Entry
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.rule import Rule
from callscript.widgets.typed_line import TypedLine

_MOST = 200
"""Calls listed at most."""
_WAIT = 0.3
"""Seconds of silence before a query is carried out."""


class HistoryScreen(DeskScreen[CallBack]):
    """One field to look for anything, and what was found."""

    CSS_PATH = "history.tcss"
    ESCAPE_CLOSES = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Sequence[CallSummary] = ()
        self._search: Timer | None = None
        """Runs out when what was typed is to be looked for."""
        self._list = self.place()
        """Where the calls found are shown."""

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="query-box"):
            yield Static(Content.styled(_("Find a call"), "bold"), markup=False)
            yield Static(
                _("A day (23.11.2026), a number, a name or an outcome. Empty: the latest calls."),
                id="query-hint",
                markup=False,
            )
            yield TypedLine(id="query")
        yield Rule()
        with Vertical(id="found-box"):
            yield ChoiceList(id="found")
        yield Rule(id="last-rule")
        yield NoticeBar()
        yield KeyLine()

    async def on_mount(self) -> None:
        calls = self.query_one(ChoiceList)
        calls.title, calls.active = _("Found"), True
        self.query_one(KeyLine).keys = (
            key_cap("↑ ↓", _("choose")),
            key_cap("Enter", _("open")),
            key_cap("PgUp PgDn", _("a page")),
            key_cap("F1", _("help")),
            key_cap("F12", _("back to the start|back")),
        )
        self.set_focus(self._entry)
        await soon(self._list.show(self._show_found()))  # then the first picture has all of it

    def call_back(self, wanted: CallBack) -> None:
        self.dismiss(wanted)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again once the keys have been silent for a moment; what is listed till then answers another query."""
        event.stop()
        self.query_one(ChoiceList).awaited = True
        self.drop_filed()
        self._stop_waiting()
        self._search = self.set_timer(_WAIT, self.look)

    @property
    def _entry(self) -> Entry:
        return self.query_one(TypedLine).entry

    def _stop_waiting(self) -> None:
        if self._search is not None:
            self._search.stop()
            self._search = None

    def look(self) -> None:
        self._stop_waiting()
        self._list.show(self._show_found())

    def _look_now(self) -> None:
        """Look for what was typed without waiting for more."""
        if self._search is not None:
            self.look()

    async def _move(self, by: int) -> None:
        """Pick another call, if the list is there or comes at once: it is not known yet where in it one stands."""
        self._look_now()
        await self._list.soon()
        calls = self.query_one(ChoiceList)
        if not calls.awaited:
            calls.move(by)

    def _picked(self) -> CallSummary | None:
        """Return the call that is picked in the list."""
        calls = self.query_one(ChoiceList)
        return self._found[calls.picked] if self._found else None

    async def _show_found(self) -> None:
        self._found = await self._desk.lookups.find(self._entry.value.strip(), _MOST)
        calls = self.query_one(ChoiceList)
        calls.lines = tuple(call_rows(self._desk.script, self._found, with_day=True))
        calls.picked = 0
        calls.awaited = False
        wrong = mistyped(self._entry.value)
        calls.nothing = wrong or listing.none_or(_("none"), has_all(self._desk))
        calls.title = listing.titled(_("Found"), has_all(self._desk))
        self.show_notices()

    async def press(self, key: str) -> None:
        self.say("")
        self.drop_filed()
        match key:
            case "up" | "down" | "tab" | "shift+tab":
                await self._move(-1 if key in ("up", "shift+tab") else 1)
            case "pageup" | "pagedown":
                page = max(1, self.query_one(ChoiceList).size.height - 1)
                await self._move(-page if key == "pageup" else page)
            case "enter" | "ctrl+j":
                self._look_now()
                await self.open_filed(self._list, self._picked)
            case "f1":
                self.root.push_screen(_help())
            case "f12" | "leave" | "escape":
                self.dismiss(None)
            case _:
                pass


def _help() -> Sheet:
    return help_with(
        _("Letters        look for a day, a number, a name or an outcome"),
        _("↑ ↓ Tab        another call of the list; PgUp, PgDn: a page on"),
        _("Enter          open the call"),
        _("F12, Esc       back to the start"),
    )
