"""Programs that tests start: forks of a process that has loaded what they load (`tests/forking.py`), which takes half
the time of a start by exec.

The first of each kind in a worker is started by exec, as people start it; so is what runs anything else than this
interpreter in the tests' own surroundings, and whatever a test starts in earnest.
"""

from __future__ import annotations

import atexit
import os
import select
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Lock
from typing import Protocol

import msgspec

from tests.forking import LARGEST, STATUS, Asked

ROOT = Path(__file__).parents[1]
SURROUNDINGS = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
"""Variables that a process reads while it begins: those of a fork are these."""
_READ_LATER = {"TERM", "HOME", "TZ", "CALLSCRIPT_HOME"}
"""Others that may differ: they are looked at when the program is there."""
_ON_ITS_LINE = 'exec "$@" <>"$0" >&0 2>&0'
"""A session leader that opens a terminal gets it as its controlling terminal: signals come as in life."""


class Process(Protocol):
    """A program that runs or has ended, as `subprocess.Popen` has it."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit status, if the program has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; return the exit status."""
        ...

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless the program has ended."""

    def kill(self) -> None:
        """Kill the program, unless it has ended."""


class _Forks:
    """Whether programs are forked, and what kinds were started before."""

    def __init__(self) -> None:
        self.on = False
        self.started: set[tuple[str, ...]] = set()
        self.lock = Lock()


_forks = _Forks()


@contextmanager
def forked(on: bool) -> Generator[None]:
    """Have programs forked, or started by exec in earnest."""
    before, _forks.on = _forks.on, on
    yield
    _forks.on = before


def start(
    command: Sequence[str], env: Mapping[str, str], streams: tuple[int, int, int], *, leads: bool = False
) -> Process:
    """Start a program on open files, in the root of the checkout; `leads`: they are a terminal of its own."""
    if _forks.on and _can_be_forked(command, env) and not _is_first(command):
        return _Fork(Asked(list(command[1:]), dict(env), leads), streams)
    if leads:
        command = ("sh", "-c", _ON_ITS_LINE, os.ttyname(streams[0]), *command)
    own = dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))
    return subprocess.Popen(command, **own, env=env, cwd=ROOT, start_new_session=leads)


def completed(command: Sequence[str], env: Mapping[str, str], told: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program to its end, in the root of the checkout; its standard input has what it is told, and ends."""
    with ExitStack() as files:
        given, out, err = (files.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(3))
        given.write(told)
        given.seek(0)
        status = start(command, env, (given.fileno(), out.fileno(), err.fileno())).wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, status, out.read(), err.read())


def _can_be_forked(command: Sequence[str], env: Mapping[str, str]) -> bool:
    if command[0] != sys.executable or (tuple(command[1:3]) != ("-m", "callscript") and command[1] != "-c"):
        return False
    return {name: value for name, value in env.items() if name not in _READ_LATER} == SURROUNDINGS


def _is_first(command: Sequence[str]) -> bool:
    """Whether no program of this kind was started yet: the same command, by lines or drawn."""
    with _forks.lock:
        kind = (command[1], *command[3:4], "--plain" if "--plain" in command else "")
        first = kind not in _forks.started
        _forks.started.add(kind)
        return first


class _Fork:
    """A program that was forked."""

    def __init__(self, asked: Asked, streams: tuple[int, int, int]) -> None:
        self._told, tells = os.pipe()
        self._look = select.poll()
        self._look.register(self._told, select.POLLIN)
        with _forks.lock:
            socket.send_fds(_link(), [msgspec.json.encode(asked)], [*streams, tells])
        os.close(tells)
        self.pid: int = self._hear()
        self._status: int | None = None

    def poll(self) -> int | None:
        """Return the exit status, if the program has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; return the exit status."""
        status = self._ended(timeout)
        if status is None:
            raise subprocess.TimeoutExpired([str(self.pid)], timeout or 0)
        return status

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless the program has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """Kill the program, unless it has ended."""
        self.send_signal(SIGKILL)

    def _ended(self, longest: float | None) -> int | None:
        if self._status is None and self._look.poll(None if longest is None else longest * 1000):
            self._status = self._hear()
            os.close(self._told)
        return self._status

    def _hear(self) -> int:
        told = os.read(self._told, STATUS.size)
        assert told, "what forks programs has ended"
        return STATUS.unpack(told)[0]


@cache
def _link() -> socket.socket:
    """Return what a process is asked over that forks programs; it ends with this one."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGEST)
    command = [sys.executable, "-m", "tests.forking", str(there.fileno())]
    process = subprocess.Popen(
        command, cwd=ROOT, env=SURROUNDINGS, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
    )
    there.close()

    def end() -> None:
        here.close()
        process.wait()

    atexit.register(end)
    return here
