"""The real program without a terminal, its clock told to move: keys are pressed, and its picture is taken in cells."""

from __future__ import annotations

import asyncio
import gettext
import io
import os
import re
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input

from callscript import packs
from callscript.app import BoardApp, CallscriptApp, DrawnApp
from callscript.app_practice import ScreenPractice
from callscript.core.call.call import Call
from callscript.practice import callers
from callscript.runtime import i18n
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import InterfaceLanguage, Profile
from callscript.runtime.shipped import data_folder
from callscript.screens import later
from callscript.screens.base import KeyScreen
from callscript.screens.board import BoardScreen
from callscript.screens.call_panels import CallPanels
from callscript.screens.call_work import CallWork
from callscript.service.desk import Desk
from callscript.service.practice import Practice, PracticeDesk
from callscript.service.startup import Startup
from callscript.terminal.cells import Picture
from callscript.terminal.display import _Display
from callscript.terminal.glyphs import allowed
from callscript.terminal.textual_private import stretches
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.hit_list import HitList
from tests.screens.board_rows import morning

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Kyiv and in Riga."""
NEVER = 3600
"""Seconds after which the program looks at its clock: it is told when time has passed."""
LOOKED_AGAIN = 0.02
"""Seconds after which it is looked whether the screen is still the same."""
ALIKE = 3
"""Pictures that are the same one after another: nothing changes any more."""
CALL_ID = re.compile(r"\b\d{8}-\w+-\w{4}(\w{3})\b")
"""The last three signs of a call's id are left to chance."""
REGISTER_NUMBER = re.compile(r"\b\d{6}-\w+-(\d{4}-\d{3}-\d{3}-\w)")
"""So are the last digits of what is registered in it, and the letter that goes by them."""


class Shown:
    """The program, as it is led and looked at."""

    def __init__(self, app: DrawnApp, pilot: Pilot[int], clock: FakeClock) -> None:
        self._app = app
        self._pilot = pilot
        self._clock = clock

    @property
    def step(self) -> str:
        """The step of the call on screen; empty: there is none."""
        screen = self._app.screen
        call = screen.session.call if isinstance(screen, CallWork) else None
        return call.step if call and call.frames else ""

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before was dealt with and its screen is there."""
        keyboard = self._app.keyboard
        for key in keys:
            keyboard.put(events.Key(key, key if len(key) == 1 else None))
            await keyboard.done()
            await keyboard._shown.wait()
            while self._on_the_way:
                await asyncio.sleep(LOOKED_AGAIN)

    @property
    def _on_the_way(self) -> bool:
        """Whether something of the call on screen is still to be delivered."""
        screen = self._app.screen
        return isinstance(screen, CallWork) and screen._desk.post.on_the_way(screen.session.call_id)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass on the clock, and the call on screen notice it."""
        self._clock.advance(seconds)
        screen = self._app.screen
        if isinstance(screen, CallPanels):
            await screen._record_time() if screen.session.wants_tick else screen.show_second()
        elif isinstance(screen, BoardScreen):
            screen.look()

    async def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size."""
        if self._app.size != Size(*size):
            await self._pilot.resize_terminal(*size)
        while self._app.screen.size != Size(*size):
            await self._pilot.pause(LOOKED_AGAIN)

    async def picture(self) -> Picture:
        """Return what is on screen once nothing changes any more."""
        for screen in self._app.screen_stack:
            for place in screen._places if isinstance(screen, KeyScreen) else ():
                await place.there()
            while any(each.awaited for each in (*screen.query(ChoiceList), *screen.query(HitList))):
                await asyncio.sleep(LOOKED_AGAIN)
        shown: list[Picture] = []
        for _ in range(100):
            await self._refreshed()
            shown.append(self._cells())
            if len(shown) >= ALIKE and all(each.rows == shown[-1].rows for each in shown[-ALIKE:]):
                return shown[-1]
        raise AssertionError("the screen does not come to rest")

    async def _refreshed(self) -> None:
        """Wait until what is to be laid out and drawn is so."""
        await self._pilot.pause(LOOKED_AGAIN)
        drawn = asyncio.Event()
        self._app.screen.call_after_refresh(drawn.set)
        await drawn.wait()

    def _cells(self) -> Picture:
        """Draw all of the screen as the program's own display does."""
        app = self._app
        update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
        display = _Display(app, cast(Any, SimpleNamespace(congested=True)), allowed)
        display.take(app.size, stretches(cast(Any, update)))
        _mark_cursor(app, display._wanted)
        return _without_chance(display._wanted)


def _mark_cursor(app: DrawnApp, picture: Picture) -> None:
    """Show the terminal's cursor, as terminals do, by reversing its cell."""
    field = app.focused
    if not isinstance(field, Input) or not field.is_on_screen:
        return
    x, y = app.screen.outer_size.clamp_offset(field.cursor_screen_offset)
    cell = picture.rows[y][x]
    picture.rows[y][x] = cell._replace(look=cell.look._replace(attributes=("7",)))


def _without_chance(picture: Picture) -> Picture:
    for row in picture.rows:
        text = "".join(cell.glyph or " " for cell in row)
        for found in (*CALL_ID.finditer(text), *REGISTER_NUMBER.finditer(text)):
            for x in range(*found.span(1)):
                row[x] = row[x]._replace(glyph="x")
    return picture


@asynccontextmanager
async def opened(
    pack: str, language: InterfaceLanguage, home: Path, size: tuple[int, int] = (80, 24), caller: str = ""
) -> AsyncGenerator[Shown]:
    """Start the program at a centre, in a language of the interface; with a caller, to practise."""
    clock = FakeClock(MORNING)
    profile = Profile(
        number="17",
        name="Олена Коваленко",
        name_latin="Olena Kovalenko",
        gender="feminine",
        pack=pack,
        language=language,
    )
    with _made_comparable():
        i18n.use(language)
        startup = Startup(folders=Folders.resolve(home), clock=clock, profile=profile)
        app = _practised(startup, pack, caller) if caller else CallscriptApp(startup)
        with _ended_by_a_failure(app):
            async with app.run_test(size=size) as pilot:
                await app.keyboard._shown.wait()
                yield Shown(app, pilot, clock)
    i18n.use("en")


@asynccontextmanager
async def opened_board(
    language: InterfaceLanguage, home: Path, size: tuple[int, int] = (80, 24)
) -> AsyncGenerator[Shown]:
    """Start a supervisor's board, in a language of the interface, of a morning in Kyiv."""
    clock = FakeClock(MORNING)
    with _made_comparable(), _in_kyiv():
        i18n.use(language)
        app = BoardApp(morning(home, clock), ascii_only=False)
        async with app.run_test(size=size) as pilot:
            await app.keyboard._shown.wait()
            yield Shown(app, pilot, clock)
    i18n.use("en")


@contextmanager
def _ended_by_a_failure(app: DrawnApp) -> Generator[None]:
    """End the test with what has failed in the program: it would wait for ever for what a dead program shows."""
    test = asyncio.current_task()
    assert test
    failed = app.failed

    def end(error: Exception) -> None:
        failed(error)
        test.cancel()

    with patch.object(app, "failed", end):
        try:
            yield
        except asyncio.CancelledError as cancelled:
            raise (app.failure or cancelled) from None


@contextmanager
def _in_kyiv() -> Generator[None]:
    """Have the machine's clock be that of Kyiv: a board shows the time of wherever it stands."""
    with patch.dict("os.environ", {"TZ": "Europe/Kyiv"}):
        time.tzset()
        yield
    time.tzset()


def _practised(startup: Startup, pack: str, caller: str) -> CallscriptApp:
    """Return the program with a caller who is played."""
    script = packs.read(packs.locate(pack))
    (file,) = (each for each in callers.files(packs.locate(pack), pack) if each.stem == caller)
    practice = Practice(script, callers.read(file, script))
    startup.kind_of_desk = PracticeDesk
    return CallscriptApp(startup, lambda app: ScreenPractice(app, practice))


@contextmanager
def _made_comparable() -> Generator[None]:
    """Take the translations as they are written, the colours of any terminal; do nothing by the machine's own clock."""
    with (
        patch.dict("os.environ", {"TERM": "xterm-256color"}),
        patch.object(i18n, "use", _use),
        patch.object(Desk, "until_next_second", _until_next_second),
        patch.object(later, "KEEP_AFTER", NEVER),
    ):
        os.environ.pop("NO_COLOR", None)
        yield


def _until_next_second(desk: Desk, call: Call) -> float:  # noqa: ARG001 - in place of a method
    return NEVER


def _use(language: str) -> None:
    i18n._current = _catalogue(language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    file = data_folder() / "locale" / language / "LC_MESSAGES" / "callscript.po"
    if not file.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
