"""One register: a small TinyDB file of records with ids of their own, replaced whole or not at all.

TinyDB's own storage writes in place and takes an empty file for an empty database; ours does neither. Whoever writes
holds the lock of all registers from before reading until after writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct
from tinydb import where
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from callscript.files import make_folder, read_private, replace
from callscript.store.errors import Damaged, in_words

_TABLE = "records"
_shape = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])

Record = TypeVar("Record", bound=Struct)


class AtomicStorage(Storage):
    """A file that is written beside its place and then put there."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables; None if there is no file. Anything that we did not write is `Damaged`."""
        try:
            data = _shape.decode(read_private(self._path))
        except FileNotFoundError:
            return None
        except msgspec.DecodeError:
            raise Damaged(self._path, 0, "not a register") from None
        if list(data) != [_TABLE]:
            raise Damaged(self._path, 0, "not a register")
        return dict(data)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put the tables in the place of those before."""
        make_folder(self._path.parent)
        replace(self._path, msgspec.json.encode(data))


class _Table(Protocol):
    """What we use of TinyDB's table, with the types it leaves out."""

    def all(self) -> list[dict[str, Any]]: ...
    def contains(self, cond: QueryLike) -> bool: ...
    def insert(self, document: Mapping[str, Any]) -> int: ...
    def update(self, fields: Mapping[str, Any], cond: QueryLike) -> list[int]: ...
    def remove(self, cond: QueryLike) -> list[int]: ...


class Register(Generic[Record]):
    """The records of one file."""

    def __init__(self, path: Path, kind: type[Record]) -> None:
        self.path = path
        self._kind = kind
        self._table = cast("_Table", Table(AtomicStorage(path), _TABLE))

    def all(self) -> list[Record]:
        """Return every record; raise `Damaged` if one is not of its kind."""
        with in_words(self.path):
            rows = [dict(row) for row in self._table.all()]
        try:
            return msgspec.convert(rows, list[self._kind], strict=False)
        except msgspec.ValidationError:
            raise Damaged(self.path, 0, "a record is not complete") from None

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
        """Make the file anew with these records."""
        rows = {str(number): msgspec.to_builtins(record) for number, record in enumerate(records, start=1)}
        with in_words(self.path):
            AtomicStorage(self.path).write({_TABLE: rows})


def _id(record: Struct) -> str:
    return str(getattr(record, "id"))  # noqa: B009 - every kind of record has one
