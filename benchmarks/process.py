"""What a process takes."""

from __future__ import annotations

from collections.abc import Callable
from os import sysconf
from pathlib import Path
from time import monotonic


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    found = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(found[11]) + int(found[12])) / sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Return the MB of memory that are a process's own, with its part of what it shares."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("Pss:")) / 1024


def share_of(pid: int, work: Callable[[], object]) -> float:
    """Return how much of a core a process takes while something is done, in hundredths."""
    before, begun = processor(pid), monotonic()
    work()
    return (processor(pid) - before) / (monotonic() - begun) * 100
