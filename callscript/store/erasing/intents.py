"""What is to be erased, a small file a call, `erasing/CALL.json`: written before anything is, taken away when all is.

Whoever finds one there finishes it: so a call is whole, or wholly erased, whenever the program dies.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.runtime.files import make_folder, names_in, read_private, replace, sync_folder
from callscript.store.errors import UNREADABLE, Damaged
from callscript.store.in_words import in_words, known_as
from callscript.store.names import parse_call_id

_FILE = ".json"


class Intent(Struct, frozen=True, kw_only=True):
    """That a call is to be erased, and what is recorded of that."""

    call: str
    ground: str
    by: str
    at: datetime


class Intents:
    """The intents of a home."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, intent: Intent) -> None:
        """Write an intent: from now on the call is going to be erased."""
        with in_words(file := self._file(intent.call)):
            make_folder(self._folder)
            replace(file, msgspec.json.encode(intent))

    def all(self) -> list[Intent]:
        """Return what is to be finished; raise `Damaged` if that cannot be read."""
        with in_words(self._folder):
            names = [name for name in names_in(self._folder) if name.endswith(_FILE) and not name.startswith(".")]
            return [self._read(self._folder / name) for name in names]

    def done(self, intent: Intent) -> None:
        """Note that a call is erased."""
        with in_words(file := self._file(intent.call)):
            file.unlink(missing_ok=True)
            sync_folder(self._folder)

    def _read(self, file: Path) -> Intent:
        try:
            intent = msgspec.json.decode(read_private(file), type=Intent)
        except UNREADABLE:
            intent = None
        if intent is None or intent.call != file.stem or not parse_call_id(intent.call):
            raise Damaged(known_as(file), 0, "does not say what is to be erased: take it away and erase the call again")
        return intent

    def _file(self, call: str) -> Path:
        return self._folder / f"{call}{_FILE}"
