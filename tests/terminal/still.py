"""The program with a clock that stands still until it is told to go on: pictures can be compared, and ten seconds or
three minutes pass in no time. It looks at its clock ten times a second, so that it sees at once what has passed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.calls import PROGRAM, Place

_STILL = """
import sys
from datetime import timedelta
from pathlib import Path
from callscript import cli
from callscript.runtime import clock
from callscript.commands import run
from callscript.plain import watch
from callscript.service.desk import Desk
class StillClock(clock.FakeClock):
    def now(self):
        return super().now() + timedelta(seconds=int(Path(PASSED).read_text()))
run.SystemClock = StillClock
assert Desk.until_next_second and watch._LONGEST
Desk.until_next_second = lambda self, call: 0.1
watch._LONGEST = 0.1
"""
_RUN = """
sys.argv = ['callscript', *sys.argv[1:]]
sys.exit(cli.main())
"""


@dataclass
class StillPlace(Place):
    """A place where time passes only when it is told to; it is ten o'clock on a Monday there, and every centre open."""

    def __post_init__(self) -> None:
        self.route = self.route._replace(hour=None)
        super().__post_init__()
        self.pass_time(0)

    def command(self, *options: str, program: Sequence[str] = PROGRAM) -> list[str]:
        """Return the command that starts the program."""
        return super().command(*options, program=self.program if program == PROGRAM else program)

    @property
    def program(self) -> Sequence[str]:
        """What takes the arguments of the program, on this clock."""
        return _program(self)

    def pass_time(self, seconds: int) -> None:
        """Have so many seconds passed since the program was first started."""
        pass_time(self, seconds)


def still(place: Place, changes: str = "") -> list[str]:
    """Return the command that starts the program so, perhaps with other changes to it."""
    pass_time(place, 0)
    return place.command(program=_program(place, changes))


def with_changes(place: Place, changes: str) -> Sequence[str]:
    """Return what takes the arguments of the program, on this clock, with other changes to it."""
    return _program(place, changes)


def pass_time(place: Place, seconds: int) -> None:
    """Have so many seconds passed since the program was first started."""
    place.folder.mkdir(exist_ok=True)
    new = _passed(place).with_suffix(".new")
    new.write_text(str(seconds), encoding="ascii")
    new.replace(_passed(place))


def _program(place: Place, changes: str = "") -> Sequence[str]:
    return sys.executable, "-c", f"PASSED = {str(_passed(place))!r}" + _STILL + changes + _RUN


def _passed(place: Place) -> Path:
    return place.folder / "passed"
