"""The second place: where a call that the journal does not take is put when the program is left, a file a call.

    unsaved/20261123-17-k3f9abc.jsonl

It has all lines of the call, byte for byte as the journal would have them: those that the journal has count once. The
state folder comes first, then one below /var/tmp, which is another disk as a rule.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import PRIVATE, make_folder, read_private, replace, set_aside, sync_folder
from callscript.store.errors import Damaged
from callscript.store.in_words import known_as
from callscript.store.names import LogRef, parse_call_id


class Spare:
    """The second place of the calls of an account."""

    def __init__(self, places: Sequence[Path] = ()) -> None:
        self._places = places
        self._may_have: set[str] | None = None
        """The calls that may be there; None: nobody has looked yet."""

    def keep(self, call: str, data: bytes) -> Path:
        """Put a call there, in the first place that takes it; return the file. Raise `OSError` if none does."""
        failed: OSError | None = None
        for folder in self._places:
            try:
                make_folder(folder, PRIVATE)
                _refuse_foreign(folder)
            except OSError as error:
                failed = failed or error
                continue
            try:
                replace(file := folder / f"{call}.jsonl", data)
            except OSError as error:
                failed = failed or error
                with suppress(OSError):
                    folder.rmdir()
            else:
                self._may_have = None
                return file
        raise failed or FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def calls(self) -> list[tuple[str, LogRef]]:
        """Return the calls that are there, with what their ids say."""
        return sorted({file.stem: ref for file, ref in self._files()}.items())

    def of(self, ref: LogRef) -> Iterator[bytes]:
        """Yield what is there of the calls of an operator and day."""
        for file, found in self._files():
            if found == ref:
                with suppress(OSError):  # it was taken into the journal just now
                    yield read_private(file)

    def taken_in(self, call: str, lines: Collection[bytes]) -> list[Damaged]:
        """Remove a call that the journal has, line by line. What says anything else is set aside, and returned.

        Asked at each save, so the folders are looked through once.
        """
        if self._may_have is None:
            self._may_have = {file.stem for file, _ in self._files()}
        if call not in self._may_have:
            return []
        self._may_have.discard(call)
        there, told = frozenset(lines), list[Damaged]()
        for file in [file for file, _ in self._files() if file.stem == call]:
            with suppress(OSError):
                if there.issuperset(read_private(file).splitlines(keepends=True)):
                    file.unlink()
                    sync_folder(file.parent)
                    file.parent.rmdir()  # unless there is another one
                else:
                    reason = "was recorded by another session than the one that the journal has, and is kept beside"
                    told.append(Damaged(known_as(file), 0, reason, str(set_aside(file))))
        return told

    def _files(self) -> Iterator[tuple[Path, LogRef]]:
        for folder in self._places:
            with suppress(OSError):
                _refuse_foreign(folder)
                for file in sorted(folder.glob("*.jsonl")):
                    if ref := parse_call_id(file.stem):
                        yield file, ref


def _refuse_foreign(folder: Path) -> None:
    """Raise `OSError` if a folder belongs to somebody else, or is open to others: /var/tmp is everybody's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(folder))
