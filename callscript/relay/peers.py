"""Who asks: the account at the other end of a socket, as the kernel names it (SO_PEERCRED)."""

from __future__ import annotations

import os
import pwd
import socket
import struct
from pathlib import Path

from callscript.core.register_number import ASIDE
from callscript.runtime.paths import Folders

_CREDENTIALS = struct.Struct("3i")
"""Process, account, group."""


def account_of(line: socket.socket) -> int:
    """Return the number of the account that has connected."""
    _, account, _ = _CREDENTIALS.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return account


def may_ask(account: int, folders: Folders) -> bool:
    """Tell whether an account may ask about the calls of a home: its owner, root, and the group that shares it."""
    home = folders.data.stat()
    if account in (0, os.geteuid(), home.st_uid):
        return True
    return folders.share == "group" and home.st_gid in _groups(account)


def has_recorded(account: int, journal: Path) -> bool:
    """Tell whether a journal is an account's own: of others it hears nothing."""
    try:
        return account in (0, journal.lstat().st_uid)
    except OSError:
        return False


def sits(account: int, operator: str, folders: Folders) -> bool:
    """Tell whether an account has the lock of an operator's seat in a home, named as its file is."""
    return _has(account, folders, operator)


def acts_for(account: int, operator: str, folders: Folders) -> bool:
    """Tell whether an account has that, or the lock of the place beside it, from which commands write."""
    return _has(account, folders, operator) or _has(account, folders, f"{operator}{ASIDE}")


def _has(account: int, folders: Folders, name: str) -> bool:
    try:
        return account in (0, (folders.locks / f"{name}.lock").lstat().st_uid)
    except OSError:
        return False


def _groups(account: int) -> list[int]:
    """Return the groups that an account is in, as the system knows it now."""
    try:
        known = pwd.getpwuid(account)
    except KeyError:
        return []
    return os.getgrouplist(known.pw_name, known.pw_gid)
