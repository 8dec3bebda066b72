"""Tells a screen that a second of the call has passed, on the event loop's clock, without Textual's timers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from textual.css.query import NoMatches

from callscript.core.call import commands as c
from callscript.dialogue.show import header
from callscript.dialogue.show.clocks import after_call_allowed, clocks
from callscript.dialogue.show.values import ClockLine, HeaderView
from callscript.screens.base import KeyScreen
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.widgets.bars import Header
from callscript.widgets.gauge import Gauge


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
        self._phases: dict[str, str] = {}
        self.seconds = SecondHand(lambda: desk.until_next_second(session.call), self.tick)

    def on_unmount(self) -> None:
        """Wait for no second more."""
        self.seconds.stop()

    def header_view(self) -> HeaderView:
        """Return what the header says now."""
        session, desk = self.session, self._desk
        unsaved, wrong = session.unsaved, desk.others.clock_wrong
        return header.header(session.script, session.call, desk.operator, desk.now(), unsaved, wrong)

    def tick(self) -> None:
        """Show that a second has passed, and wait for the next."""
        if self.stands and self.root.is_running:
            with suppress(NoMatches):  # the screen is being taken down
                self.show_second()
                self.seconds.start()

    def show_second(self) -> None:
        """Show that a second has passed, and nothing else has happened: no more than that is drawn."""
        if self.clocks_turn:
            self.show_clocks()
        self.query_one(Header).tick(Header.view, self.header_view(), self.root.show_at_once)
        for gauge in self.query(Gauge):
            gauge.tick(Gauge.clocks, self._countdowns(), self.root.show_at_once)

    def show_clocks(self) -> None:
        """Show the running clocks; ring where one has come to its warning or its end."""
        running = self._countdowns()
        for gauge in self.query(Gauge):
            gauge.clocks = running
        phases = _phases(running)
        if any(phase != "running" and self._phases.get(name) != phase for name, phase in phases.items()):
            self._desk.ring(self.root.bell)
        self._phases = phases

    @property
    def clocks_turn(self) -> bool:
        """Whether a clock has come to its warning or its end, begun or stopped, since they were shown."""
        return _phases(self._countdowns()) != self._phases

    async def prolong(self) -> None:
        """Prolong the work after the call, and say until when it may last now."""
        await self.session.do(c.Prolong())
        self.say(after_call_allowed(self.session.call))

    def _countdowns(self) -> tuple[ClockLine, ...]:
        return clocks(self.session.script, self.session.call, self._desk.now())


def _phases(running: Iterable[ClockLine]) -> dict[str, str]:
    return {clock.name: clock.phase for clock in running}
