"""Keeps away those who write the journals that a call stands in, while it is erased.

Their seats are taken as a session takes its own: nobody sits down meanwhile, and who sits there is not disturbed.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal

from callscript.runtime.files import make_folder, stranger
from callscript.store.errors import Locked
from callscript.store.in_words import in_words
from callscript.store.seat_lock import SeatLock


@contextmanager
def kept_away(locks: Path, journals: Iterable[Path]) -> Generator[None]:
    """Hold the seats of those whose journals these are; raise `Locked`, naming one who sits there, or `StoreError`."""
    with ExitStack() as stack:
        for operator, journal in sorted({path.stem: path for path in journals}.items()):
            lock = SeatLock(file := locks / f"{operator}.lock")
            with in_words(file):
                make_folder(locks)
                new = not file.exists() and not stranger(file)
                if not lock.take():
                    raise Locked(operator)
                stack.callback(lock.release)
                if new:
                    _give(file, journal)
        yield


def _give(file: Path, journal: Path) -> None:
    """Leave a lock that was made just now to the account whose journal it keeps: else that account could not sit."""
    with suppress(FileNotFoundError):
        owner = journal.stat()
        if owner.st_uid != os.geteuid():
            os.chown(file, owner.st_uid, -1)


@contextmanager
def same_owner(files: Iterable[Path]) -> Generator[None]:
    """Leave files whose they are, should root set one aside as damaged and put another in its place."""
    owners = {file: file.stat() for file in files}
    yield
    for file, owner in owners.items():
        with suppress(FileNotFoundError):
            if file.stat().st_uid != owner.st_uid:
                os.chown(file, owner.st_uid, owner.st_gid)


def hindered(file: Path) -> Literal["", "owner", "folder"]:
    """Tell what keeps this account from giving a file a new content and leaving it as it is.

    `owner`: it belongs to another account; `folder`: nothing can be put where it lies, whoever's it is.
    """
    try:
        found = file.lstat()
    except FileNotFoundError:
        return ""
    if os.geteuid() not in (found.st_uid, 0):
        return "owner"
    return "" if os.access(file.parent, os.W_OK | os.X_OK, effective_ids=True) else "folder"
