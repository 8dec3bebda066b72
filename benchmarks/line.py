"""A program at the other end of a terminal line: started, typed at and measured. Bytes are those that come down the
line. Times run to the moment at which the byte came that made the expected picture whole: what comes is stamped as it
is read and goes through an emulator only when the line is silent, so that the emulator's time is nobody's.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.picture import Expected, Eye, NeverShownError, Picture

SILENCE = 0.04
"""Seconds without a byte after which what came is looked at, and after which bytes are taken to be all that come."""
ANSWERED = 0.5
"""Seconds within which a key is answered, if it changes anything."""
SETTLED = 0.4
"""Seconds without a byte after which a program is taken to be ready for the next measurement."""
PATIENCE = 20.0
"""Seconds after which something is held not to come."""


class Piece(NamedTuple):
    """What came down the line at once."""

    at: float
    data: bytes


class Answer(NamedTuple):
    """What came down the line after something was done."""

    data: bytes
    pieces: int
    """In how many reads it came: the program's writes, as far as they were apart."""


class Line:
    """A program on a terminal of its own."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], folder: Path, env: Mapping[str, str] = {}
    ) -> None:
        self._master, slave = pty.openpty()
        columns, rows = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        own = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(folder), "PATH": os.environ["PATH"], **env}
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=own, cwd=folder, start_new_session=True
        )
        os.close(slave)
        self.pid = self._process.pid
        self._leaving = False
        self._latest = b""
        self.received = 0
        """Bytes that have come down the line."""
        self._eye = Eye(size)
        self._unseen = deque[Piece]()
        """What goes through the emulator as soon as somebody looks."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    # Bytes

    def listen(
        self, *, since: float | None = None, silence: float = SILENCE, at_least: float = 0.0, first: float = 0.0
    ) -> Answer:
        """Take in what comes until the line has been silent; `at_least` so many seconds, `first` until it begins."""
        since = time.perf_counter() if since is None else since
        pieces: list[bytes] = []
        while True:
            now = time.perf_counter()
            least = at_least if pieces else max(at_least, first)
            if not self._comes(silence if now - since > least else max(silence, least - (now - since))):
                return Answer(b"".join(pieces), len(pieces))
            pieces.append(self._read().data)
            assert now - since < PATIENCE + at_least, "the program does not fall silent"

    def wait_for_keys(self) -> None:
        """Wait until the program has shown something and takes keys. Before it does, the line shows what is typed by
        itself, and a program that then sets the terminal up may throw it away, as urwid does behind its first byte.
        """
        assert self._comes(PATIENCE), "the program shows nothing"
        since = time.perf_counter()
        while termios.tcgetattr(self._master)[3] & termios.ECHO:
            assert time.perf_counter() - since < PATIENCE, "the program does not take keys"
            time.sleep(0.0005)
        self._read()

    def ready(self, silence: float = SETTLED) -> None:
        """Wait until the program takes keys and the first screen is there."""
        self.wait_for_keys()
        self.see_something(silence)

    def see_something(self, silence: float) -> None:
        """Wait until the first screen is there: what comes before it, on a busy machine long before, shows nothing."""
        since = time.perf_counter()
        while time.perf_counter() - since < PATIENCE:
            self.listen(silence=silence)
            if not self.picture.blank:
                return
        raise NeverShownError("the program shows nothing")

    def type(self, keys: bytes, *, silence: float = SILENCE) -> Answer:
        """Type something, and take in what comes."""
        self.send(keys)
        return self.listen(silence=silence, first=max(ANSWERED, silence))

    def send(self, keys: bytes) -> None:
        """Type something, and do not wait for the answer."""
        os.write(self._master, keys)

    def drain(self) -> bool:
        """Take in what has come already; tell whether there was anything."""
        before = self.received
        while self._comes(0):
            self._read()
        return self.received > before

    def bytes_by_row(self, seconds: float) -> Counter[int]:
        """Return how many bytes come for each row within some seconds."""
        while self._unseen:
            self._look()
        self.listen(at_least=seconds)
        rows = Counter[int]()
        while self._unseen:
            rows.update(self._eye.feed_by_row(self._unseen.popleft().data))
        return rows

    # Pictures

    @property
    def picture(self) -> Picture:
        """What the terminal shows, of what was taken in."""
        while self._unseen:
            self._look()
        return self._eye.picture

    def answer(self, keys: bytes, expected: Expected) -> float:
        """Type something; return the seconds until what is expected is there, which it must not be before."""
        self.drain()
        if expected.shown_in(self.picture):
            raise NeverShownError(f"{expected.name} is there before its key")
        begun = time.perf_counter()
        self.send(keys)
        return self.shown(expected, begun)

    def shown(self, expected: Expected, since: float, patience: float = PATIENCE) -> float:
        """Return the seconds from a moment on until what is expected is there; it must come."""
        found: float | None = None
        while time.perf_counter() - since < patience:
            if self._comes(SILENCE):
                self._read()
                continue
            while self._unseen:
                at = self._look()
                self.drain()  # between two looks, so that what comes meanwhile is stamped in time
                if found is None and expected.shown_in(self._eye.picture):
                    found = at - since
            if found is not None:
                return found
        raise NeverShownError(expected.missed_in(self.picture))

    def _look(self) -> float:
        """Put the next piece through the emulator; return when it came."""
        piece = self._unseen.popleft()
        self._eye.feed(piece.data)
        return piece.at

    def signal(self, signal: Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(signal)

    def gone_after(self, keys: bytes) -> float:
        """Type what ends the program; return the seconds until it is gone."""
        begun = time.perf_counter()
        self._leaving = True
        os.write(self._master, keys)
        while self._process.poll() is None:
            if self._comes(0.001):
                self._read()
            assert time.perf_counter() - begun < PATIENCE, "the program does not end"
        return time.perf_counter() - begun

    def _comes(self, longest: float) -> bool:
        """Wait for something to come, for so many seconds at most."""
        return bool(select.select([self._master], [], [], longest)[0])

    def _read(self) -> Piece:
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        piece = Piece(time.perf_counter(), data)
        assert data or self._leaving, (
            f"the program has ended: {self._process.wait(PATIENCE)}\n{self._latest.decode(errors='replace')}"
        )
        self._latest = data
        self.received += len(data)
        self._unseen.append(piece)
        return piece

    # What the system tells of the process

    def processor_seconds(self) -> float:
        """Return the time it has run, of all its threads."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def wake_ups(self) -> int:
        """Return how often it has waited and come back, all its threads."""
        return sum(
            int(line.split()[1])
            for status in Path(f"/proc/{self.pid}/task").glob("*/status")
            for line in status.read_text().splitlines()
            if line.startswith("voluntary")
        )

    def resident(self) -> float:
        """Return the memory it holds, in MB."""
        return _kilobytes(Path(f"/proc/{self.pid}/status"), "VmRSS:") / 1024

    def share(self) -> float:
        """Return its share of the memory that it and others hold (PSS), in MB."""
        return _kilobytes(Path(f"/proc/{self.pid}/smaps_rollup"), "Pss:") / 1024


def _kilobytes(file: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(name))
