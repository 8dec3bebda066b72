"""What is known of the caller of a call: looked up off the loop as the call gets to know their numbers, shown as a mark
on the card and, a key away, whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from textual.content import Content
from textual.css.query import NoMatches

from callscript.core.records import Caller, Promise
from callscript.dialogue.show import known_caller
from callscript.screens import call_sheets
from callscript.screens.base import KeyScreen
from callscript.screens.later import look_once_mended
from callscript.screens.sheets import Sheet
from callscript.service.desk import Desk
from callscript.service.known import CallerLookup
from callscript.service.lookup import soon
from callscript.service.session import Session


class KnownCaller:
    """What is known of the caller, for one screen of a call."""

    def __init__(
        self,
        screen: KeyScreen[Any],
        desk: Desk,
        session: Session,
        changed: Callable[[], None],
        recorded: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._desk = desk
        self._session = session
        self._changed = changed
        """Shows the mark, and what looking up had to tell."""
        self._recorded = recorded
        """Shows the call, in which something was recorded of that."""
        self._lookup = CallerLookup(desk.lookups, session)
        self._place = screen.place()
        self._caller: Caller | None = Caller()
        """None: it is not known yet."""
        self._sheet: Sheet | None = None

    @property
    def mark(self) -> str:
        """The most pressing that is known; empty: nothing, as far as was looked up."""
        return known_caller.mark(self._session.script, self._caller, self._desk.now())

    @property
    def awaited(self) -> str:
        """What was promised, and until when, if the caller waits for something."""
        return known_caller.awaited(self._session.script, self._caller, self._desk.now())

    @property
    def pressing(self) -> bool:
        """Whether the caller waits for something, or there is a warning."""
        return bool(self._caller and known_caller.pressing(self._session.script, self._caller, self._desk.now()))

    def look(self) -> None:
        """Look up what is known, if the call knows other numbers than before."""
        if self._lookup.outdated:
            self._ask()

    async def open(self, lay_over: Callable[[Sheet], None]) -> None:
        """Open the sheet with all that is known; what comes later is put in."""
        if self._lookup.outdated or (self._caller and not self._caller.complete):
            self._ask()
        await self._place.soon()
        self._sheet = call_sheets.caller_sheet(self._text(), len(self._numbered))
        lay_over(self._sheet)

    async def open_work(self, digit: str) -> None:
        """Open what the caller waits for, by its number: it can be done, moved or dropped while they speak of it."""
        start, number, promises = self._session.call.start, int(digit), self._numbered
        if not (start and number <= len(promises)):
            return
        if opened := await self._desk.lookups.task(promises[number - 1].task.id):
            from callscript.screens.task import TaskScreen  # a start need not wait for it

            screen = TaskScreen(self._desk, opened, lambda _wanted: None, in_call=start)
            self._screen.root.push_screen(screen, lambda moved: self._ask() if moved else None)

    def _ask(self) -> None:
        self._place.show(self._show(self._lookup.ask()))

    async def _show(self, asked: asyncio.Future[Caller]) -> None:
        await soon(asked)
        if self._caller and self._caller.told != self._lookup.asked and not asked.done():
            self._put(None)  # what is shown is known of other numbers
        self._put(await asked)
        if self._lookup.wanted:
            self._screen.call_later(self._note)
        if self._caller and not self._caller.complete and self._desk.upkeep.at_work:
            look_once_mended(self._screen, self._ask)

    async def _note(self) -> None:
        """Record what of it the script asks about; between two keys, as what a clock has brought about."""
        if self._caller and self._screen.stands and await self._lookup.note(self._caller):
            with suppress(NoMatches):  # the screen is being taken down
                self._recorded()

    def _put(self, caller: Caller | None) -> None:
        self._caller = caller
        self._changed()
        if self._sheet and self._sheet.is_current:
            self._sheet.put(self._text(), len(self._numbered))

    @property
    def _numbered(self) -> Sequence[Promise]:
        return known_caller.numbered(self._caller) if self._caller else ()

    def _text(self) -> Content:
        found = known_caller.known(self._session.script, self._caller, self._desk.now())
        return call_sheets.in_sections(found)
