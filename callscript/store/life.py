"""Which seats are taken, seen from outside: the kernel lists the locks that are held (`/proc/locks`), so nobody has to
try one, which would keep an operator out of their own seat for that moment, or write a sign of life.

A lock is let go of when its holder dies. It is known by its device and inode, so no file of another account is opened.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from callscript.store.errors import StoreUnavailable
from callscript.store.in_words import in_words
from callscript.store.names import is_beside

_LOCKS = Path("/proc/locks")
_HELD = re.compile(r"^\d+: FLOCK +\S+ +WRITE (\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) ", re.MULTILINE)
_LOCK = ".lock"
_SEAT = re.compile(r"[A-Za-z0-9_]+")
_AGAIN = 3
"""So often the list of locks is read again where somebody is missing: it comes in pieces of 4 kB, and for each lock
that is let go of between two of them the next one skips another.
"""
_STARTED = 19
"""Where /proc/<pid>/stat says when a process was started, behind its name."""


class Life(NamedTuple):
    """A seat that is taken."""

    since: datetime | None
    """When the session's process was started; None: the system does not tell."""


class FileLife:
    """The seats below a folder of locks."""

    def __init__(self, locks: Path) -> None:
        self._locks = locks
        self._devices = frozenset[tuple[int, int]]()
        self._started: dict[int, datetime | None] = {}
        """By process, and only of those that hold a lock."""
        self._known: Mapping[str, int] | None = None
        """Who was seated at the look before, and in which process; None: there was none."""

    def seated(self, now: datetime) -> Mapping[str, Life]:
        """Return the seats that are taken, by the operator's number as `file_name` writes it."""
        with in_words(self._locks):
            if not self._locks.exists():  # nobody has ever worked here
                return {}
            self._devices = self._devices or _devices(self._locks)
        found = self._holders()
        for _turn in range(_AGAIN):
            if self._known is not None and self._known.keys() <= found.keys():
                break
            found |= self._holders()
        self._known = found
        self._started = {
            pid: self._started[pid] if pid in self._started else _started(pid, now) for pid in found.values()
        }
        return {name: Life(self._started[pid]) for name, pid in found.items()}

    def _holders(self) -> dict[str, int]:
        """Return the process that holds each seat, as far as one reading of the list tells."""
        try:
            listed = _LOCKS.read_text(encoding="ascii")
        except OSError as error:
            reason = f"{error.strerror}: only Linux tells whose sessions are live"
            raise StoreUnavailable(str(_LOCKS), reason) from error
        holders = {
            int(inode): int(pid)
            for pid, major, minor, inode in _HELD.findall(listed)
            if (int(major, 16), int(minor, 16)) in self._devices
        }
        return {name: holders[inode] for name, inode in self._files() if inode in holders}

    def _files(self) -> Iterator[tuple[str, int]]:
        """Yield the locks of seats: each with its inode."""
        with in_words(self._locks), os.scandir(self._locks) as entries:
            for entry in entries:
                name = entry.name.removesuffix(_LOCK)
                if name != entry.name and _is_seat(name):
                    yield name, entry.stat(follow_symlinks=False).st_ino


def _is_seat(name: str) -> bool:
    """Tell a seat from the place beside it, which commands take."""
    return bool(_SEAT.fullmatch(name)) and not is_beside(name)


def _devices(folder: Path) -> frozenset[tuple[int, int]]:
    """Return the devices by which the kernel may name the file system of a folder: some give each subvolume its own."""
    found = folder.stat().st_dev
    devices = {(os.major(found), os.minor(found))}
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        mount = re.search(
            r"^mnt_id:\s*(\d+)", Path(f"/proc/self/fdinfo/{fd}").read_text(encoding="ascii"), re.MULTILINE
        )
    finally:
        os.close(fd)
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines():
        number, _, device = line.split()[:3]
        if mount and number == mount[1]:
            major, minor = device.split(":")
            devices.add((int(major), int(minor)))
    return frozenset(devices)


def _started(pid: int, now: datetime) -> datetime | None:
    """Return when a process was started; None: it has ended, or this account may not see it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        ticks = int(stat.rpartition(")")[2].split()[_STARTED])
    except (OSError, ValueError, IndexError):
        return None
    running = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return now - timedelta(seconds=max(0.0, running))
