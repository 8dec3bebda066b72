"""What lies about of files that were damaged, or that a writer began who was killed: it may hold what a caller gave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import Strange, names_in, read_private, rewrite, sync_folder
from callscript.store.in_words import in_words

_BEGUN = ".tmp"
Without = Callable[[bytes], bytes]
"""Returns the content of a file without what a caller gave."""


def files_at(place: Path) -> Iterator[Path]:
    """Yield a file, or all files below a folder. No link is followed."""
    if place.is_symlink():
        return
    if place.is_dir():
        for name in names_in(place):
            yield from files_at(place / name)
    elif place.is_file():
        yield place


def clean(files: Collection[Path], call: str, also: Collection[bytes], without: Without) -> None:
    """Take what was given in a call out of such files; what was only begun of a file that names it is taken away."""
    for file in files:
        with in_words(file), suppress(FileNotFoundError, Strange):
            data = read_private(file)
            if call.encode() not in data and not any(text in data for text in also):
                continue
            if file.name.endswith(_BEGUN):
                file.unlink()
                sync_folder(file.parent)
            elif (after := without(data)) != data:
                rewrite(file, after)
