"""Draws the pictures of the README: a demo call at 80×24 and at 120×40, as SVG. Run it from the checkout."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from callscript.app import CallscriptApp
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.service.startup import Startup

KEYS = ("enter", "enter", "enter", *"Олено Петрівно", "enter", "enter", *"Копія рішення", "enter", "f2", "1")


async def draw(size: tuple[int, int], file: Path) -> None:
    """Take a call to its first hold, let 47 seconds pass, and keep the screen."""
    profile = Profile(
        number="17",
        name="Олена Коваленко",
        name_latin="Olena Kovalenko",
        gender="feminine",
        pack="ua-court",
        language="uk",
    )
    clock = FakeClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        app = CallscriptApp(Startup(folders=Folders.resolve(home), clock=clock, profile=profile))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in KEYS:
                await pilot.press(key)
                await app.keyboard.done()
            clock.advance(47)
            await pilot.pause(1.2)
            file.write_text(app.export_screenshot(title="callscript"), encoding="utf-8")


if __name__ == "__main__":
    from callscript.runtime import i18n

    i18n.use("uk")
    here = Path(__file__).parent
    asyncio.run(draw((80, 24), here / "call.svg"))
    asyncio.run(draw((120, 40), here / "call-wide.svg"))
