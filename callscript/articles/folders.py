"""Where a centre's articles lie, and what is there: a look at the folders, without reading a file.

Articles come with the program, lie beside the pack, or in the home; of the same name, the last of these counts, and an
empty file takes one away. No link is followed, no pipe waited for, nothing is read that is too large for an article.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from callscript.articles.markdown import NoArticle
from callscript.runtime.shipped import data_folder
from callscript.runtime.text import has_refused

ENDING = ".md"
LARGEST = 256 * 1024
"""Bytes of a file at most."""
FOLDER = "articles"

_NO_FILE = {
    stat.S_IFDIR: "a folder, no file",
    stat.S_IFLNK: "a symbolic link: put the file itself here",
    stat.S_IFIFO: "a pipe, no file",
    stat.S_IFSOCK: "a socket, no file",
}


class Seen(NamedTuple):
    """A file as it was seen."""

    path: Path
    size: int
    changed: int
    """When it was changed last, in nanoseconds."""
    wrong: str = ""
    """Why it is no article, as far as that is seen without reading it."""

    @property
    def name(self) -> str:
        """The name of the article."""
        return self.path.name.removesuffix(ENDING)


def folders(centre: str, pack: Path | None, home: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of a centre's articles, those that count more behind: of the program, the pack, the home."""
    places = (data_folder() / FOLDER / centre, pack and pack / FOLDER, home and home / FOLDER / centre)
    return tuple(filter(None, places))


def look(places: Sequence[Path]) -> Mapping[str, Seen]:
    """Return the articles of some folders, by name."""
    found: dict[str, Seen] = {}
    for folder in places:
        found |= {seen.name: seen for seen in _in(folder)}
    return {name: seen for name, seen in sorted(found.items()) if seen.size or seen.wrong}


def _in(folder: Path) -> list[Seen]:
    try:
        with os.scandir(folder) as entries:
            return [_seen(folder, entry) for entry in entries if entry.name.endswith(ENDING)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:  # what cannot be listed is never empty
        return [Seen(folder, 0, 0, error.strerror or str(error))]


def _seen(folder: Path, entry: os.DirEntry[str]) -> Seen:
    path = folder / entry.name
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Seen(path, 0, 0, error.strerror or str(error))
    return Seen(path, found.st_size, found.st_mtime_ns, _wrong(entry.name, found))


def _wrong(name: str, found: os.stat_result) -> str:
    if not stat.S_ISREG(found.st_mode):
        return _NO_FILE.get(stat.S_IFMT(found.st_mode), "a device, no file")
    if has_refused(name) or name == ENDING:
        return "its name has signs that nobody can see or type"
    if found.st_size > LARGEST:
        return f"{found.st_size // 1024:,} kB: {LARGEST // 1024} at most"
    return ""


def content(seen: Seen) -> bytes:
    """Read a file that was seen; raise `NoArticle` if it cannot be read, or is another thing by now."""
    if seen.wrong:
        raise NoArticle(seen.wrong)
    try:
        fd = os.open(seen.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(fd, "rb") as file:
            if wrong := _wrong(seen.path.name, os.fstat(file.fileno())):
                raise NoArticle(wrong)
            return file.read(LARGEST)
    except OSError as error:
        raise NoArticle(error.strerror or str(error)) from None
