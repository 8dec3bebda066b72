"""The programs that are measured: callscript itself, and its peers; how each is started and led to the same places."""

from __future__ import annotations

import sys
from pathlib import Path
from signal import SIGCONT
from typing import NamedTuple

from benchmarks.line import PATIENCE, SETTLED, Line
from benchmarks.scenes import STAGES
from callscript.commands.run import demo_profile
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile

ROOT = Path(__file__).parents[1]
ENTER, TAB, BACKSPACE, F2, F3, F8, F12 = b"\r", b"\t", b"\x7f", b"\x1bOQ", b"\x1bOR", b"\x1b[19~", b"\x1b[24~"
_KEYS = {"enter": ENTER, "backspace": BACKSPACE} | {str(digit): str(digit).encode() for digit in range(10)}


class Program(NamedTuple):
    """A program that shows the call screen."""

    name: str
    arguments: tuple[str, ...]
    to_field: tuple[bytes, ...]
    """The keys from home to a field of the call screen."""
    to_stages: tuple[bytes, ...]
    """The keys from there to where the round of stages begins."""
    stages: tuple[bytes, ...]
    """A round of keys each of which changes the stage."""
    to_hold: tuple[bytes, ...] = (F2,)
    checkout: Path = ROOT
    """Where the program's code is."""
    pack: str = "ua-court"
    """What callscript leads calls by: a pack's id, or its folder."""

    @property
    def is_callscript(self) -> bool:
        """Is it callscript itself, of this release or of another?"""
        return self.name in (OURS, BEFORE)

    def start(self, size: tuple[int, int], folder: Path, *options: str) -> Line:
        """Start it on a line of its own, in a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.is_callscript:
            home = folder / "home"
            options = ("--home", str(home))
            home.mkdir(exist_ok=True)
            write_profile(Folders.resolve(home).profile, demo_profile(self.pack))
        return Line((sys.executable, *self.arguments, *options), size, folder, {"PYTHONPATH": str(self.checkout)})

    def frame(self, size: tuple[int, int], folder: Path) -> int:
        """Return the bytes of the call screen, drawn from nothing."""
        with self.start(size, folder, "call") as line:
            line.ready(4 * SETTLED)
            if not self.is_callscript:
                return line.received
            self.at_field(line)
            line.signal(SIGCONT)
            return len(line.listen(silence=SETTLED, first=PATIENCE).data)

    def at_field(self, line: Line) -> None:
        """Go from home to the field."""
        self._press(line, self.to_field)

    def at_stages(self, line: Line) -> None:
        """Go from the field to where the round of stages begins, and once around."""
        self._press(line, self.to_stages)
        self._press(line, self.stages)

    def on_hold(self, line: Line) -> None:
        """Begin a hold."""
        self._press(line, self.to_hold)

    def _press(self, line: Line, keys: tuple[bytes, ...]) -> None:
        for key in keys:
            line.type(key, silence=SETTLED / 2)


OURS = "callscript"
BEFORE = "the release before"


def programs(scenes: Path, before: Path | None = None) -> dict[str, Program]:
    """Return the programs, by name; the peers show the scenes of a file. `before` is a checkout of another release."""
    ours = Program(
        OURS,
        ("-m", "callscript"),
        (ENTER, ENTER, ENTER),
        ("пані Олено".encode(), ENTER, ENTER, "Куди подати позов?".encode(), ENTER, b"1", ENTER),
        tuple(_KEYS[key] for key in STAGES),
        (F2, b"1"),
    )
    around = tuple([ENTER] * len(STAGES))
    peers = [
        Program(name, ("-m", f"benchmarks.peers.in_{name}", str(scenes)), to_field, (), around)
        for name, to_field in (("curses", (TAB, TAB)), ("urwid", (TAB, TAB)), ("textual", (TAB,)))
    ]
    earlier = [ours._replace(name=BEFORE, checkout=before)] if before else []
    return {program.name: program for program in (ours, *earlier, *peers)}
