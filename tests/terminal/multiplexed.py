"""The program inside tmux and GNU screen, which themselves are on a pty, with all that such a pty can tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.programs import ROOT
from tests.terminal.any_terminal import PATIENCE, soon, tool
from tests.terminal.terminal import KEYS, Terminal

_KEYS = KEYS | {
    "up": b"\x1bOA",
    "down": b"\x1bOB",
    "right": b"\x1bOC",
    "left": b"\x1bOD",
    "home": b"\x1bOH",
    "end": b"\x1bOF",
    "delete": b"\x1b[3~",
    "keypad home": b"\x1bOH",
    "keypad end": b"\x1bOF",
    "keypad enter": b"\x1bOM",
}
"""What xterm sends to a multiplexer, which has cursor keys and keypad in their own modes."""


class Client(Terminal):
    """The terminal of whoever looks at a session."""

    def __init__(self, command: Sequence[str], home: Path, *, columns: int, rows: int, status: int) -> None:
        self._status = status
        """Rows at the bottom that are the multiplexer's own."""
        super().__init__(command, home, columns=columns, rows=rows + status)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen that are the program's."""
        shown = super().lines
        return shown[: len(shown) - self._status]

    def press(self, *keys: str) -> None:
        """Press keys, in one write."""
        self.send(b"".join(_KEYS[key] for key in keys))

    def exit_status(self) -> int:
        """Wait for the client's end alone: a session that goes on may keep the terminal open."""
        status = self._process.wait(PATIENCE)
        self._hung_up = True
        self._tell_reader()
        self._reader.join(PATIENCE)
        return status


class Session(ABC):
    """A session of a multiplexer with the program in it, which goes on while nobody looks."""

    STATUS = 0

    def __init__(self, program: Sequence[str], term: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="s"))  # a socket's path must be short
        self.folder.chmod(0o700)
        self._env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder), "TERM": "xterm-256color"}
        self._env["SCREENDIR"] = str(self.folder)
        self._config = self.folder / "config"
        self._config.write_text(self.configuration(term), encoding="utf-8")
        self._run(*self.starting(), *program)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and the program in it."""
        if self.alive:
            self._run(*self.ending())
            assert soon(lambda: not self.alive)
        shutil.rmtree(self.folder)

    @abstractmethod
    def configuration(self, term: str) -> str:
        """Return the configuration with which programs inside find this TERM."""

    @abstractmethod
    def starting(self) -> list[str]:
        """Return the command that starts it, to the one that the program stands behind."""

    @abstractmethod
    def attaching(self) -> list[str]:
        """Return the command of a client."""

    @abstractmethod
    def detaching(self) -> list[str]:
        """Return the command that sends clients away."""

    @abstractmethod
    def ending(self) -> list[str]:
        """Return the command that ends it."""

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Tell whether the program runs in it."""

    def attach(self, *, columns: int = 80, rows: int = 24) -> Client:
        """Look at it."""
        return Client(self._with_env(self.attaching()), self.folder, columns=columns, rows=rows, status=self.STATUS)

    def detach(self) -> None:
        """Send away whoever looks at it."""
        self._run(*self.detaching())

    def _with_env(self, command: Sequence[str]) -> list[str]:
        return ["env", f"SCREENDIR={self.folder}", *command]

    def _run(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            command, env=self._env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert fails or done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Tmux(Session):
    """A session of tmux, set as the manual for operators over ssh has it."""

    STATUS = 1

    def configuration(self, term: str) -> str:
        """Return its configuration."""
        return f"set -g default-terminal {term}\nset -g escape-time 25\n"

    def _tmux(self, *arguments: str) -> list[str]:
        return [tool("tmux"), "-S", f"{self.folder}/tmux", "-f", str(self._config), *arguments]

    def starting(self) -> list[str]:
        """Return the command that starts it."""
        return self._tmux("new-session", "-d", "-x", "80", "-y", "25")

    def attaching(self) -> list[str]:
        """Return the command of a client."""
        return self._tmux("attach-session")

    def detaching(self) -> list[str]:
        """Return the command that sends clients away."""
        return self._tmux("detach-client", "-s", "0")

    def ending(self) -> list[str]:
        """Return the command that ends it."""
        return self._tmux("kill-server")

    @property
    def alive(self) -> bool:
        """Tell whether it has a session."""
        return bool(self._run(*self._tmux("list-sessions"), fails=True))

    def lines(self) -> list[str]:
        """Return the picture that tmux has."""
        return self._run(*self._tmux("capture-pane", "-p")).split("\n")[:-1]

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The column and the row of the program's cursor, as tmux has them; None where it is hidden."""
        x, y, shown = map(
            int, self._run(*self._tmux("display", "-p", "#{cursor_x} #{cursor_y} #{cursor_flag}")).split()
        )
        return (x, y) if shown else None


class GnuScreen(Session):
    """A session of GNU screen."""

    def configuration(self, term: str) -> str:
        """Return its configuration."""
        return f"term {term}\ndefutf8 on\nstartup_message off\ndeflogin off\n"

    def _screen(self, *arguments: str) -> list[str]:
        return [tool("screen"), "-S", "calls", *arguments]

    def starting(self) -> list[str]:
        """Return the command that starts it."""
        return self._screen("-c", str(self._config), "-U", "-d", "-m")

    def attaching(self) -> list[str]:
        """Return the command of a client."""
        return [tool("screen"), "-U", "-r", "calls"]

    def detaching(self) -> list[str]:
        """Return the command that sends clients away."""
        return self._screen("-d")

    def ending(self) -> list[str]:
        """Return the command that ends it."""
        return self._screen("-X", "quit")

    @property
    def alive(self) -> bool:
        """Tell whether it is listed."""
        return ".calls" in self._run(tool("screen"), "-ls", fails=True)


MULTIPLEXERS = {
    "tmux": (Tmux, "tmux-256color"),
    "tmux as screen": (Tmux, "screen-256color"),
    "screen": (GnuScreen, "screen-256color"),
}
"""By name: a multiplexer, and what it says to programs that it is."""
