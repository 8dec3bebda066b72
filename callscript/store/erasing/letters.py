"""Letters that lie about in the outbox of files which were damaged, or which a writer began who was killed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from callscript.runtime.files import sync_folder
from callscript.store.erasing.leftovers import files_at
from callscript.store.in_words import in_words

_KINDS = (".json", ".lock")
"""How letters end that are in use, and their locks."""


def take_away(outbox: Path, call: str) -> None:
    """Take away what nobody can read any more of letters about a call: what is still owed is put in again."""
    for file in [file for file in files_at(outbox) if not file.name.endswith(_KINDS)]:
        if file.name.startswith((f"{call}.", f".{call}.")):
            with in_words(file), suppress(FileNotFoundError):
                file.unlink()
                sync_folder(file.parent)
