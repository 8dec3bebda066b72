"""A program at the other end of a terminal line: started, typed at and measured. Bytes are those that come down the
line; times run to the last byte before the line falls silent. There is no emulator in the way, which would take time.
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
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import NamedTuple, Self

SILENCE = 0.04
"""Seconds without a byte after which an answer is over."""
ANSWERED = 0.5
"""Seconds within which a key is answered, if it changes anything."""
SETTLED = 0.4
"""Seconds without a byte after which a program is taken to be ready for the next measurement."""
PATIENCE = 20.0


class Answer(NamedTuple):
    """What came down the line after something was done."""

    data: bytes
    pieces: int
    """In how many reads it came: the program's writes, as far as they were apart."""
    seconds: float
    """To the last byte; 0 if nothing came."""


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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def listen(
        self, *, since: float | None = None, silence: float = SILENCE, at_least: float = 0.0, first: float = 0.0
    ) -> Answer:
        """Take in what comes until the line has been silent; `at_least` so many seconds, `first` until it begins."""
        since = time.perf_counter() if since is None else since
        pieces: list[bytes] = []
        last = since
        while True:
            now = time.perf_counter()
            least = at_least if pieces else max(at_least, first)
            wait = silence if now - since > least else max(silence, least - (now - since))
            if not select.select([self._master], [], [], wait)[0]:
                return Answer(b"".join(pieces), len(pieces), last - since if pieces else 0.0)
            pieces.append(self._read())
            assert now - since < PATIENCE + at_least, "the program does not fall silent"
            last = time.perf_counter()

    def wait_for_output(self) -> bytes:
        """Wait for the first byte."""
        assert select.select([self._master], [], [], PATIENCE)[0], "the program shows nothing"
        return self._read()

    def ready(self) -> None:
        """Wait until the first screen is there."""
        self.wait_for_output()
        self.listen(silence=SETTLED)

    def type(self, keys: bytes, *, silence: float = SILENCE) -> Answer:
        """Type something, and take in the answer."""
        begun = time.perf_counter()
        os.write(self._master, keys)
        return self.listen(since=begun, silence=silence, first=max(ANSWERED, silence))

    def send(self, keys: bytes) -> None:
        """Type something, and do not wait for the answer."""
        os.write(self._master, keys)

    def signal(self, signal: Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(signal)

    def gone_after(self, keys: bytes) -> float:
        """Type what ends the program; return the seconds until it is gone."""
        begun = time.perf_counter()
        self._leaving = True
        os.write(self._master, keys)
        while self._process.poll() is None:
            if select.select([self._master], [], [], 0.001)[0]:
                self._read()
            assert time.perf_counter() - begun < PATIENCE, "the program does not end"
        return time.perf_counter() - begun

    def _read(self) -> bytes:
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        assert data or self._leaving, (
            f"the program has ended: {self._process.wait(PATIENCE)}\n{self._latest.decode(errors='replace')}"
        )
        self._latest = data
        return data

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
