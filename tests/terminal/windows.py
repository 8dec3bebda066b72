"""The program in the windows of xterm, urxvt and PuTTY's pterm."""

from __future__ import annotations

import os
import subprocess
from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from threading import Event

import pyte

from tests.programs import ROOT
from tests.terminal.any_terminal import PATIENCE, AnyTerminal, soon, tool
from tests.terminal.desktop import Desktop, strokes

_FONT = "DejaVu Sans Mono"


class Window(AnyTerminal):
    """A window with a terminal in it, and the program on that."""

    NAME: str
    """Of the emulator's program, and of its windows."""

    def __init__(
        self, desktop: Desktop, program: Sequence[str], folder: Path, *, columns: int = 80, rows: int = 24
    ) -> None:
        self.desktop = desktop
        self.folder = folder
        self.columns, self.rows = columns, rows
        command = [tool(self.NAME), *self.options(), "-e", *program]
        with (folder / f"{self.NAME}.log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=desktop.env | {"HOME": str(folder)}, cwd=ROOT, stdout=log, stderr=log
            )
        self.wait_until(lambda: desktop.focus(self.NAME), f"a window of {self.NAME}")

    @abstractmethod
    def options(self) -> list[str]:
        """Return the emulator's options, to the one behind which the program stands."""

    @property
    def over(self) -> bool:
        """The program has ended, and the window with it."""
        return self._process.poll() is not None

    def type(self, text: str) -> None:
        """Type a text, by the keys that do it under the layout."""
        self.desktop.type(text)

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.desktop.strike(*strokes(keys))

    def close(self) -> None:
        """Close the window if it is still there, and end what ran in it."""
        if self.over:
            return
        inside = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="utf-8")
        self._process.kill()
        self._process.wait(PATIENCE)
        for child in inside.split():
            with suppress(ProcessLookupError):
                os.kill(int(child), SIGKILL)


class Printing(Window):
    """A window whose picture is what the emulator prints when it is asked to."""

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        for old in self.prints():
            old.unlink()
        self.press("print")
        came = soon(lambda: bool(self.prints()) or self.over, lambda _: Event().wait(0.005))
        assert came, f"{self.NAME} does not print"
        text = "".join(printed.read_text(encoding="utf-8") for printed in self.prints())
        return [line.ljust(self.columns) for line in text.rstrip("\f").splitlines()]

    @abstractmethod
    def prints(self) -> list[Path]:
        """Return the files with what was printed, as soon as all of it is in them."""


class Xterm(Printing):
    """A window of xterm.

    It prints into a file, not to a command: after one it waits now and then for a child that it has reaped already, and
    takes no key until the program in it ends.
    """

    NAME = "xterm"

    def options(self) -> list[str]:
        """Return its options."""
        resources = {
            "printFileImmediate": self.folder / "printed",
            "printOptsImmediate": 1,  # what is on screen
            "VT100.translations": "#override <Key>Print: print-immediate()",
        }
        set_to = [part for name, value in resources.items() for part in ("-xrm", f"XTerm*{name}: {value}")]
        return ["-u8", "-fa", _FONT, "-fs", "8", "-geometry", f"{self.columns}x{self.rows}", *set_to]

    def prints(self) -> list[Path]:
        """Return the file, whose name ends with the time, when each row has its end."""
        found = self.folder.glob("printed*")
        return [each for each in found if each.read_bytes().count(b"\n") == self.rows][:1]


class Urxvt(Printing):
    """A window of rxvt-unicode."""

    NAME = "urxvt"

    def options(self) -> list[str]:
        """Return its options."""
        size = f"{self.columns}x{self.rows}"
        printer = f"cat >{self.folder}/printing && mv {self.folder}/printing {self.folder}/printed"
        return ["-fn", f"xft:{_FONT}:pixelsize=11", "-geometry", size, "--print-pipe", printer]

    def prints(self) -> list[Path]:
        """Return the file, which gets its name when it is whole."""
        return list(self.folder.glob("printed"))


class Pterm(Window):
    """A window of PuTTY's terminal; its picture is made of what it logs as written to it."""

    NAME = "pterm"

    def __init__(
        self,
        desktop: Desktop,
        program: Sequence[str],
        folder: Path,
        *,
        columns: int = 80,
        rows: int = 24,
        function_keys: int = 0,
    ) -> None:
        self._function_keys = function_keys
        """As PuTTY stores which sequences they send."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._taken = 0
        super().__init__(desktop, program, folder, columns=columns, rows=rows)

    @property
    def log(self) -> Path:
        """Everything that was written to it."""
        return self.folder / "session.log"

    def options(self) -> list[str]:
        """Store a session; return the option that loads it."""
        session = self.folder / ".config" / "putty" / "sessions" / "callscript"
        session.parent.mkdir(parents=True, exist_ok=True)
        settings = {
            "TermWidth": self.columns,
            "TermHeight": self.rows,
            "FontName": f"client:{_FONT} 8",
            "LineCodePage": "UTF-8",
            "LinuxFunctionKeys": self._function_keys,
            "LogFileName": self.log,
            "LogType": 2,
            "LogHeader": 0,
            "LogFlush": 1,
        }
        session.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
        return ["-load", session.name]

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        if self.log.exists():
            with self.log.open("rb") as log:
                log.seek(self._taken)
                written = log.read()
            self._taken += len(written)
            self._stream.feed(written)
        return list(self._screen.display)


WINDOWS = {window.NAME: window for window in (Xterm, Urxvt, Pterm)}
