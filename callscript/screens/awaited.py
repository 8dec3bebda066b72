"""Answers on a screen, which come when they are looked up: keys, clocks and letters do not wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.screen import Screen

from callscript.core.records import CallSummary
from callscript.screens.base import KeyScreen, Result
from callscript.screens.corrections import CorrectionsScreen
from callscript.screens.filed import CORRECT, filed_sheet
from callscript.service.desk import Desk
from callscript.service.lookup import Recorded, soon
from callscript.widgets.bars import MessageBar


class Latest:
    """A place on a screen that shows answers, those of the question asked last."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._showing: asyncio.Task[None] | None = None
        self._waited = False

    def show(self, answer: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have an answer awaited and shown, in the place of the one that is awaited now."""
        self.drop()
        self._waited = False
        self._showing = asyncio.get_running_loop().create_task(answer, name="answer")
        self._showing.add_done_callback(self._tell_failure)
        return self._showing

    def drop(self) -> None:
        """Show nothing that is awaited now: the screen is gone, or the operator does something else."""
        if self._showing is not None:
            self._showing.cancel()
            self._showing = None

    async def soon(self) -> None:
        """Give what is awaited a moment, once: the key at hand, or the next one, may need it."""
        if self._showing is not None and not self._waited:
            self._waited = True
            await soon(self._showing)

    async def there(self) -> None:
        """Wait until what is awaited is shown: what is on the screen till then answers another question."""
        if self._showing is not None:
            await asyncio.wait([self._showing])

    def _tell_failure(self, showing: asyncio.Task[None]) -> None:
        if showing.cancelled() or not (error := showing.exception()):
            return
        if isinstance(error, NoMatches) and not self._screen.is_attached:
            return  # the program ends, and takes the screen down
        context = {"message": "an answer could not be shown", "exception": error, "task": showing}
        showing.get_loop().call_exception_handler(context)


class DeskScreen(KeyScreen[Result]):
    """A screen of a desk between calls: shows what is looked up there, opens filed calls, tells notices."""

    def __init__(self, desk: Desk, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._desk = desk
        self._places: list[Latest] = []
        self._filed = self.place()

    def place(self) -> Latest:
        """Return a place for answers, which is given up with the screen."""
        self._places.append(place := Latest(self))
        return place

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave the screen, and show no more answers."""
        self._drop_all()
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Show no more answers."""
        self._drop_all()

    def _drop_all(self) -> None:
        for place in self._places:
            place.drop()

    def show_notices(self) -> None:
        """Say what the operator should be told, until the next key: behind what was said since the one before."""
        if notices := self._desk.notices.take():
            said = self.query_one(MessageBar).message
            self.say("  ".join(filter(None, (said, *notices))))

    async def open_filed(self, place: Latest | None, picked: Callable[[], CallSummary | None]) -> None:
        """Open the call that is picked in a list once the list is there and the call is read, unless something else is
        done before."""
        self._filed.show(self._show_filed(place, picked))
        await self._filed.soon()

    def drop_filed(self) -> None:
        """Open no filed call: the operator does something else."""
        self._filed.drop()

    async def _show_filed(self, place: Latest | None, picked: Callable[[], CallSummary | None]) -> None:
        if place:
            await place.there()
        if (call := picked()) is None:
            return
        await self._show_call(call.id)

    async def _show_call(self, call_id: str) -> None:
        filed = await self._desk.lookups.filed(call_id)
        if filed.log and self.is_current:
            correctable = self._desk.may_correct(filed)
            sheet = filed_sheet(filed.script, filed.log, self._desk.now(), correctable=correctable)

            async def closed(answer: str | None) -> None:
                if answer == CORRECT:
                    await self._correct(filed)

            self.root.push_screen(sheet, closed)
        self.show_notices()

    async def _correct(self, filed: Recorded) -> None:
        """Have a filed call corrected, then show how it stands."""
        session = self._desk.take_filed(filed)

        async def corrected(made: int | None) -> None:
            if made:
                await self._desk.finish(session)
                self.look()
                await self._show_call(filed.call_id)

        self.root.push_screen(CorrectionsScreen(session), corrected)

    def look(self) -> None:
        """Look up again what is listed: something of it has changed."""
