"""The registers: what stands there of a call, and of the work that it has left, without what the caller gave.

Filing the call again takes it out of the lists that are in use; here is what that leaves: the words of those who moved
its work, and registers that were set aside, or made anew by a rebuild that was killed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from callscript.core.call.events import ERASED, TaskMove
from callscript.runtime.files import Strange, names_in, read_private, rewrite
from callscript.runtime.paths import Folders
from callscript.store.erasing import leftovers
from callscript.store.erasing.intents import Intent
from callscript.store.errors import UNREADABLE
from callscript.store.in_words import in_words
from callscript.store.registers.anew import CALL
from callscript.store.registers.register_files import RegisterFiles

_shape = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])
_NOTHING = {"phone": "", "name": "", "as_addressed": False}
_SAID = {name for move in get_args(TaskMove) for name in move.given}
"""Where those who moved work have said something."""


class Records:
    """The register files of a home, those too that were set aside."""

    def __init__(self, folders: Folders) -> None:
        self._folder = folders.registers
        self._files = RegisterFiles(folders.registers, folders.locks)

    def erase(self, intent: Intent, also: Collection[bytes]) -> None:
        """Take out what a caller gave in a call, and what was said of it since."""
        call = intent.call.encode()
        in_use = [path for path in leftovers.files_at(self._folder) if path.suffix == ".json" and call in _read(path)]
        if not (in_use or self._aside()):
            return
        with self._files.under(self._files.locks.whole()):
            for path in in_use:
                before = _read(path)
                if (after := _without(before, intent, path)) != before:
                    with in_words(path):
                        rewrite(path, after)
            for path in self._aside():
                leftovers.clean([path], intent.call, also, lambda data, path=path: _without(data, intent, path))

    def _aside(self) -> list[Path]:
        """Return what was set aside, of single registers or of all, or was left by a rebuild that was killed."""
        return [*self._aside_within(), *self._aside_whole()]

    def _aside_within(self) -> Iterator[Path]:
        return (path for path in leftovers.files_at(self._folder) if path.suffix != ".json" and "." in path.name)

    def _aside_whole(self) -> Iterator[Path]:
        parent, name = self._folder.parent, self._folder.name
        for other in names_in(parent):
            if other.startswith((f"{name}.damaged-", f".{name}.new")):
                yield from leftovers.files_at(parent / other)


def _without(data: bytes, intent: Intent, path: Path) -> bytes:
    """Return a register without what a caller gave; of one that cannot be read, only which calls it spoke of."""
    try:
        tables = _shape.decode(data)
    except UNREADABLE:
        return b"".join(b'{"id":"%b"}\n' % call for call in sorted(set(CALL.findall(data))))
    by_number = path.parent.name == "phones"
    found = {
        table: {number: row for number, each in rows.items() if (row := _row(each, intent, by_number=by_number))}
        for table, rows in tables.items()
    }
    return data if found == tables else msgspec.json.encode(found)


def _row(row: Mapping[str, Any], intent: Intent, *, by_number: bool) -> Mapping[str, Any] | None:
    """Return a record as it is to be; None: it is found by the caller's number, and is to be found so no more."""
    if intent.call not in (row.get("id"), row.get("call")):
        return row
    if by_number:
        return None
    told = {"erased": msgspec.to_builtins(intent.at), "ground": intent.ground}
    if "moves" in row:
        moves = [{n: ERASED if n in _SAID and v else v for n, v in move.items()} for move in row["moves"]]
        return {**row, "opened": {**row["opened"], **_NOTHING, **told}, "moves": moves}
    if "kind" in row:
        return {**row, **_NOTHING, **told}
    return {**row, **_NOTHING, "phones": [], "summary": "", **told}


def _read(path: Path) -> bytes:
    with in_words(path):
        try:
            return read_private(path)
        except (FileNotFoundError, Strange):
            return b""
