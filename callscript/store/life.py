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

from callscript.runtime.clock import SystemClock
from callscript.runtime.i18n import _
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
_STARTED, _TERMINAL = 19, 4
"""Where /proc/<pid>/stat says when a process was started, and at which terminal, behind its name."""
_WINDOWS = range(136, 144)
_CONSOLE, _CONSOLES = 4, 64
"""The devices of terminals: major numbers, and how many consoles there are."""
_MINUTE = 60


class Life(NamedTuple):
    """A seat that is taken."""

    since: datetime | None
    """When the session's process was started; None: the system does not tell."""
    process: int = 0
    terminal: str = ""
    """The one that it was started at, as `who` names it; empty: there is none, or the system does not tell."""


class FileLife:
    """The seats below a folder of locks."""

    def __init__(self, locks: Path) -> None:
        self._locks = locks
        self._devices = frozenset[tuple[int, int]]()
        self._lives: dict[int, Life] = {}
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
        self._lives = {pid: self._lives.get(pid) or _life(pid, now) for pid in found.values()}
        return {name: self._lives[pid] for name, pid in found.items()}

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


def whereabouts(locks: Path, name: str) -> str:
    """Say at which terminal, or in which process, the holder of a seat sits, and for how long; empty: nobody knows."""
    from callscript.dialogue.show.dates import hours  # seldom needed

    now = SystemClock().now()
    try:
        life = FileLife(locks).seated(now).get(name)
    except StoreUnavailable:
        return ""
    if life is None:  # it has ended this very moment, or is of another machine
        return ""
    at = _("terminal {name}") if life.terminal else _("process {number}")
    told = [at.format(name=life.terminal, number=life.process)]
    if life.since:
        length = hours(max(_MINUTE, int((now - life.since).total_seconds())))
        told.append(_("for {time} now").format(time=length))
    return ", ".join(told)


def _life(pid: int, now: datetime) -> Life:
    """Return what the system tells of a process: little, if it has ended, or this account may not see it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        told = stat.rpartition(")")[2].split()
        device, ticks = int(told[_TERMINAL]), int(told[_STARTED])
    except (OSError, ValueError, IndexError):
        return Life(None, pid)
    running = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return Life(now - timedelta(seconds=max(0.0, running)), pid, _terminal(os.major(device), os.minor(device)))


def _terminal(major: int, minor: int) -> str:
    """Return how `who` names a terminal by the number of its device: of a window or a line of ssh, of the console."""
    if major in _WINDOWS:
        return f"pts/{(major - _WINDOWS.start) * 256 + minor}"
    return f"tty{minor}" if major == _CONSOLE and 0 < minor < _CONSOLES else ""
