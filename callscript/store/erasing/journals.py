"""The journals that a call stands in: its own, and those in whose desk logs something was done about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import Strange, names_in, read_private, rewrite
from callscript.runtime.paths import Folders
from callscript.store.erasing.leftovers import files_at
from callscript.store.in_words import in_words
from callscript.store.journal import erasure
from callscript.store.journal.spare import is_ours
from callscript.store.names import JOURNAL, named_day, parse_call_id, parse_log_id

_CALL = re.compile(rb'"call":"([A-Za-z0-9_-]{1,150})"')


class Journals:
    """The journal files of a home, and what is in the second place of this account."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def of(self, call: str) -> list[Path]:
        """Return the files that a call stands in, its own one last."""
        ref = parse_log_id(call)
        own = ref.journal(self._folders.journal) if ref else None
        return sorted((file for file in self._days() if _speaks(file, call)), key=lambda file: file == own)

    def elsewhere(self, call: str) -> list[Path]:
        """Return the files of the second place that a call stands in."""
        return [file for file in self._spare() if _speaks(file, call)]

    def named_elsewhere(self) -> Iterator[tuple[Path, set[str]]]:
        """Yield the files of the second place, each with the calls that it speaks of."""
        for file in list(self._spare()):
            found = {call.decode() for call in _CALL.findall(_read(file))}
            yield file, {call for call in found if parse_call_id(call)}

    def texts(self, call: str, files: Collection[Path]) -> set[str]:
        """Return all that was given in a call, or said of it since."""
        return {text for file in files for text in erasure.texts(_read(file), call) if text}

    def erase(self, call: str, file: Path, also: Collection[bytes] = ()) -> None:
        """Take what was given in a call out of a journal."""
        with in_words(file):
            before = _read(file)
            if (after := erasure.without_caller(before, call, also)) != before:
                rewrite(file, after)

    def leftovers(self) -> Iterator[Path]:
        """Yield what lies beside the journals, set aside as damaged or left by a writer that was killed."""
        in_use = {*self._days(), *self._spare()}
        for folder in (self._folders.journal, *filter(is_ours, self._folders.spare)):
            with in_words(folder):
                yield from (file for file in files_at(folder) if file not in in_use)

    def _day_folders(self) -> Iterator[Path]:
        for year in (self._folders.journal / name for name in names_in(self._folders.journal)):
            if year.is_dir() and not year.is_symlink():
                yield from (year / name for name in names_in(year) if named_day(name))

    def _days(self) -> Iterator[Path]:
        with in_words(self._folders.journal):
            for folder in self._day_folders():
                yield from (folder / name for name in names_in(folder) if name.endswith(JOURNAL))

    def _spare(self) -> Iterator[Path]:
        for folder in filter(is_ours, self._folders.spare):
            with in_words(folder):
                yield from (folder / name for name in names_in(folder) if name.endswith(JOURNAL))


def _speaks(file: Path, call: str) -> bool:
    return erasure.names(_read(file), call)


def _read(file: Path) -> bytes:
    """Read a file; what stands in its place and is none is told by whoever reads it as a journal."""
    with in_words(file), suppress(FileNotFoundError, Strange):
        return read_private(file)
    return b""
