"""The program with a clock that stands still, so that pictures can be compared."""

from __future__ import annotations

import sys

from tests.terminal.calls import Place

_STILL = """
import sys
from callscript import cli, clock, launch
launch.SystemClock = clock.FakeClock
"""
_RUN = """
sys.argv = ['callscript', *sys.argv[1:]]
sys.exit(cli.main())
"""


def still(place: Place, changes: str = "") -> list[str]:
    """Return the command that starts the program so, perhaps with other changes to it."""
    return place.command(program=(sys.executable, "-c", _STILL + changes + _RUN))
