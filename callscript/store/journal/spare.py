"""The second place: where what the journal does not take is put when the program is left, a file a call or desk log.

    unsaved/20261123-17-k3f9abc.jsonl
    unsaved/20261123-17-desk.jsonl

It has all lines of it, byte for byte as the journal would have them: those that the journal has count once. The state
folder comes first, then one below /var/tmp, which is another disk as a rule.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import (
    PRIVATE,
    make_folder,
    names_in,
    read_private,
    replace,
    set_aside,
    sync_folder,
    write_new,
)
from callscript.store.errors import UNREADABLE, Damaged, StoreUnavailable
from callscript.store.in_words import known_as, reason_of
from callscript.store.journal.lines import decode
from callscript.store.names import LogRef, parse_log_id


class Spare:
    """The second place of the calls of an account."""

    def __init__(self, places: Sequence[Path] = ()) -> None:
        self._places = places
        self._may_have: set[str] | None = None
        """The calls that may be there; None: nobody has looked yet."""

    def keep(self, call: str, data: bytes) -> Path:
        """Put a call there, in the first place that takes it; return the file, or raise `StoreUnavailable`."""
        failed = dict[Path, str]()
        for folder in self._places:
            try:
                make_folder(folder, PRIVATE, last=False)
                _refuse_foreign(folder)
            except OSError as error:
                failed[folder] = reason_of(error)
                continue
            try:
                _add(file := folder / f"{call}.jsonl", data)
            except OSError as error:
                failed[folder] = reason_of(error)
                with suppress(OSError):
                    folder.rmdir()
            else:
                self._may_have = None
                return file
        raise StoreUnavailable(call, "; ".join(f"{folder}: {reason}" for folder, reason in failed.items()))

    def calls(self) -> list[tuple[str, LogRef]]:
        """Return the calls and desk logs that are there, with what their ids say."""
        return sorted({file.stem: ref for file, ref in self._files()}.items())

    def files(self) -> list[Path]:
        """Return the files that are there, each named by a call or desk log."""
        return sorted(file for file, _ in self._files())

    def of(self, ref: LogRef) -> tuple[list[bytes], list[str]]:
        """Return what is there of an operator and day, and what of it cannot be read, with the reason."""
        contents, unread = list[bytes](), list[str]()
        try:
            for file in [file for file, found in self._files() if found == ref]:
                try:
                    contents.append(read_private(file))
                except FileNotFoundError:  # it was taken into the journal just now
                    continue
                except OSError as error:
                    unread.append(f"{file}: {reason_of(error)}")
        except OSError as error:
            unread.append(f"{error.filename}: {reason_of(error)}")
        return contents, unread

    def taken_in(self, call: str, lines: Sequence[bytes]) -> list[Damaged]:
        """Remove a call that the journal has, line by line. What says anything else is set aside, and returned.

        Asked at each save, so the folders are looked through once.
        """
        told: list[Damaged] = []
        with suppress(OSError):  # the journal has it: what stays here is looked at by the next start
            if self._may_have is None:
                self._may_have = {file.stem for file, _ in self._files()}
            if call not in self._may_have:
                return []
            self._may_have.discard(call)
            there = frozenset(lines)
            for file in [file for file, _ in self._files() if file.stem == call]:
                if more := [line for line in read_private(file).splitlines(keepends=True) if line not in there]:
                    told.append(Damaged(known_as(file), 0, _told(more, len(lines)), str(set_aside(file))))
                    continue
                file.unlink()
                sync_folder(file.parent)
                with suppress(OSError):  # there is another one
                    file.parent.rmdir()
        return told

    def _files(self) -> Iterator[tuple[Path, LogRef]]:
        """Yield what is there. Raise `OSError` if a place cannot be looked through."""
        for folder in self._places:
            try:
                _refuse_foreign(folder)
            except (FileNotFoundError, NotADirectoryError, _Foreign):
                continue
            for file in (folder / name for name in names_in(folder) if name.endswith(".jsonl")):
                if ref := parse_log_id(file.stem):
                    yield file, ref


def _add(file: Path, data: bytes) -> None:
    """Put a file there. A new one is there while the disk is waited for: who ends this process then loses nothing."""
    if file.exists():
        replace(file, data)
    else:
        write_new(file, data)
        for folder in (file.parent, file.parent.parent):
            sync_folder(folder)


class _Foreign(OSError):  # noqa: N818 - it says what was found
    """A folder is not this account's alone."""


def is_ours(folder: Path) -> bool:
    """Tell whether a folder of the second place is there, and this account's alone."""
    with suppress(OSError):
        _refuse_foreign(folder)
        return True
    return False


def _refuse_foreign(folder: Path) -> None:
    """Raise `_Foreign` if a folder belongs to somebody else, or is open to others: /var/tmp is everybody's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise _Foreign(errno.EPERM, "is not this account's alone", str(folder))


def _told(more: Sequence[bytes], known: int) -> str:
    """Say of lines which the journal has not what they are, beside a call of which it has so many."""
    try:
        others = any(decode(line.rstrip(b"\n")).seq <= known for line in more)
    except UNREADABLE:
        return "has lines that cannot be read"
    if others:
        return "was recorded by another session than the one that the journal has, and is kept beside"
    return "does not go on from what the journal has, and is kept beside"
