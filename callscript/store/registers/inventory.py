"""The list of all register files that were written, which stands beside them: a file that is gone is missed by it.

It is only ever added to, a line a file, in one write each, so that nobody has to lock it; a rebuild makes it anew. What
an older release wrote has none: it is begun with what there is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from callscript.runtime.files import Strange, names_in, open_private, read_private, write_all


class Inventory:
    """The names of register files below a folder. Its methods may raise `OSError`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "files"
        self._folder = folder
        self._state: tuple[int, ...] = ()
        """Which state of the list was read last."""
        self._content = b""
        """What it says."""
        self._folders: dict[str, set[str]] | None = None
        """The same by folder, once that was asked for."""

    def begun(self) -> bool:
        """Tell whether a register file was ever written, as far as can be seen."""
        return os.path.lexists(self.path) or any(_below(self._folder))

    def has(self, file: Path) -> bool:
        """Tell whether a file was written."""
        self._read()
        return b"\n%b\n" % self._name(file).encode() in self._content

    def folders(self) -> dict[str, set[str]]:
        """Return the files that were written, by folder, such as `calls/2026-11-23`: none if no list was begun."""
        self._read()
        if self._folders is None:
            self._folders = {}
            for line in filter(None, self._content.decode(errors="replace").split("\n")):
                folder, _, name = line.rpartition("/")
                self._folders.setdefault(folder, set()).add(name)
        return self._folders

    def files_in(self, folder: Path) -> list[Path]:
        """Return the files that were written in a folder."""
        return [folder / name for name in self.folders().get(self._name(folder), ())]

    def add(self, files: Iterable[Path]) -> None:
        """Enter files that were written just now, if they are new; begin the list with all that are there.

        It is not synced: what a power failure takes from it is a file that would not be missed.
        """
        new = {self._name(file) for file in files if not self.has(file)}
        if begun := not os.path.lexists(self.path):
            new |= {*map(self._name, _below(self._folder))}
        if new or begun:
            fd = open_private(self.path, os.O_WRONLY | os.O_APPEND)
            try:  # each line has an end before it too: one whose writing was cut short spoils no other
                write_all(fd, "".join(f"\n{name}\n" for name in sorted(new)).encode())
            finally:
                os.close(fd)

    def _read(self) -> None:
        try:
            found = self.path.lstat()
            if (state := (found.st_ino, found.st_size, found.st_mtime_ns)) != self._state:
                self._content, self._folders, self._state = read_private(self.path), None, state
        except (FileNotFoundError, Strange):
            self._content, self._folders, self._state = b"", None, ()

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _below(folder: Path) -> Iterator[Path]:
    for path in (folder / name for name in names_in(folder)):
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        elif path.suffix == ".json":
            yield path
