"""Which files and folders others can read or change, belong to somebody else, or are closed to their owner; mends
those that are ours.

Each has one mode: that of what is private, or of what a group shares. Links are neither followed nor mended.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from callscript.runtime.accounts import account_name
from callscript.runtime.files import PRIVATE, Access
from callscript.runtime.paths import Folders

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PART = 0o077
"""What nobody else has of what is private."""


class Wrong(Struct, frozen=True):
    """A file or folder that is not as it has to be."""

    path: Path
    reason: str
    mode: int
    """The one that it has to have."""
    group: int
    """The group that it has to have; -1: any."""
    ours: bool
    """Whether this account can mend it."""

    def mend(self) -> None:
        """Give it its mode and group. Raise `OSError` if that cannot be done."""
        os.chown(self.path, -1, self.group, follow_symlinks=False)
        self.path.chmod(self.mode)  # afterwards: a change of group takes bits away


def wrong(folders: Folders) -> Iterator[Wrong]:
    """Yield what is wrong, a folder before what is in it."""
    group = folders.data.stat().st_gid if folders.share == "group" and folders.data.exists() else -1
    parts = {folders.journal, folders.open_calls, folders.registers, folders.packs, folders.locks, folders.outbox}
    for folder, access in folders.layout.items():
        yield from _look(folder, access.folder, group if access != PRIVATE else -1, _PART if folder in parts else 0)
        if folder in parts:
            seats = folder in (folders.open_calls, folders.locks)
            yield from _below(folder, access, group, seats=seats)
    for file in (folders.profile, folders.log):
        yield from _look(file, PRIVATE.file, -1, 0)
    for file in (folders.settings, folders.centre):
        yield from _look(file, 0o640 if group >= 0 else PRIVATE.file, group, 0)


def close_to_others(file: Path) -> bool:
    """Take from others the right to write a file and its folder, as far as they are ours; tell if something changed."""
    changed = False
    for path in (file.parent, file):
        found = path.lstat()
        mode = stat.S_IMODE(found.st_mode)
        closed = mode & ~(stat.S_IWOTH if mode & stat.S_ISGID else _OTHERS_WRITE)
        if found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode) and closed != mode:
            path.chmod(closed)
            changed = True
    return changed


def _below(folder: Path, access: Access, group: int, *, seats: bool) -> Iterator[Wrong]:
    """Look at all in a folder. Seats, whose files lie in it and not deeper, are private even where others share it."""
    for parent, names, files in os.walk(folder):
        group_here = group if access != PRIVATE else -1
        for name in names:
            yield from _look(Path(parent, name), access.folder, group_here, _PART)
        for name in files:
            private = access == PRIVATE or (seats and Path(parent) == folder)
            mode, owned = (PRIVATE.file, -1) if private else (access.file, group_here)
            yield from _look(Path(parent, name), mode, owned, _PART, seat=seats and private)


def _look(path: Path, mode: int, group: int, refused: int, *, seat: bool = False) -> Iterator[Wrong]:
    """Look at one. What a group shares has its very mode; what is private has nothing of what is refused."""
    with suppress(FileNotFoundError):
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            return
        has, mine = stat.S_IMODE(found.st_mode), found.st_uid == os.geteuid()
        shared = group >= 0
        reason = ""
        if not mine and found.st_uid != 0 and not shared and not (seat and os.geteuid() != 0):
            reason = f"belongs to another account ({_name(found.st_uid)})"
        elif shared and found.st_gid != group:
            reason = f"belongs to another group ({found.st_gid})"
        elif (shared and has != mode) or (not shared and has & (refused or _OTHERS_WRITE)):
            reason = f"open to other accounts, or not as it is shared (mode {has:04o}, right is {mode:04o})"
        elif mine and has & (used := mode & stat.S_IRWXU) != used:
            reason = f"closed to its owner (mode {has:04o}, right is {mode:04o})"
        if reason:
            yield Wrong(path, reason, mode, group, mine or (shared and os.geteuid() == 0))


def _name(account: int) -> str:
    return account_name(account) or str(account)
