"""A desk with the shipped scripts, a clock that is told to move, and the screens driven through Textual's pilot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from callscript.app import CallscriptApp
from callscript.core.call.call import Call
from callscript.core.call.events import Event
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import InterfaceLanguage, Profile
from callscript.screens.call import CallScreen
from callscript.service.desk import Desk
from callscript.service.startup import Startup
from tests.checked import prepare

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday, ten o'clock in Kyiv and in Riga
PATIENCE = 15.0
"""Seconds that something is waited for which is to come."""


@dataclass
class Table:
    """The program under test, at its desk."""

    app: CallscriptApp
    pilot: Pilot[int]
    clock: FakeClock
    desk: Desk
    folders: Folders

    async def press(self, *keys: str) -> None:
        """Press keys and wait until they are dealt with."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type letters."""
        for letter in text:
            await self.pilot.press(letter)
        await self.settle()

    async def settle(self) -> None:
        """Wait until every key has been dealt with and the screen has moved on: between two there is Textual's own."""
        await self.pilot.pause()
        await self.app.keyboard.done()
        await self.pilot.pause()
        await self.comes(lambda: not self.app.is_running or type(self.app.screen) is not Screen)

    async def comes(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; a machine with much to do takes its time."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.pilot.pause(0.02)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass on the clock, and the screen notice it."""
        self.clock.advance(seconds)
        await self.pilot.pause(0.2)

    @property
    def call_log(self) -> list[Event]:
        """What has happened in the call on screen."""
        assert isinstance(self.app.screen, CallScreen)
        return list(self.app.screen.session.log)

    @property
    def call(self) -> Call:
        """The call on screen."""
        assert isinstance(self.app.screen, CallScreen)
        return self.app.screen.session.call


class TestOpening(Startup):
    """Opens the desk at a table."""

    __test__ = False
    desk: Desk | None = None

    def open_desk(self, profile: Profile) -> Desk:
        """Open a desk on the real store."""
        self.desk = super().open_desk(profile)
        return self.desk


def often(desk: Desk, call: Call) -> float:  # noqa: ARG001 - in place of a method
    """Look at the clock twenty times a second."""
    return 0.05


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Return what opens the program on a pack, at a size; it looks at its clock often, to notice what has passed."""
    monkeypatch.setattr(Desk, "until_next_second", often)

    @asynccontextmanager
    async def open_table(
        pack: str = "ua-court",
        size: tuple[int, int] = (80, 24),
        at: datetime = MORNING,
        language: InterfaceLanguage = "en",
    ) -> AsyncGenerator[Table, None]:
        clock = FakeClock(at)
        profile = Profile(
            number="17",
            name="Олена Коваленко",
            name_latin="Olena Kovalenko",
            gender="feminine",
            pack=pack,
            language=language,
        )
        prepare(tmp_path)
        opening = TestOpening(folders=Folders.resolve(tmp_path), clock=clock, profile=profile)
        opening.open_ahead(profile)
        app = CallscriptApp(opening)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            assert opening.desk is not None
            table = Table(app, pilot, clock, opening.desk, opening.folders)
            await table.settle()
            yield table

    return open_table
