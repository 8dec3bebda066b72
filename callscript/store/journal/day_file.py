"""One journal file, open for appending: repaired when it is opened, synced at each append, closed at the first failure.

A failed fsync is never repeated on the same descriptor, for its later success would be a lie: the file is cut back to
what is known to be saved and opened anew, and the caller gives the whole batch again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import (
    free_name,
    make_folder,
    open_private,
    read_private,
    replace,
    sync_folder,
    write_all,
    write_new,
)
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import known_as
from callscript.store.journal import checksum
from callscript.store.journal.encoding import Written
from callscript.store.journal.lines import FileLines, decode
from callscript.store.strange import move_strange_aside


class DayFile:
    """A journal file of one operator and day. Only the session that holds the operator's lock may have it open."""

    def __init__(self, path: Path, notices: Untold[Damaged]) -> None:
        self.path = path
        self._notices = notices
        """What was found damaged, and where it is kept: told even if the file cannot be opened in the end."""
        make_folder(path.parent)
        move_strange_aside(path, notices)
        self._fd = open_private(path, os.O_RDWR | os.O_APPEND)
        try:
            self._size = self._repair()
            sync_folder(path.parent)
        except BaseException:
            self.close()
            raise

    def append(self, data: bytes) -> None:
        """Append whole lines and have them on the disk, or raise `OSError`; then the file is closed."""
        try:
            write_all(self._fd, data)
            os.fdatasync(self._fd)
        except BaseException:
            with suppress(OSError):  # what stays behind is cut or recognised when the file is next opened
                os.ftruncate(self._fd, self._size)
            self.close()
            raise
        self._size += len(data)

    def there(self, written: Written) -> int:
        """Tell how many of the lines of a call, from the first, stand in the file.

        If anything else is said of the call there, it cannot be gone on from: the file is set aside whole, and a new
        one has what this program wrote or read of the call, and the usable lines of other calls.
        """
        found = self._read()
        if not (lines := found.calls.get(written.call)):
            return 0
        stand = 0
        for raw, line in zip(written.raw, lines.whole(), strict=False):
            if raw[:-1] != line.raw and not line.repeats(decode(raw[:-1])):
                break
            stand += 1
        if stand < lines.length:
            if not any(lines.problems(found.place)):
                found.note(f"event {stand + 1} of call {written.call} was written by another session")
            self._size = len(self._set_aside(found, {written.call: stand}))
        return stand

    @property
    def usable(self) -> bool:
        """Whether it is still open, in its place, and as this process left it."""
        return self._fd >= 0 and not self.displaced and os.fstat(self._fd).st_size == self._size

    @property
    def displaced(self) -> bool:
        """Whether the file was taken away, or another one put in its place, while it was open."""
        if self._fd < 0:
            return False
        mine = os.fstat(self._fd)
        try:
            there = self.path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        return (mine.st_dev, mine.st_ino) != (there.st_dev, there.st_ino)

    def close(self) -> None:
        """Close the file; what was appended is already saved."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with suppress(OSError):
                os.close(fd)

    def _read(self) -> FileLines:
        return FileLines(read_private(self.path), known_as(self.path))

    def _repair(self) -> int:
        data = read_private(self.path)
        if not all(checksum.sound(line) for _, line in checksum.split(data)):
            data = self._set_aside(FileLines(data, known_as(self.path)))
        elif tail := checksum.torn(data):
            data = self._mend(data, tail)
        return len(data)

    def _mend(self, data: bytes, tail: bytes) -> bytes:
        if checksum.sound(tail):
            write_all(self._fd, b"\n")
            data += b"\n"
        else:
            data = data[: -len(tail)]
            os.ftruncate(self._fd, len(data))
        os.fsync(self._fd)
        return data

    def _set_aside(self, found: FileLines, cut: Mapping[str, int] = {}) -> bytes:
        """Keep the file as it is beside it, and go on with its usable lines; each of the others is told of."""
        kept = free_name(self.path)
        write_new(kept, found.data)  # first, and synced with its folder by `replace`: there is never less than one copy
        good = found.usable(cut)
        self._notices.extend(Damaged(each.place, each.line, each.reason, str(kept)) for each in found.problems())
        self.close()
        replace(self.path, good)
        self._fd = open_private(self.path, os.O_RDWR | os.O_APPEND)
        return good
