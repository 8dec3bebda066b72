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
from callscript.runtime.i18n import _
from callscript.screens.awaited import DeskScreen
from callscript.service.desk import Desk
from callscript.service.lookup import soon
from callscript.widgets.bars import MessageBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.entry import Entry

_MOST = 200
"""Calls listed at most."""
_WAIT = 0.3
"""Seconds of silence before a query is carried out."""


class HistoryScreen(DeskScreen[None]):
    """One field to look for anything, and what was found."""

    CSS_PATH = ["home.tcss", "history.tcss"]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Sequence[CallSummary] = ()
        self._search: Timer | None = None
        """Runs out when what was typed is to be looked for."""
        self._list = self.place()
        """Where the calls found are shown."""

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="number-box") as box:
            box.border_title = Content(_("Find a call"))
            yield Static(
                _("A day (23.11.2026), a number, a name or an outcome. Empty: the latest calls."), markup=False
            )
            yield Entry(id="query")
        with Vertical(id="calls-box") as found:
            found.border_title = Content(_("Found"))
            yield ChoiceList(id="calls")
        yield MessageBar()
        yield Static(_("↑ ↓ choose   Enter open   F12 back to the start"), id="home-keys", markup=False)

    async def on_mount(self) -> None:
        calls = self.query_one(ChoiceList)
        calls.active = True
        self.set_focus(self.query_one(Entry))
        await soon(self._list.show(self._show_found()))  # then the first picture has all of it

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again once the keys have been silent for a moment."""
        event.stop()
        self.drop_filed()
        self._stop_waiting()
        self._search = self.set_timer(_WAIT, self._look)

    def _stop_waiting(self) -> None:
        if self._search is not None:
            self._search.stop()
            self._search = None

    def _look(self) -> None:
        self._stop_waiting()
        self._list.show(self._show_found())

    async def _found_by_now(self) -> None:
        """Look for what was typed without waiting for more, and give the answer its moment: a key needs the list."""
        if self._search is not None:
            self._look()
        await self._list.soon()

    async def _show_found(self) -> None:
        self._found = await self._desk.lookups.find(self.query_one(Entry).value.strip(), _MOST)
        calls = self.query_one(ChoiceList)
        calls.lines = tuple(listing.call_line(self._desk.script, call, with_day=True) for call in self._found)
        calls.picked = 0
        self.show_notices()

    async def press(self, key: str) -> None:
        calls = self.query_one(ChoiceList)
        self.say("")
        self.drop_filed()
        match key:
            case "up" | "down":
                await self._found_by_now()
                calls.move(-1 if key == "up" else 1)
            case "pageup" | "pagedown":
                await self._found_by_now()
                calls.move((-1 if key == "pageup" else 1) * max(1, calls.size.height - 1))
            case "enter" | "ctrl+j":
                await self._found_by_now()
                if self._found:
                    await self.open_filed(self._found[calls.picked].id)
            case "f12" | "leave":
                self.dismiss(None)
            case _:
                pass
