"""Tells a screen that a second of the call has passed, on the event loop's clock, without Textual's timers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from textual.css.query import NoMatches

from callscript.dialogue.show import header
from callscript.dialogue.show.values import HeaderView
from callscript.screens.base import KeyScreen
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.widgets.bars import Header


class SecondHand:
    """Calls `tick` when the next second begins; it has to be started again for the one after."""

    def __init__(self, until_next: Callable[[], float], tick: Callable[[], None]) -> None:
        self._until_next = until_next
        """Returns the seconds until the next one begins."""
        self._tick = tick
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Wait for the next second."""
        self._next = asyncio.get_running_loop().call_later(self._until_next(), self._tick)

    def stop(self) -> None:
        """Wait for nothing more."""
        if self._next is not None:
            self._next.cancel()


class ClockedScreen(KeyScreen[str]):
    """A screen of a call at the top of which its clock runs."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session = session
        self._desk = desk
        self.seconds = SecondHand(lambda: desk.until_next_second(session.call), self.tick)

    def on_unmount(self) -> None:
        """Wait for no second more."""
        self.seconds.stop()

    def header_view(self) -> HeaderView:
        """Return what the header says now."""
        session, desk = self.session, self._desk
        return header.header(session.script, session.call, desk.operator, desk.now(), session.unsaved)

    def tick(self) -> None:
        """Show that a second has passed, and wait for the next."""
        if self.is_attached and self.root.is_running:
            with suppress(NoMatches):  # the screen is being taken down
                self.show_second()
                self.seconds.start()

    def show_second(self) -> None:
        """Show that a second has passed, and nothing else has happened: no more than that is drawn."""
        self.query_one(Header).tick(Header.view, self.header_view(), self.root.show_at_once)
