"""Keeps packs that have passed their check, in the form that the core reads: parsing and checking the files again would
cost every start a tenth of its time.

What is kept is named for the pack's files and for the code that has checked them, so another version of either is
checked anew. Nothing is lost with it, and a file that cannot be read or written only costs the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

import msgspec

from callscript.core.script import model
from callscript.core.script.model import DirectoryEntry, Pack
from callscript.runtime import files

_KEPT = 8
"""Versions, the latest ones."""
_SUM = sha256().digest_size
"""Bytes in front by which damage is noticed."""


class Compiled(msgspec.Struct, frozen=True):
    """What the files of a pack say."""

    pack: Pack
    texts: Mapping[str, Mapping[str, Any]]
    """Each a `Text`, which msgspec cannot express."""
    listed: msgspec.Raw
    """The directory, which no start waits for."""

    @property
    def directory(self) -> Sequence[DirectoryEntry]:
        """Whom a call or a matter can go to: read when somebody is looked for."""
        return Listed(self.listed)


class Listed(Sequence[DirectoryEntry]):
    """Entries of a directory, read when they are first asked for: a start has none to show."""

    def __init__(self, raw: msgspec.Raw) -> None:
        self._raw = raw

    @cached_property
    def _entries(self) -> tuple[DirectoryEntry, ...]:
        return msgspec.msgpack.decode(self._raw, type=tuple[DirectoryEntry, ...])

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> DirectoryEntry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[DirectoryEntry]: ...
    def __getitem__(self, at: int | slice) -> DirectoryEntry | Sequence[DirectoryEntry]:
        return self._entries[at]


def compiled(pack: Pack, texts: Mapping[str, Mapping[str, Any]], directory: tuple[DirectoryEntry, ...]) -> Compiled:
    """Return what the files of a pack say, in the form in which it is kept."""
    return Compiled(pack, texts, msgspec.Raw(msgspec.msgpack.encode(directory)))


def take(cache: Path, hash: str) -> Compiled | None:
    """Return what is kept of the pack with this hash, if it was checked by this code."""
    with suppress(OSError, msgspec.MsgspecError, RecursionError):
        data = files.read_private(_file(cache, hash))
        if sha256(data[_SUM:]).digest() == data[:_SUM]:
            return msgspec.msgpack.decode(data[_SUM:], type=Compiled)
    return None


def keep(cache: Path, hash: str, checked: Compiled) -> None:
    """Keep a pack that has passed its check."""
    with suppress(OSError):
        files.make_folder(cache)
        data = msgspec.msgpack.encode(checked)
        files.replace(_file(cache, hash), sha256(data).digest() + data)
        for old in sorted(cache.glob("*.msgpack"), key=_age)[:-_KEPT]:
            old.unlink(missing_ok=True)


def _file(cache: Path, hash: str) -> Path:
    return cache / f"{hash[:32]}-{code_name()}.msgpack"


@lru_cache(maxsize=1)
def code_name() -> str:
    """Name the code that checks packs and what it makes of them, as far as its files tell."""
    total = sha256()
    for folder in (Path(__file__).parent, Path(model.__file__).parents[1]):
        for file in sorted(folder.rglob("*.py")):
            stat = file.stat()
            total.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return total.hexdigest()[:16]


def _age(file: Path) -> int:
    return file.stat().st_mtime_ns
