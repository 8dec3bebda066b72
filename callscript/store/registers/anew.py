"""Registers made anew: beside those that are used, compared with them, and put in their place in one step.

What was used before is deleted only if all the calls that it speaks of are among the new ones; otherwise it is kept. If
it cannot be looked through for that, it stays in use.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from callscript.runtime.files import (
    Strange,
    access_in,
    free_name,
    make_folder,
    names_in,
    read_private,
    swap,
    sync_folder,
)
from callscript.store.errors import Damaged, StoreUnavailable
from callscript.store.in_words import in_words

CALL = re.compile(rb'"id":"([0-9]{8}-[A-Za-z0-9_]+-[a-z0-9]+)["/]')
"""Where a record says of which call it is, in a file that cannot be read otherwise too."""
_NAMED = 3
"""Calls named in a message at most."""


@contextmanager
def beside(folder: Path) -> Generator[Path]:
    """Yield a new folder beside one that is used. What is in it at the end is deleted."""
    new = folder.with_name(f".{folder.name}.new")
    if os.path.lexists(new):  # left by a rebuild that was killed, perhaps when it held what was used before
        new.rename(free_name(new))
    make_folder(new, access_in(folder) if folder.is_dir() else None)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def put_in_place(new: Path, used: Path, *, losing: bool) -> list[Damaged]:
    """Put new registers in the place of those that are used; tell which calls only the latter knew.

    They are set aside then; not `losing`: they stay in use. So they do, and `StoreUnavailable` is raised, if it cannot
    be told which calls they knew.
    """
    known = calls_in(new)
    try:
        lost = sorted(calls_in(used) - known)
    except StoreUnavailable as error:
        reason = f"left as they are, for they cannot be looked through ({error}); moved away, they are made anew"
        raise StoreUnavailable(used.name, reason) from error
    if lost and not losing:
        return [Damaged(used.name, 0, f"{_told(lost)}; they are left as they are")]
    problems: list[Damaged] = []
    if not os.path.lexists(used):
        new.rename(used)
        sync_folder(used.parent)
    elif lost or not _is_folder(used):
        kept = free_name(used)
        new.rename(kept)  # what is in use comes to lie there, and not for a moment under a name that is deleted
        swap(kept, used)
        problems.append(Damaged(used.name, 0, _told(lost) if lost else "is not a folder", str(kept)))
    else:
        swap(new, used)
        problems += _delete(new, used)
    return problems + [problem for left in _left(new) for problem in _tidy(left, used, known)]


def _left(new: Path) -> list[Path]:
    return [new.with_name(name) for name in names_in(new.parent) if name.startswith(f"{new.name}.damaged-")]


def _tidy(left: Path, used: Path, known: set[str]) -> list[Damaged]:
    """Delete what a rebuild that was killed has left, unless calls would be lost with it."""
    try:
        lost = sorted(calls_in(left) - known)
    except StoreUnavailable as error:
        return _keep(left, used, f"cannot be looked through: {error}")
    return _keep(left, used, _told(lost)) if lost else _delete(left, used)


def _delete(old: Path, used: Path) -> list[Damaged]:
    """Delete what is not needed any more; what cannot be deleted is kept where it is seen."""
    shutil.rmtree(old, ignore_errors=True)
    return _keep(old, used, "what was used before cannot be deleted") if os.path.lexists(old) else []


def _keep(old: Path, used: Path, reason: str) -> list[Damaged]:
    kept = free_name(used)
    old.rename(kept)
    return [Damaged(used.name, 0, reason, str(kept))]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def calls_in(folder: Path) -> set[str]:
    """Return the calls that registers speak of, damaged ones too, by their ids. No link is followed.

    Raise `StoreUnavailable` if something cannot be looked through: it may speak of any call.
    """
    return {call.decode() for data in _files(folder) for call in CALL.findall(data)}


def _files(folder: Path) -> Iterator[bytes]:
    with in_words(folder):
        paths = [folder / name for name in names_in(folder)] if _is_folder(folder) else []
    for path in paths:
        with in_words(path), suppress(FileNotFoundError, Strange):
            yield from [read_private(path)] if not _is_folder(path) else _files(path)


def _told(lost: list[str]) -> str:
    names = ", ".join(lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
    return f"calls that are in no journal that can be read: {len(lost)} ({names})"
