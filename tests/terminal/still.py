"""The program with a clock that stands still until it is told to go on, so that pictures can be compared."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal.calls import Place

_STILL = """
import sys
from datetime import timedelta
from pathlib import Path
from callscript import cli
from callscript.runtime import clock
from callscript.commands import run
class StillClock(clock.FakeClock):
    def now(self):
        return super().now() + timedelta(seconds=int(Path(PASSED).read_text()))
run.SystemClock = StillClock
"""
_RUN = """
sys.argv = ['callscript', *sys.argv[1:]]
sys.exit(cli.main())
"""


def still(place: Place, changes: str = "") -> list[str]:
    """Return the command that starts the program so, perhaps with other changes to it."""
    pass_time(place, 0)
    code = f"PASSED = {str(_passed(place))!r}" + _STILL + changes + _RUN
    return place.command(program=(sys.executable, "-c", code))


def pass_time(place: Place, seconds: int) -> None:
    """Have so many seconds passed since the program started."""
    place.folder.mkdir(exist_ok=True)
    new = _passed(place).with_suffix(".new")
    new.write_text(str(seconds), encoding="ascii")
    new.replace(_passed(place))


def _passed(place: Place) -> Path:
    return place.folder / "passed"
