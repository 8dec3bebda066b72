"""Who has opened whose call from the board: a line a look, on the disk before the call is read.

`access/1000.jsonl` in the home: a file an account, which only that account can write and the group reads. Lines are
closed by a checksum like those of the journal; one whose writing was cut short stays as it is, and the next begins on a
line of its own.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.runtime.files import (
    ADDED,
    PRIVATE,
    access_in,
    make_folder,
    names_in,
    open_private,
    read_private,
    sync_folder,
    write_all,
)
from callscript.store.errors import UNREADABLE
from callscript.store.in_words import in_words
from callscript.store.journal import checksum


class Access(Struct, frozen=True, kw_only=True):
    """That somebody opens a call."""

    at: datetime
    account: str
    """The name of the account."""
    uid: int
    call: str
    operator: str
    """The number of the operator whose call it is."""
    by: str = ""
    """The operator's number in the account's profile; empty: it has none."""
    host: str = ""


class AccessRecords:
    """The records of all accounts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def record(self, access: Access) -> None:
        """Write a record down, and have it on the disk."""
        file = self._folder / f"{access.uid}.jsonl"
        with in_words(file):
            shared = access_in(self._folder.parent) != PRIVATE
            make_folder(self._folder, ADDED if shared else PRIVATE)
            fd = open_private(file, os.O_RDWR | os.O_APPEND)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX)  # of the account's own boards, and for one line
                size = os.fstat(fd).st_size
                cut_short = size and os.pread(fd, 1, size - 1) != b"\n"
                write_all(fd, b"\n" * bool(cut_short) + checksum.closed(msgspec.json.encode(access)[:-1]))
                os.fsync(fd)
                sync_folder(self._folder)
            finally:
                os.close(fd)

    def all(self) -> Iterator[Access]:
        """Yield what is recorded, an account after another."""
        for name in names_in(self._folder):
            with in_words(self._folder / name):
                data = read_private(self._folder / name)
            for _, line in checksum.split(data):
                if checksum.sound(line):
                    try:
                        yield msgspec.json.decode(line, type=Access)
                    except UNREADABLE:
                        continue
