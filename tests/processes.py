"""Processes of the tests that are made to hang."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGCONT, SIGSTOP


@contextmanager
def hanging(*pids: int) -> Generator[None]:
    """Have processes do nothing, and not end either, for a while."""
    for pid in pids:
        stop(pid)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, SIGCONT)


def stop(pid: int) -> None:
    """Stop a process, and return when each of its threads stands still: the signal alone only asks for it."""
    os.kill(pid, SIGSTOP)
    deadline = time.monotonic() + 30
    while not _stands_still(pid):
        assert time.monotonic() < deadline, f"process {pid} goes on"
        time.sleep(0.001)


def _stands_still(pid: int) -> bool:
    states = (task.read_text(encoding="utf-8").rpartition(")")[2].split()[0] for task in _threads(pid))
    return all(state in {"T", "Z", "X"} for state in states)


def _threads(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").glob("*/stat"))
