"""One register: a small TinyDB file of records with ids of their own, replaced whole or not at all.

TinyDB's own storage writes in place and takes an empty file for an empty database; ours does neither. Whoever changes
a register has its lock from before reading it until it is written: a new `RecordFile` for each change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct
from tinydb import where
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from callscript.runtime.files import Strange, make_folder, put, read_private, sync_folder
from callscript.store.errors import UNREADABLE, Damaged
from callscript.store.in_words import in_words, known_as

_TABLE = "records"
_shape = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])

Record = TypeVar("Record", bound=Struct)
Tables = TypeVar("Tables")


@cache
def _of_kind(kind: type[Struct]) -> msgspec.json.Decoder[dict[str, dict[str, Any]]]:
    """Return what decodes a file of such records."""
    return msgspec.json.Decoder(dict[str, dict[str, kind]], strict=False)


class Staged(Storage):
    """The tables of a file: read once; when they are changed, kept for whoever writes the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tables: dict[str, dict[str, Any]] | None = None
        self.changed = False
        self.missing = False
        """Whether there was no file when it was read."""
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables; None if there is no file. Anything that we did not write is `Damaged`."""
        if self.tables is None:
            self.tables = self._read()
        return self.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Keep the tables, to be written."""
        self.tables, self.changed = data, True

    def _read(self) -> dict[str, dict[str, Any]] | None:
        data = self.decoded(_shape)
        if data is not None and list(data) != [_TABLE]:
            raise Damaged(known_as(self._path), 0, "not a register")
        return data

    def decoded(self, decoder: msgspec.json.Decoder[Tables]) -> Tables | None:
        """Return what is in the file, not what was read before; None if there is no file."""
        try:
            self.missing = False
            return decoder.decode(read_private(self._path))
        except FileNotFoundError:
            self.missing = True
            return None
        except UNREADABLE:
            raise Damaged(known_as(self._path), 0, "not a register") from None
        except Strange as found:
            raise Damaged(known_as(self._path), 0, str(found.strerror)) from None


class _Table(Protocol):
    """What we use of TinyDB's table, with the types it leaves out."""

    def all(self) -> list[dict[str, Any]]: ...
    def contains(self, cond: QueryLike) -> bool: ...
    def insert(self, document: Mapping[str, Any]) -> int: ...
    def update(self, fields: Mapping[str, Any], cond: QueryLike) -> list[int]: ...
    def remove(self, cond: QueryLike) -> list[int]: ...


class RecordFile(Generic[Record]):
    """The records of one file, as they were when they were first asked for; `write` writes what was changed since."""

    def __init__(self, path: Path, kind: type[Record]) -> None:
        self.path = path
        self._kind = kind
        self._file = Staged(path)
        self._table = cast("_Table", Table(self._file, _TABLE))

    def all(self) -> list[Record]:
        """Return every record; raise `Damaged` if one is not of its kind."""
        with in_words(self.path):
            if self._file.tables is None and (found := self._read_at_once()) is not None:
                return found
            rows = [dict(row) for row in self._table.all()]
        try:
            return msgspec.convert(rows, list[self._kind], strict=False)
        except msgspec.ValidationError:
            raise Damaged(known_as(self.path), 0, "a record is not complete") from None

    def _read_at_once(self) -> list[Record] | None:
        """Return the records of a file that was not read yet, without the documents that TinyDB makes of them, which
        take longer than all else; None if there is no file, or not all is as it should be, and is to be told.
        """
        with suppress(Damaged):
            tables = self._file.decoded(_of_kind(self._kind))
            return list(tables[_TABLE].values()) if tables is not None and list(tables) == [_TABLE] else None
        return None

    def put(self, record: Record) -> None:
        """Enter a record in place of the one with its id."""
        row, same = msgspec.to_builtins(record), where("id") == _id(record)
        with in_words(self.path):
            if self._table.contains(same):
                self._table.update(row, same)
            else:
                self._table.insert(row)

    def remove(self, key: str, value: str) -> None:
        """Take out the records that have this value."""
        wanted = where(key) == value
        with in_words(self.path):
            if self._table.contains(wanted):
                self._table.remove(wanted)

    def fill(self, records: Iterable[Record]) -> None:
        """Have these records instead of those that there are."""
        rows = {str(number): msgspec.to_builtins(record) for number, record in enumerate(records, start=1)}
        self._file.write({_TABLE: rows})

    def forget(self) -> None:
        """Read the file anew when it is next asked for."""
        self._file.tables = None

    @property
    def changed(self) -> bool:
        """Whether there is something to be written."""
        return self._file.changed

    @property
    def missing(self) -> bool:
        """Whether there was no file when it was read, and nothing is to be written."""
        return self._file.missing and not self._file.changed

    @property
    def content(self) -> bytes:
        """What the file is to say."""
        return msgspec.json.encode(self._file.tables)


def write(*registers: RecordFile[Any]) -> set[Path]:
    """Write what was changed, nothing before all of it has room; return the folders to be synced for it to last."""
    contents = {register.path: register.content for register in registers if register.changed}
    folders = {path.parent for path in contents}
    for folder in folders:
        make_folder(folder)
    put(contents)
    return folders


def sync(folders: Iterable[Path]) -> None:
    """Have what was written in some folders last."""
    for folder in folders:
        with in_words(folder):
            sync_folder(folder)


def _id(record: Struct) -> str:
    return str(getattr(record, "id"))  # noqa: B009 - every kind of record has one
