"""Nothing that can take its time is done on the event loop's thread: there keys, clocks and saving wait for nobody."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import callscript
from callscript.contacts import phones
from callscript.runtime import i18n
from callscript.service.desk import Desk
from callscript.service.journey import ChangeProfile, FindCall, Leave, TakeCall, Wish
from tests.service.conftest import PROFILE
from tests.service.scripted import Act
from tests.service.test_journey import OTHER, WHOLE_CALL, Place

_OF_FILES = {"open", "stat", "lstat", "mkdir", "rename", "replace", "unlink", "fsync", "scandir", "listdir", "flock"}
_OURS = Path(callscript.__file__).parent


@contextmanager
def watched() -> Generator[list[str]]:
    """Yield what this thread does with files, and where of ours it comes from."""
    found: list[str] = []

    def note(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and called.__name__ in _OF_FILES and called.__module__ in ("posix", "_io", "io", "fcntl"):
            if not _allowed(frame):
                found.append(f"{called.__name__} for {_asked(frame)}")
        elif event == "call" and frame.f_code is phones._complete.__wrapped__.__code__:
            found.append(f"a number is read for {_asked(frame)}")

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def _allowed(frame: FrameType | None) -> bool:
    """Tell whether a module is being imported, or the language changed: that is done where it is asked for."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib") or code is i18n.use.__code__:
            return True
        frame = frame.f_back
    return False


def _asked(frame: FrameType | None) -> str:
    """Return the line of ours that something is done for."""
    while frame is not None and not Path(frame.f_code.co_filename).is_relative_to(_OURS):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).relative_to(_OURS)}:{frame.f_lineno}" if frame else ""


async def look_everything_up(desk: Desk) -> None:
    """Ask all that can be asked between calls."""
    await desk.lookups.today()
    await desk.lookups.tasks()
    await desk.lookups.earlier("044 277 76 02")
    await desk.lookups.find("044 277 76 02", 200)


async def test_a_journey_touches_no_file(tmp_path: Path) -> None:
    """First start, calls, look-ups, a changed profile, a call left open, leaving: no file is touched on the loop."""

    async def home(desk: Desk) -> Wish:
        await look_everything_up(desk)
        return TakeCall("044 277 76 01")

    acts: Sequence[Act] = (
        Act("profile", PROFILE),
        Act("home", home), *WHOLE_CALL,
        Act("home", FindCall()), Act("history"),
        Act("home", ChangeProfile()), Act("profile", OTHER),
        Act("home", TakeCall()), Act("call", True), Act("drop"),
    )  # fmt: skip
    place = Place(tmp_path)
    with watched() as found:
        await place.journey(*acts, profile=None)
        await place.journey(Act("open call", True), *WHOLE_CALL, Act("home", Leave()), profile=OTHER)
    assert not found, "\n".join(found)
