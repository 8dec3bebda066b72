"""A program in a real pty with a terminal emulator behind it: bytes in as xterm sends them, the picture out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL, Signals
from threading import Condition, Thread
from typing import Any

from callscript.terminal.burst import APART
from tests.programs import SURROUNDINGS, start
from tests.terminal.any_terminal import PATIENCE, AnyTerminal
from tests.terminal.emulator import Cells, Emulator

KEYS = {
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "backspace": b"\x7f",
    "escape": b"\x1b",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "insert": b"\x1b[2~",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "ctrl+c": b"\x03",
    "ctrl+q": b"\x11",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "f10": b"\x1b[21~",
    "f12": b"\x1b[24~",
} | {digit: digit.encode() for digit in "0123456789"}
"""What xterm sends for a key."""

_WRITTEN = 0.015
"""Seconds without a byte after which what was written is held to be a whole picture: a pty takes it piece by piece."""
_STREAM = 0.3
"""Seconds after which a picture is looked at though more of it comes."""


class Terminal(AnyTerminal):
    """A program on a terminal of its own, of which it is the session leader."""

    def __init__(
        self, command: Sequence[str], home: Path, *, columns: int = 80, rows: int = 24, env: Mapping[str, str] = {}
    ) -> None:
        self.raw = b""
        """All that the program has written."""
        self._emulator = Emulator(columns, rows)
        self._unseen = b""
        """What goes through the emulator as soon as somebody looks."""
        self._changed = Condition()
        self._written_at = -_WRITTEN
        """When the program wrote last, on the monotonic clock."""
        self._over = False
        self.watch: Callable[[list[str]], None] | None = None
        """Is shown every picture."""
        self._reads = True
        self._flood = b""
        self._hung_up = False
        self._woken, self._wake = os.pipe()
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._line = os.ttyname(slave)
        self._size(columns, rows)
        own = {"TERM": "xterm-256color", "HOME": str(home), **SURROUNDINGS, **env}
        self._process = start(command, own, (slave, slave, slave), leads=True)
        os.close(slave)
        self._reader = Thread(target=self._read, args=(self._master,), daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Kill the program if it still runs, and let go of the terminal."""
        self.kill()
        self.hang_up()
        if self._wake >= 0:
            os.close(self._wake)
            os.close(self._woken)
            self._wake = -1

    # The picture

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        with self._painted() as emulator:
            return emulator.lines

    def cells(self) -> Cells:
        """Return every cell of the screen: its glyph, and how it is shown as far as that can be seen."""
        with self._painted() as emulator:
            return emulator.cells()

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The column and the row of the cursor; None where it is hidden."""
        with self._painted() as emulator:
            return emulator.cursor

    def parted(self, x: int, y: int) -> tuple[str, str]:
        """Return a row's text before a column, and from it on."""
        with self._painted() as emulator:
            return emulator.parted(x, y)

    @property
    def pid(self) -> int:
        """The program's."""
        return self._process.pid

    @property
    def over(self) -> bool:
        """The program has ended, and all that it had written was taken in."""
        return self._over

    def wait_for_change(self, longest: float) -> None:
        """Wait until the program writes, for so many seconds at most."""
        with self._changed:
            self._changed.wait(longest)

    # What the operator and the world do

    def send(self, data: bytes) -> None:
        """Send bytes, in one write if the line takes them at once."""
        while data:
            data = _send(self._master, data)
            if data:
                select.select([], [self._master], [])

    def flood(self, data: bytes) -> None:
        """Send bytes as fast as the program takes them, and go on meanwhile, until the window is closed."""
        self._flood = data
        self._tell_reader()

    def type(self, text: str) -> None:
        """Type a text."""
        self.send(text.encode())

    def press(self, *keys: str) -> None:
        """Press keys, in one write."""
        self.send(b"".join(KEYS[key] for key in keys))

    def send_alone(self, data: bytes) -> None:
        """Send bytes that the program is to take in by themselves: what is typed does not come all at once."""
        self.send(data)
        self.wait_until(lambda: not self.unread, "the keys taken in")
        taken = time.monotonic()
        self.wait_until(lambda: time.monotonic() - taken >= 2 * APART)

    def paste(self, text: str) -> None:
        """Paste a text, as a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; 0×0 is what a line says that does not know its own."""
        with self._changed:
            if columns and rows:
                self._looked_at().resize(columns, rows)
            self._size(columns, rows)

    def stop_reading(self) -> None:
        """Take in nothing more of what the program writes, so that the line fills up."""
        self._tell_reader(reads=False)

    def hold_output(self) -> None:
        """Hold up the line at once, as Ctrl+S does on a terminal with flow control."""
        self._flow(termios.TCOOFF)

    def go_on(self) -> None:
        """Read again, and let the line flow."""
        self._flow(termios.TCOON)
        self._tell_reader()

    def used_by_others(self, text: bytes) -> None:
        """Have another program, such as a shell, set the terminal for itself and write to it."""
        with self._other_end() as line:
            settings = termios.tcgetattr(line)
            settings[3] |= termios.ECHO | termios.ICANON | termios.ISIG
            termios.tcsetattr(line, termios.TCSANOW, settings)
            os.write(line, text)

    def _flow(self, action: int) -> None:
        with self._other_end() as line:
            termios.tcflow(line, action)

    @contextmanager
    def _other_end(self) -> Generator[int]:
        line = os.open(self._line, os.O_RDWR | os.O_NOCTTY)
        try:
            yield line
        finally:
            os.close(line)

    @property
    def settings(self) -> list[Any]:
        """The terminal's settings, as `termios` has them."""
        return termios.tcgetattr(self._master)

    @property
    def written(self) -> int:
        """The bytes that the program has written, to wherever it be."""
        return self._counted("wchar")

    @property
    def read(self) -> int:
        """The bytes that the program has read, from wherever it be."""
        return self._counted("rchar")

    @property
    def unread(self) -> int:
        """The bytes that were sent and that the program has not taken in yet."""
        with self._other_end() as line:
            return struct.unpack("i", fcntl.ioctl(line, termios.FIONREAD, bytes(4)))[0]

    def _counted(self, name: str) -> int:
        return int(re.findall(rf"{name}: (\d+)", Path(f"/proc/{self.pid}/io").read_text())[0])

    def signal(self, signal: Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(signal)

    def hang_up(self) -> None:
        """Close the terminal's window, or lose the line to it."""
        master, self._master = self._master, -1
        if master >= 0:
            self._hung_up = self.ended is None
            self._tell_reader()
            self._reader.join(PATIENCE)
            os.close(master)

    def kill(self) -> None:
        """Kill the program, and take in what it had written."""
        if self._process.poll() is None:
            self._process.send_signal(SIGKILL)
        self.exit_status()

    @property
    def ended(self) -> int | None:
        """The exit status, if the program has ended."""
        return self._process.poll()

    def exit_status(self) -> int:
        """Wait for the program's end; return its status, or the negative number of the signal that ended it."""
        status = self._process.wait(PATIENCE)
        if self._master >= 0:
            self._tell_reader()
            self._reader.join(PATIENCE)
        return status

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _tell_reader(self, *, reads: bool = True) -> None:
        self._reads = reads
        os.write(self._wake, b"!")

    def _read(self, master: int) -> None:
        while not self._hung_up:
            waits_for = [master, self._woken] if self._reads else [self._woken]
            ready, takes, _ = select.select(waits_for, [master] if self._flood else [], [])
            if self._woken in ready:
                os.read(self._woken, 1)
            if master in ready:
                self._take_in(master)
                if self._over:
                    return
            if takes:
                with suppress(OSError):  # the program has ended: reading from it tells
                    self._flood = _send(master, self._flood)

    @contextmanager
    def _painted(self) -> Generator[Emulator]:
        """Look at the screen when it is painted: half a picture has rows of the one before."""
        latest = time.monotonic() + _STREAM
        with self._changed:
            while not self._over and (now := time.monotonic()) < min(self._written_at + _WRITTEN, latest):
                self._changed.wait(min(self._written_at + _WRITTEN, latest) - now)
            yield self._looked_at()

    def _looked_at(self) -> Emulator:
        if self._unseen:
            self._emulator.feed(self._unseen)
            self._unseen = b""
        return self._emulator

    def _take_in(self, master: int) -> None:
        try:
            data = os.read(master, 65536)
        except OSError:  # the other end is closed
            data = b""
        with self._changed:
            self._over = not data
            self._written_at = time.monotonic()
            self.raw += data
            self._unseen += data
            if self.watch:
                self.watch(self._looked_at().lines)
            self._changed.notify_all()


def _send(line: int, data: bytes) -> bytes:
    """Send what the line takes at once; return the rest."""
    try:
        return data[os.write(line, data) :]
    except BlockingIOError:
        return data
